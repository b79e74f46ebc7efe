'use strict';
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const ts = require('typescript');
const { fileOf } = require('./module-paths.cjs');
const { standIn } = require('./stand-in.cjs');

// A child process: loads files of one code base with the real Mongoose, and answers for each which models came to be.
// Nothing is connected to; what is not installed here, and what reaches outside of the process, is stood in for.

const [, , root, version] = process.argv;
const isTheirs = (file) => typeof file === 'string' && file.startsWith(`${root}/`);

/** Built-ins that code may use while it loads; all others are stood in for. */
const harmless = new Set(
  [
    'assert',
    'buffer',
    'crypto',
    'events',
    'os',
    'path',
    'querystring',
    'stream',
    'string_decoder',
    'url',
    'util',
  ].concat(['async_hooks', 'perf_hooks', 'timers', 'util/types', 'path/posix', 'timers/promises', 'module']),
);
/** Packages that are installed here and loaded in earnest. */
const real =
  /^(?:mongoose|mongodb|bson|@typegoose\/typegoose|@nestjs\/(?:mongoose|common|core)|reflect-metadata|rxjs|tslib|lodash|uuid|semver)(?:\/|$)/;

const standIns = new Map();
function standInFor(name) {
  if (!standIns.has(name)) standIns.set(name, standIn(name));
  return standIns.get(name);
}

const fsForReading = new Proxy(fs, {
  get: (target, key) => {
    if (key === 'readFileSync') return readOrNothing;
    const reads = /^(?:read|exists|stat|lstat|realpath|access)/.test(String(key));
    return reads ? target[key] : standInFor('fs')[key];
  },
});

/** The name of a file may be made of something stood in for. */
function readOrNothing(file, ...options) {
  return String(file).includes('()') ? '' : fs.readFileSync(file, ...options);
}

/** A path may be made of something stood in for. */
const lenientPath = Object.fromEntries(
  Object.entries(path).map(([key, value]) => [
    key,
    typeof value === 'function'
      ? (...args) => value(...args.map((one) => (typeof one === 'function' ? String(one) : one)))
      : value,
  ]),
);

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const from = parent?.filename;
  if (!isTheirs(from)) return load.call(this, request, parent, isMain);
  const name = request.replace(/^node:/, '');
  if (name === 'fs') return fsForReading;
  if (name === 'process') return process;
  if (name === 'path') return lenientPath;
  if (Module.isBuiltin(request))
    return harmless.has(name) ? load.call(this, request, parent, isMain) : standInFor(name);
  if (real.test(request)) {
    try {
      return load.call(this, require.resolve(request.replace(/^mongoose(?=\/|$)/, version)), module, false);
    } catch {
      return standInFor(request);
    }
  }
  const file = fileOf(request, from, root);
  if (file === null || !isTheirs(file)) return standInFor(request);
  return load.call(this, file, parent, isMain);
};

function compile(module, file) {
  const text = fs
    .readFileSync(file, 'utf8')
    .replace(/^#!.*/, '')
    .replace(/\bimport\.meta\b/g, '__importMeta');
  const { outputText } = ts.transpileModule(text, {
    fileName: /\.[cm]?ts$/.test(file) ? 'file.ts' : 'file.tsx',
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      jsx: ts.JsxEmit.React,
      esModuleInterop: true,
      alwaysStrict: false,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      useDefineForClassFields: false,
    },
  });
  const meta = `const __importMeta = { url: 'file://${file}', dirname: ${JSON.stringify(path.dirname(file))}, env: {} };`;
  module._compile(`${text.includes('__importMeta') ? meta : ''}${outputText}`, file);
}
for (const ending of ['.js', '.jsx', '.mjs', '.cjs', '.ts', '.tsx', '.mts', '.cts']) {
  const before = Module._extensions[ending] ?? Module._extensions['.js'];
  Module._extensions[ending] = (module, file) =>
    isTheirs(file) ? compile(module, file) : before(module, file);
}

require('reflect-metadata');
const mongoose = require(version);
const { MongooseModule } = require('@nestjs/mongoose');
const typegoose = require(
  path.join(path.dirname(require.resolve('@typegoose/typegoose')), 'internal/data.js'),
);

const offline = async () => mongoose;
mongoose.connect = offline;
mongoose.disconnect = offline;
const create = mongoose.createConnection.bind(mongoose);
mongoose.createConnection = () => create();
mongoose.Connection.prototype.openUri = async function () {
  return this;
};
mongoose.Connection.prototype.asPromise = async function () {
  return this;
};

Error.stackTraceLimit = 100;

/** Models in the order of the calls, with the files of theirs that the call came from, innermost first. */
let made = [];
function remember(model) {
  const frames = new Error().stack
    .split('\n')
    .flatMap((line) => /\(?(\/[^():]+):\d+:\d+\)?$/.exec(line)?.[1] ?? []);
  const files = [...new Set(frames.filter(isTheirs))];
  if (typeof model === 'function' && model.schema && !made.some((one) => one.model === model))
    made.push({ model, files });
  return model;
}
const modelOf = mongoose.Connection.prototype.model;
mongoose.Connection.prototype.model = function (...args) {
  return remember(modelOf.apply(this, args));
};
const moduleModel = mongoose.Mongoose.prototype.model;
mongoose.Mongoose.prototype.model = function (...args) {
  return remember(moduleModel.apply(this, args));
};
mongoose.model = mongoose.Mongoose.prototype.model;
const { forFeature } = MongooseModule;
MongooseModule.forFeature = function (models = [], ...others) {
  for (const one of models) register(one);
  return forFeature.call(this, models, ...others);
};

/** As the module does when the application starts (nestjs/mongoose lib/mongoose.providers.ts). */
function register({ name, schema, collection, discriminators = [] }) {
  if (!schema || mongoose.models[name]) return;
  const model = mongoose.model(name, schema, collection);
  for (const one of discriminators) remember(model.discriminator(one.name, one.schema, one.value));
}

/** Calls what a file exports where that makes models: `module.exports = (app) => mongoose.model(…)`. */
function callFactories(exported) {
  const values = new Set([
    exported,
    ...(exported && typeof exported === 'object' ? Object.values(exported) : []),
  ]);
  for (const value of values) {
    // A provider of Nest: its factory is called with a connection when the application starts.
    if (typeof value?.useFactory === 'function') attempt(() => [value.useFactory(mongoose.connection)]);
    if (typeof value !== 'function' || value.schema || value.prototype instanceof mongoose.Model) continue;
    let source;
    try {
      source = sourceOf(value);
    } catch {
      continue;
    }
    if (!/model\(|new [\w.]*Schema\(/i.test(source)) continue;
    const params = /^(?:async )?(?:(\w+) *=>|[^(]*\(([^)]*)\))/.exec(source);
    const names = (params?.[1] ?? params?.[2] ?? '').split(',');
    const args = names.map((name) =>
      /mongoose/i.test(name)
        ? mongoose
        : /\b(?:db|conn(?:ection)?)\b/i.test(name)
          ? mongoose.connection
          : application(name.trim()),
    );
    try {
      if (/^class\b/.test(source)) new value(...args);
      else value(...args);
    } catch {
      // It wants what a running application would give it.
    }
  }
}

/** As Egg hands itself to models: `app.mongoose`. */
function application(name) {
  const other = standIn(name);
  return new Proxy(other, { get: (target, key) => (key === 'mongoose' ? mongoose : target[key]) });
}

/** A class with those it extends. */
function sourceOf(value) {
  const own = Function.prototype.toString.call(value);
  const base = /^class\b/.test(own) ? Object.getPrototypeOf(value) : null;
  return typeof base === 'function' && base !== Function.prototype ? own + sourceOf(base) : own;
}

function plain({ model, files }) {
  const { schema } = model;
  const indexes = schema.indexes().map(([key, options]) => {
    const pairs = Object.entries(key);
    // As `Model.createIndexes` does (lib/helpers/indexes/applySchemaCollation.js).
    const collation = schema.get('collation');
    const isText = pairs.some(([, direction]) => String(direction) === 'text');
    return [pairs, isText || !collation ? options : { collation, ...options }];
  });
  return { model: model.modelName, collection: model.collection.collectionName, files, indexes };
}

function answer(file) {
  made = [];
  for (const connection of mongoose.connections) connection.deleteModel(/./);
  for (const known of [typegoose.models, typegoose.constructors]) known.clear();
  mongoose.plugins.length = builtIn;
  for (const loaded of Object.keys(require.cache)) if (isTheirs(loaded)) delete require.cache[loaded];
  process.env = settings;
  let error = loadOne(file);
  if (error !== null) {
    // Much code refuses to start where a variable is not set: then each has one.
    process.env = new Proxy(settings, {
      get: (own, key) => own[key] ?? (typeof key === 'string' ? '1' : undefined),
    });
    const again = loadOne(file);
    if (again === null) error = null;
  }
  return { file, error, models: made.flatMap((one) => attempt(() => plain(one))) };
}

function loadOne(file) {
  try {
    callFactories(Module._load(file, { filename: file, id: file, children: [], paths: [] }, false));
    return null;
  } catch (thrown) {
    return String(thrown).split('\n')[0];
  }
}

const settings = process.env;
const builtIn = mongoose.plugins.length;

function attempt(work) {
  try {
    return [work()];
  } catch {
    return [];
  }
}

const send = process.send.bind(process);
process.send = () => true;
process.on('message', (file) => send(answer(file)));
process.cwd = () => root;
process.exit = () => {
  throw new Error('process.exit was called');
};
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', (error) => process.env.INDEX_LENS_SHOW && process._rawDebug(error));
for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = () => undefined;
send({ ready: true });

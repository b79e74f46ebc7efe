import { DriverCollection } from '../driver-collection.js';
import type { Findings, FoundModel, FoundSetting } from '../findings.js';
import { registeredModel } from '../joining.js';
import { nowhere } from '../units.js';
import {
  isNullish,
  nativeFunction,
  ObjectValue,
  property,
  stringOf,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Value,
} from '../values.js';
import { makeSchema } from './definition.js';
import { applyEmbeddedDiscriminators } from './discriminators.js';
import { ModelNative, modelByName } from './model.js';
import { PackageValue } from './packages.js';
import { indexOptions } from './path-index.js';
import { notePlugged } from './plugin-order.js';
import { collectionNameOf } from './pluralise.js';
import { newSchema, schemaBehaviour } from './schema-members.js';
import type { Gap } from './schema-data.js';
import { Schema } from './schema.js';
import { schemaType, schemaTypesNative, valueTypesNative } from './types.js';

/** Settings that change what becomes of a schema, and that are not followed. */
const unread = new Set([
  'cloneSchemas',
  'applyPluginsToDiscriminators',
  'applyPluginsToChildSchemas',
  'overwriteModels',
]);

/** The module `mongoose`, or a Mongoose of the code's own. What it is told holds for all models: see `settle`. */
export class Mongoose implements Native {
  readonly kind = 'native';
  readonly name = 'mongoose';
  readonly #types = schemaTypesNative((call) => {
    this.#setOfType(call);
  });
  readonly #schemaClass = schemaClass(this.#types);
  readonly #connection: Native = this.#newConnection(null);

  constructor(readonly findings: Findings) {}

  get(key: string): Value {
    if (key === 'default' || key === 'mongoose') return this;
    if (key === 'Schema') return this.#schemaClass;
    if (key === 'Mongoose') return this.#mongooseClass();
    if (key === 'SchemaTypes') return this.#types;
    if (key === 'Types') return valueTypesNative;
    if (key === 'ObjectId' || key === 'Mixed') return schemaType(key) ?? undefinedValue;
    if (key === 'connection') return this.#connection;
    if (key === 'model') return nativeFunction(key, (call) => this.model(call));
    if (key === 'models') return modelsNative();
    if (key === 'plugin') return this.#pluginFor(this);
    if (key === 'pluralize') return nativeFunction(key, (call) => this.#pluralize(call));
    if (key === 'set') return nativeFunction(key, (call) => this.#set(call));
    if (key === 'createConnection') {
      return nativeFunction(key, ({ args: [, options] }) => this.#newConnection(options ?? null));
    }
    if (key === 'connect') return nativeFunction(key, (call) => this.#connect(call));
    return nativeFunction(key, ({ spot, text }) =>
      unknown(`\`mongoose.${key}\` is known only at run time`, spot, text),
    );
  }

  set(): void {
    // `mongoose.Promise = …` and its like change no index.
  }

  /** `new Mongoose(options)`: its settings are its own. */
  #mongooseClass(): Native {
    return {
      kind: 'native',
      name: 'Mongoose',
      construct: (call) => {
        const own = new Mongoose(this.findings);
        const [options] = call.args;
        if (options instanceof ObjectValue) {
          own.#set(call);
          if (truthOf(property(options, 'pluralization')) === false && options.entries.has('pluralization'))
            own.#found('pluralize', own, undefinedValue, call);
        }
        return own;
      },
    };
  }

  /** A connection makes models as the module does. */
  #newConnection(options: Value | null): Native {
    const autoIndex = options instanceof ObjectValue ? property(options, 'autoIndex') : undefinedValue;
    const connection: Native = {
      kind: 'native',
      name: 'connection',
      get: (key) => {
        if (key === 'model')
          return nativeFunction(key, (call) =>
            this.model(call, connection, isNullish(autoIndex) ? null : truthOf(autoIndex)),
          );
        if (key === 'models') return modelsNative();
        if (key === 'plugin') return this.#pluginFor(connection);
        if (key === 'useDb' || key === 'asPromise' || key === 'openUri')
          return nativeFunction(key, () => connection);
        if (key === 'collection') {
          return nativeFunction(
            key,
            ({ args: [name] }) => new DriverCollection(this.findings, stringOf(name)),
          );
        }
        return new PackageValue('mongoose', `connection.${key}`);
      },
      set: () => undefined,
    };
    return connection;
  }

  #found(kind: FoundSetting['kind'], owner: Native, value: Value, { conditions, spot, args }: Call): void {
    const more = kind === 'plugin' ? args[1] : undefined;
    this.findings.settings.push({ kind, owner, value, more, conditions, spot });
  }

  /** A setting that changes what becomes of schemas, and that is not followed. */
  unreadSetting(gap: Gap): void {
    const { spot } = gap;
    this.findings.settings.push({
      kind: 'unread',
      owner: this,
      value: undefinedValue,
      conditions: null,
      spot,
      gap,
    });
  }

  /** `Schema.Types.String.set(option, value)`. */
  #setOfType({ args: [option], spot }: Call): void {
    const name = stringOf(option);
    if (name !== null && !indexOptions.has(name) && !['_id', 'excludeIndexes'].includes(name)) return;
    const message = `The option \`${name ?? '…'}\` of all paths of a type is not followed.`;
    this.unreadSetting({ code: 'unknown-options', message, spot });
  }

  /** `model(name, schema, collection)`, of the module or of any connection. */
  model(call: Call, connection = this.#connection, autoIndex: boolean | null = null): Value {
    const { args } = call;
    const spot = call.origin ?? call.spot;
    const [name, given, collection] = args;
    const model = name?.kind === 'class' ? (name.code.name ?? null) : stringOf(name);
    if (!given || isNullish(given)) {
      return model === null
        ? unknown('the name of the model could not be read', spot)
        : modelByName(this.findings, model);
    }
    const gaps: Gap[] = [];
    const schema = given instanceof ObjectValue ? makeSchema(given, undefined, call, schemaBehaviour) : given;
    if (!(schema instanceof Schema)) {
      const why =
        schema.kind === 'unknown'
          ? schema.reason
          : schema instanceof PackageValue
            ? `the package \`${schema.packageName}\` is not read`
            : 'it is no schema';
      gaps.push({
        code: 'unknown-schema',
        message: `The schema could not be read: ${why}.`,
        spot: schema.kind === 'unknown' ? schema.spot : spot,
      });
    }
    if (model === null)
      gaps.push({ code: 'unknown-name', message: 'The name of the model could not be read.', spot });
    const known = schema instanceof Schema ? schema : null;
    known?.noteUse(call.spot);
    if (known) {
      applyEmbeddedDiscriminators(known, spot.unit);
      notePlugged(known, spot.unit);
    }
    const where = collectionOf(model, known, collection, spot, gaps);
    const found: FoundModel = {
      name: model,
      ...where,
      schema: known,
      autoIndex,
      gaps,
      spot,
      made: call.spot,
      mongoose: this,
      connection,
    };
    this.findings.models.push(found);
    const native = new ModelNative(this.findings, model ?? '*', where.collection, known, found);
    native.applyDiscriminators(call);
    return native;
  }

  #pluginFor(owner: Native): Native {
    return nativeFunction('plugin', (call) => {
      this.#found('plugin', owner, call.args[0] ?? undefinedValue, call);
      return owner;
    });
  }

  #pluralize(call: Call): Value {
    const [how] = call.args;
    if (how) this.#found('pluralize', this, how, call);
    return nativeFunction('pluralize', ({ args: [name], spot, text }) => {
      const word = stringOf(name);
      return word === null || how
        ? unknown('how collections are named is known only at run time', spot, text)
        : { kind: 'primitive', value: collectionNameOf(word) };
    });
  }

  #set(call: Call): Value {
    const [key, value] = call.args;
    const told = (name: string, given: Value): void => {
      if (name === 'autoIndex') this.#found('autoIndex', this, given, call);
      else if (unread.has(name) && truthOf(given) !== (name === 'applyPluginsToChildSchemas'))
        this.unreadSetting({
          code: 'unknown-options',
          message: `The setting \`${name}\` of Mongoose is not followed.`,
          spot: call.spot,
        });
    };
    if (key instanceof ObjectValue) for (const [name, entry] of key.entries) told(name, entry.value);
    else if (value) told(stringOf(key) ?? '', value);
    return this;
  }

  /** `connect(uri, options)`. */
  #connect(call: Call): Value {
    const [, options] = call.args;
    const autoIndex = options instanceof ObjectValue ? property(options, 'autoIndex') : undefinedValue;
    if (!isNullish(autoIndex)) this.#found('connection autoIndex', this, autoIndex, call);
    return unknown('`mongoose.connect` is known only at run time', call.spot, call.text);
  }
}

function modelsNative(): Native {
  return {
    kind: 'native',
    name: 'models',
    get: (key) => unknown(registeredModel, nowhere, `mongoose.models.${key}`),
  };
}

/** The third argument, else the schema's option, else Mongoose's plural of the name. */
function collectionOf(
  model: string | null,
  schema: Schema | null,
  given: Value | undefined,
  spot: Call['spot'],
  gaps: Gap[],
): Pick<FoundModel, 'collection' | 'pluralOf'> {
  const isGiven = given && truthOf(given) !== false;
  const written = isGiven ? given : (schema?.option('collection') ?? undefinedValue);
  const name = stringOf(written);
  if (name !== null && name !== '') return { collection: name };
  if (truthOf(written) !== false && !(written.kind === 'primitive' && typeof written.value === 'boolean')) {
    gaps.push({ code: 'unknown-collection', message: 'The name of the collection could not be read.', spot });
    return { collection: null };
  }
  if (model === null || schema === null) return { collection: null };
  return { collection: collectionNameOf(model), pluralOf: model };
}

/** `new Schema(definition, options)`, with or without `new`. */
function schemaClass(types: Native): Native {
  return {
    kind: 'native',
    name: 'Schema',
    get: (key) => {
      if (key === 'Types') return types;
      if (key === 'create') return nativeFunction(key, newSchema);
      return schemaType(key);
    },
    call: newSchema,
    construct: newSchema,
  };
}

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import 'reflect-metadata';
import mongoose from 'mongoose';
import ts from 'typescript';
import type { Loaded } from './loaded.js';

// Loads one program after another as TypeScript compiles it, and answers what Mongoose has of it then.

mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);

/** Collects what Mongoose would send to the server. */
const sent: Loaded['indexes'][number][] = [];
Object.assign(mongoose.Collection.prototype, {
  createIndex(key: object, options: Readonly<Record<string, unknown>>): Promise<string> {
    sent.push([Object.entries(key), { ...options }]);
    return Promise.resolve('');
  },
});

const require = createRequire(import.meta.url);
const typegoose = require('@typegoose/typegoose') as { setLogLevel(level: string): void };
const typegooseData = require(
  path.join(path.dirname(require.resolve('@typegoose/typegoose')), 'internal/data.js'),
) as Record<'models' | 'constructors', Map<string, unknown>>;
typegoose.setLogLevel('SILENT');

interface Provider {
  readonly provide: string;
  readonly useFactory: (...args: unknown[]) => unknown;
  readonly inject: readonly string[];
}

process.on('message', ({ folder, strict }: { folder: string; strict: boolean }) => {
  void answer(folder, strict);
});

async function answer(folder: string, strict: boolean): Promise<void> {
  const storage = (globalThis as { MongoTypeMetadataStorage?: Record<string, unknown[]> })
    .MongoTypeMetadataStorage;
  for (const list of Object.values(storage ?? {})) if (Array.isArray(list)) list.length = 0;
  typegooseData.models.clear();
  typegooseData.constructors.clear();
  try {
    compile(folder, strict);
    const exports = require(path.join(folder, 'out/model.js')) as { features?: { providers: Provider[] }[] };
    await provide((exports.features ?? []).flatMap(({ providers }) => providers));
    const models: Loaded[] = [];
    for (const name of mongoose.modelNames()) models.push(await loaded(name));
    process.send?.({ models });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
  for (const file of Object.keys(require.cache))
    if (file.startsWith(folder)) Reflect.deleteProperty(require.cache, file);
  mongoose.deleteModel(/./);
}

const compiled = new Map<string, string>();

function compile(folder: string, strict: boolean): void {
  mkdirSync(path.join(folder, 'out'));
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const key = `${String(strict)}${text}`;
    const output = compiled.get(key) ?? transpile(text, strict);
    if (file === 'values.ts') compiled.set(key, output);
    writeFileSync(path.join(folder, 'out', file.replace(/ts$/, 'js')), output);
  }
}

function transpile(text: string, strict: boolean): string {
  return ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      strictNullChecks: strict,
      strict,
    },
  }).outputText;
}

/** Runs the providers of Nest's modules, each after those that it asks for. */
async function provide(providers: readonly Provider[]): Promise<void> {
  const made = new Map<string, unknown>([['DatabaseConnection', mongoose.connection]]);
  const make = async (token: string): Promise<unknown> => {
    if (made.has(token) || token.endsWith('Connection')) return made.get(token) ?? mongoose.connection;
    const provider = providers.find((one) => one.provide === token);
    if (!provider) throw new Error(`nothing provides ${token}`);
    const args: unknown[] = [];
    for (const needed of provider.inject) args.push(await make(needed));
    const value = await provider.useFactory(...args);
    made.set(token, value);
    return value;
  };
  for (const { provide: token } of providers) await make(token);
}

async function loaded(name: string): Promise<Loaded> {
  const model = mongoose.model(name);
  sent.length = 0;
  await model.createIndexes();
  return { model: name, collection: model.collection.collectionName, indexes: [...sent] };
}

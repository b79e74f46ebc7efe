import type { Catalog, Model } from '../../../src/model/catalog.js';
import type {
  DefinedIndex,
  IndexOptions,
  IndexUsage,
  KeyPattern,
  LiveIndex,
} from '../../../src/model/index-specification.js';
import type { LiveCollection, LiveDatabase } from '../../../src/model/live.js';
import type { Place } from '../../../src/model/place.js';

// Plain data for tests, with every field that does not matter filled in.

export type Pairs = Readonly<Record<string, number | string>>;

export function place(line = 0, file = '/app/models/Contact.js'): Place {
  return { file, range: { start: { line, character: 0 }, end: { line, character: 10 } } };
}

export function defined(pairs: Pairs, options: IndexOptions = {}, name?: string, line = 0): DefinedIndex {
  const key = Object.entries(pairs);
  return {
    key,
    options,
    name: name ?? defaultName(key),
    named: name !== undefined,
    origin: 'schema.index',
    place: place(line),
  };
}

export function live(pairs: Pairs, options: IndexOptions = {}, rest: Partial<LiveIndex> = {}): LiveIndex {
  const key = Object.entries(pairs);
  return {
    key,
    options,
    name: defaultName(key),
    sizeBytes: 20_480,
    usage: usage(3),
    building: null,
    hidden: false,
    isPreparedUnique: false,
    ...rest,
  };
}

/** Uses since New Year, on the one host there is. */
export function usage(ops: number): IndexUsage {
  return { ops, since: '2026-01-01T00:00:00.000Z', hosts: ['127.0.0.1:27017'], unreached: [] };
}

function defaultName(key: KeyPattern): string {
  return key.map(([path, direction]) => `${path}_${direction}`).join('_');
}

export const idIndex = live({ _id: 1 }, {}, { name: '_id_' });

export function model(indexes: readonly DefinedIndex[], rest: Partial<Model> = {}): Model {
  return {
    model: 'Contact',
    collection: 'contacts',
    place: place(30),
    schemaPlace: null,
    complete: true,
    autoIndex: null,
    problems: [],
    indexes,
    paths: null,
    ...rest,
  };
}

export function catalog(...models: readonly Model[]): Catalog {
  return { models, queries: [], problems: [] };
}

export function collection(
  indexes: readonly LiveIndex[],
  rest: Partial<LiveCollection> = {},
): LiveCollection {
  return {
    collection: 'contacts',
    kind: 'collection',
    traits: { viewOn: null, timeField: null, cappedBytes: null, isClustered: false, shardKey: null },
    documents: 100_000,
    sizeBytes: 1_000_000,
    indexes: [idIndex, ...indexes],
    ...rest,
  };
}

export function database(...collections: readonly LiveCollection[]): LiveDatabase {
  return {
    server: { version: '7.0.15', topology: 'replicaSet' },
    database: 'petbuddy',
    readAt: '2026-02-02T12:00:00.000Z',
    collections,
    unlisted: [],
    builds: [],
    problems: [],
  };
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Document } from 'mongodb';
import type { KeyPattern, LiveIndex } from '../model/index-specification.js';
import type { CollectionTraits, LiveCollection } from '../model/live.js';
import type { Connection } from './connection.js';
import type { Driver } from './driver.js';
import { serverErrorOf, whyUnknown } from './errors.js';
import type { CollectionUsage, MemberUsage } from './index-stats.js';
import { usageOf } from './index-stats.js';
import type { ListedCollection } from './list-collections.js';
import { listIndexes } from './list-indexes.js';
import { liveSpecification } from './live-specification.js';

/** A fact that could not be had: the user's role does not permit it, or the server has no such command. */
export interface Unknown {
  readonly fact: 'index-list' | 'index-stats' | 'collection-stats';
  readonly why: 'denied' | 'unsupported';
}

export interface CollectionReading {
  /** Null where it was dropped meanwhile, or where its indexes may not be listed. */
  readonly collection: LiveCollection | null;
  readonly unknown: readonly Unknown[];
}

interface Reader {
  readonly connection: Connection;
  readonly driver: Driver;
  readonly database: string;
  readonly signal: AbortSignal | undefined;
  readonly members: MemberUsage;
  /** By collection; null where the role does not permit to know. */
  readonly shardKeys: ReadonlyMap<string, KeyPattern> | null;
}

const maxTimeMS = 30_000;

/** One collection with its indexes, sizes and usage; what could not be had is null and named in `unknown`. */
export async function readCollection(reader: Reader, listing: ListedCollection): Promise<CollectionReading> {
  const { name, kind } = listing;
  const { connection, driver, database, signal, members } = reader;
  if (kind === 'view') {
    const traits = traitsOf(listing, null, null);
    return {
      collection: { collection: name, kind, traits, documents: null, sizeBytes: null, indexes: [] },
      unknown: [],
    };
  }
  const [listed, usage, stats] = await Promise.all([
    ask(() => listIndexes(connection, database, name, driver, signal)),
    ask(() => aggregate(reader, name, [{ $indexStats: {} }])),
    ask(() => aggregate(reader, name, [{ $collStats: { storageStats: {} } }])),
  ]);
  if ([listed, usage, stats].includes('gone')) return { collection: null, unknown: [] };
  const usages = typeof usage === 'string' ? null : usage;
  // $indexStats carries the specifications too: with clusterMonitor alone they are read from there.
  const specifications = typeof listed === 'string' ? usages && specificationsOf(usages) : listed;
  const unknown = [
    ...(specifications === null ? unknownOf('index-list', listed) : []),
    ...unknownOf('index-stats', usage),
    ...unknownOf('collection-stats', stats),
  ];
  if (specifications === null) return { collection: null, unknown };
  const facts = typeof stats === 'string' ? null : factsOf(stats);
  const counts = usages && (await members.with(name, usages));
  const indexes = specifications.map((raw) => liveIndex(raw, counts, facts, driver));
  const isClustered = specifications.some(({ clustered }) => clustered === true);
  return {
    collection: {
      collection: name,
      kind,
      traits: { ...traitsOf(listing, facts, reader.shardKeys?.get(name) ?? null), isClustered },
      // What the server counts of a time series are its buckets.
      documents: kind === 'collection' && facts ? facts.documents : null,
      sizeBytes: kind === 'collection' && facts ? facts.sizeBytes : null,
      indexes: indexes.sort((a, b) => Number(isIdIndex(b)) - Number(isIdIndex(a))),
    },
    unknown,
  };
}

function aggregate(
  { connection, database, signal }: Reader,
  name: string,
  stages: Document[],
): Promise<Document[]> {
  // What the primary counts, whatever the connection string prefers: the other members are asked one by one.
  const options = { maxTimeMS, signal, readPreference: 'primary' } as const;
  return connection.client.db(database).collection(name).aggregate(stages, options).toArray();
}

type Answer = readonly Document[] | 'denied' | 'unsupported' | 'gone';

/** 26: there is no such collection (any more). 166: it has become a view. */
async function ask(question: () => Promise<Document[]>, tries = 5): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    const server = serverErrorOf(error);
    if (tries > 1 && isIndexInFlux(server?.message)) {
      await delay(100);
      return ask(question, tries - 1);
    }
    if (server?.code === 26 || server?.code === 166) return 'gone';
    const why = whyUnknown(error);
    if (why === null) throw error;
    return why;
  }
}

/** An index that begins or ends while the server lists them fails the whole question; asked again, it answers. */
function isIndexInFlux(message: string | undefined): boolean {
  return message?.includes('Could not find entry in IndexCatalog') ?? false;
}

function unknownOf(fact: Unknown['fact'], answer: Answer): Unknown[] {
  return answer === 'denied' || answer === 'unsupported' ? [{ fact, why: answer }] : [];
}

/** Each index once, though every shard reports it. */
function specificationsOf(usages: readonly Document[]): Document[] | null {
  const byName = new Map(usages.map(({ name, spec }) => [String(name), spec as Document | undefined]));
  const specifications = [...byName.values()].filter((spec) => spec !== undefined);
  if (specifications.length < byName.size || specifications.length === 0) return null;
  return specifications.sort((a, b) => (String(a.name) < String(b.name) ? -1 : 1));
}

interface CollectionFacts {
  readonly documents: number;
  readonly sizeBytes: number;
  readonly indexSizes: ReadonlyMap<string, number>;
  readonly building: ReadonlySet<string>;
  readonly cappedBytes: number | null;
}

/** Sums over shards. */
function factsOf(answers: readonly Document[]): CollectionFacts {
  const stats = answers.map(({ storageStats }) => storageStats as Document);
  const sum = (name: string) => stats.reduce((total, each) => total + Number(each[name] ?? 0), 0);
  const indexSizes = new Map<string, number>();
  for (const each of stats) {
    for (const [name, bytes] of Object.entries((each.indexSizes ?? {}) as Record<string, unknown>)) {
      indexSizes.set(name, (indexSizes.get(name) ?? 0) + Number(bytes));
    }
  }
  return {
    documents: sum('count') - sum('numOrphanDocs'),
    sizeBytes: sum('size'),
    indexSizes,
    building: new Set(stats.flatMap((each) => (each.indexBuilds ?? []) as string[])),
    cappedBytes: stats.some(({ capped }) => capped === true) ? sum('maxSize') : null,
  };
}

function liveIndex(
  raw: Document,
  counts: CollectionUsage | null,
  facts: CollectionFacts | null,
  driver: Driver,
): LiveIndex {
  const specification = liveSpecification(raw, driver);
  const isBuilding = facts?.building.has(specification.name) === true;
  return {
    ...specification,
    sizeBytes: facts?.indexSizes.get(specification.name) ?? null,
    usage: isBuilding || counts === null ? null : usageOf(specification.name, counts),
    building: isBuilding ? { percent: null, phase: null } : null,
    hidden: raw.hidden === true,
    isPreparedUnique: raw.prepareUnique === true,
  };
}

function traitsOf(
  { options }: ListedCollection,
  facts: CollectionFacts | null,
  shardKey: KeyPattern | null,
): CollectionTraits {
  const series = options?.timeseries as { timeField: string } | undefined;
  return {
    viewOn: typeof options?.viewOn === 'string' ? options.viewOn : null,
    timeField: series?.timeField ?? null,
    cappedBytes: facts?.cappedBytes ?? null,
    isClustered: false,
    shardKey,
  };
}

function isIdIndex({ key }: LiveIndex): boolean {
  return key.length === 1 && key[0]?.[0] === '_id' && typeof key[0][1] === 'number';
}

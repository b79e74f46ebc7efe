import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { CollationOptions, Db, Document } from 'mongodb';
import type { Json } from '../model/json.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { UserError } from '../model/user-error.js';
import type { Connection } from './connection.js';
import { loadDriver } from './driver.js';
import { serverErrorOf, withUserErrors } from './errors.js';
import { listIndexes } from './list-indexes.js';

const mark = 'index_lens_try';
const pattern = new RegExp(`^${mark}_\\d{8}T\\d{6}_[0-9a-f]{8}$`, 'u');

/** How much is copied at most. */
const most = { documents: 20_000, bytes: 32 * 1024 * 1024, matching: 1_000 };
const maxTimeMS = 60_000;
/** So long the server may go on with what was broken off, in milliseconds. */
const lastWrites = 500;

/** Of the primary, whatever the connection string prefers: a secondary that lags behind does not have them all. */
const listing = { maxTimeMS, readPreference: 'primary' } as const;

interface CopyOptions {
  readonly signal?: AbortSignal;
  readonly indexes?: boolean;
}

export interface ScratchCopy {
  readonly collection: string;
  readonly documents: number;
  /** Null: the role does not permit to know. */
  readonly of: number | null;
}

/** The name of a new scratch database: ours by its mark, and told apart by the time and chance. */
export function scratchName(now: Date): string {
  const time = now.toISOString().slice(0, 19).replace(/[-:]/gu, '');
  return `${mark}_${time}_${randomBytes(4).toString('hex')}`;
}

/**
 * Copies a sample of a collection, the documents that match `filter` among them, with its default collation and, unless
 * `indexes` says no, its indexes into a scratch database, all on the server. Null as `filter`: any documents do.
 * Expiring indexes do not expire there. Rejects with a `UserError`: `not-permitted`, `usage` for a view, …
 */
export async function copySample(
  connection: Connection,
  database: string,
  collection: string,
  scratch: string,
  filter: Json | null,
  { signal, indexes = true }: CopyOptions = {},
): Promise<ScratchCopy> {
  requireOurs(scratch);
  const doing = {
    what: `copying a sample of ${collection} into the scratch database ${scratch}`,
    needs: 'readWriteAnyDatabase on admin',
  };
  return withUserErrors(connection, doing, signal, async () => {
    const driver = await loadDriver();
    const db = connection.client.db(database);
    const [found] = await db.listCollections({ name: collection }, listing).toArray();
    if (!found) return { collection, documents: 0, of: 0 };
    if (found.type === 'view') throw isView(collection);
    const source = db.collection(collection);
    const size = await sizeOf(
      source.aggregate([{ $collStats: { storageStats: {} } }], { maxTimeMS, signal }),
    );
    const wanted = Math.max(1, Math.min(most.documents, Math.floor(most.bytes / (size?.average ?? 1_024))));
    const there = connection.client.db(scratch);
    const collation = defaultCollation(found);
    if (collation) await there.createCollection(collection, { collation, maxTimeMS });
    const into = { $merge: { into: { db: scratch, coll: collection }, whenMatched: 'keepExisting' } };
    // Not broken off by the signal: the server would go on for a moment, and write what was dropped meanwhile.
    const options = { maxTimeMS, allowDiskUse: true, comment: 'index-lens try' };
    const isWhole = size !== null && size.documents <= wanted;
    await source.aggregate([...(isWhole ? [] : [{ $sample: { size: wanted } }]), into], options).toArray();
    if (!isWhole && filter !== null) {
      const match = driver.BSON.EJSON.deserialize({ filter }, { relaxed: false }) as { filter: Document };
      const matching = Math.min(most.matching, wanted);
      await source.aggregate([{ $match: match.filter }, { $limit: matching }, into], options).toArray();
    }
    signal?.throwIfAborted();
    if (indexes) {
      const listed = await listIndexes(connection, database, collection, driver, signal);
      await createOwn(there, collection, listed, signal);
    }
    const documents = await there.collection(collection).estimatedDocumentCount({ maxTimeMS });
    return { collection, documents, of: size?.documents ?? null };
  });
}

/** Builds an index on the copy; the one that it stands for goes first, hidden or shorter as it is. Null: none does. */
export async function createOnCopy(
  connection: Connection,
  scratch: string,
  collection: string,
  { key, options, name }: IndexSpecification,
  replaced: string | null,
  { signal }: CopyOptions = {},
): Promise<void> {
  requireOurs(scratch);
  const doing = { what: `building ${name} on the copy`, needs: 'readWriteAnyDatabase on admin' };
  await withUserErrors(connection, doing, signal, async () => {
    const index = withoutExpiry({ ...options, key: new Map(key), name });
    const db = connection.client.db(scratch);
    if (replaced !== null)
      await db.command({ dropIndexes: collection, index: replaced, maxTimeMS }, { signal });
    await db.command({ createIndexes: collection, indexes: [index], maxTimeMS }, { signal });
  });
}

/** Drops a scratch database of ours, and no other. False: it is gone already. */
export async function dropScratch(connection: Connection, scratch: string): Promise<boolean> {
  requireOurs(scratch);
  const doing = { what: `dropping the scratch database ${scratch}`, needs: 'readWriteAnyDatabase on admin' };
  return withUserErrors(connection, doing, undefined, async () => {
    const db = connection.client.db(scratch);
    // Who may write may drop collections and not databases; one without collections is none.
    const found = await db.listCollections({}, { ...listing, nameOnly: true }).toArray();
    for (const { name } of found) await db.dropCollection(name, { maxTimeMS });
    return found.length > 0;
  });
}

async function createOwn(
  there: Db,
  collection: string,
  listed: readonly Document[],
  signal: AbortSignal | undefined,
): Promise<void> {
  // Without one said, an index would take the collection's default.
  const own = listed
    .filter(({ name, clustered }) => name !== '_id_' && !clustered)
    .map((index) => ({ collation: { locale: 'simple' }, ...withoutExpiry(index) }));
  if (own.length > 0) await there.command({ createIndexes: collection, indexes: own, maxTimeMS }, { signal });
}

/**
 * Does something in a scratch database, which is dropped whatever happens. After a failure it is dropped twice, as what the
 * server was still doing may have made a collection anew; what went wrong first is what counts then, and the caller keeps
 * the name of a database that is left.
 */
export async function inScratch<T>(
  connection: Connection,
  scratch: string,
  work: () => Promise<T>,
): Promise<T> {
  let outcome: T;
  try {
    outcome = await work();
  } catch (error) {
    await dropScratch(connection, scratch).catch(() => false);
    await setTimeout(lastWrites);
    await dropScratch(connection, scratch).catch(() => false);
    throw error;
  }
  await dropScratch(connection, scratch);
  return outcome;
}

function isView(name: string): UserError {
  return new UserError(
    'usage',
    `${name} is a view: it has no indexes and is not copied.`,
    'Try the index with a query on the collection that the view reads.',
  );
}

/** Throws UserError `usage`. */
export function requireOurs(scratch: string): void {
  if (pattern.test(scratch)) return;
  throw new UserError('usage', `${scratch} is no scratch database.`, 'Nothing was done to it.');
}

async function sizeOf(stats: {
  toArray(): Promise<Document[]>;
}): Promise<{ readonly documents: number; readonly average: number } | null> {
  try {
    const shards = (await stats.toArray()).map(({ storageStats }) => storageStats as Document);
    const documents = shards.reduce((sum, { count }) => sum + Number(count), 0);
    const bytes = shards.reduce((sum, { size }) => sum + Number(size), 0);
    return { documents, average: documents > 0 ? bytes / documents : 1 };
  } catch (error) {
    if (serverErrorOf(error)) return null;
    throw error;
  }
}

function defaultCollation(listed: Document): CollationOptions | null {
  const { collation } = (listed.options ?? {}) as { readonly collation?: CollationOptions };
  return collation ?? null;
}

function withoutExpiry(index: Document): Document {
  const left = new Set(['v', 'ns', 'expireAfterSeconds']);
  return Object.fromEntries(Object.entries(index).filter(([option]) => !left.has(option)));
}

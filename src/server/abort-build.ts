import type { Document } from 'mongodb';
import type { CollectionOnServer } from './build-progress.js';
import type { Connection } from './connection.js';
import { whyUnknown } from './errors.js';

/**
 * Stops a command of ours by its comment: everybody may end what runs under his own name, and a build that has just
 * become an index stays. False: no such command runs (any more), or the server does not permit to look.
 */
export async function abortCommand({ client }: Connection, comment: string): Promise<boolean> {
  const admin = client.db('admin');
  try {
    const own = [
      { $currentOp: { allUsers: false, idleConnections: true } },
      { $match: { 'command.comment': comment, 'command.aggregate': { $exists: false } } },
    ];
    const answer = await admin.command({ aggregate: 1, pipeline: own, cursor: {}, maxTimeMS: 5_000 });
    const operations = (answer.cursor as { firstBatch: Document[] }).firstBatch;
    for (const { opid } of operations) await admin.command({ killOp: 1, op: opid as unknown });
    return operations.length > 0;
  } catch (error) {
    if (whyUnknown(error) !== null) return false;
    throw error;
  }
}

/**
 * Stops a build whose command is not ours any more, by dropping exactly those of `names` that are being built: the
 * server then aborts the build (MongoDB's manual, `dropIndexes`, "Stop In-Progress Index Builds"). It takes all indexes
 * of a build or none. Nothing that is built already is named. False: none of them is being built.
 */
export async function dropUnfinished(on: CollectionOnServer, names: readonly string[]): Promise<boolean> {
  const building = await buildingOn(on);
  const unfinished = names.filter((name) => building.has(name));
  if (unfinished.length === 0) return false;
  const command = { dropIndexes: on.collection, index: unfinished, maxTimeMS: 30_000 };
  await on.connection.client.db(on.database).command(command);
  return true;
}

/** Names of the indexes that the server is building on a collection, as every reader may see them. */
export async function buildingOn({
  connection,
  database,
  collection,
}: CollectionOnServer): Promise<ReadonlySet<string>> {
  const stats = await connection.client
    .db(database)
    .collection(collection)
    .aggregate([{ $collStats: { storageStats: {} } }], {
      maxTimeMS: 30_000,
      readPreference: 'primary',
    })
    .toArray();
  return new Set(
    stats.flatMap(({ storageStats }) => ((storageStats as Document).indexBuilds ?? []) as string[]),
  );
}

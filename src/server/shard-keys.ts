import type { Direction, KeyPattern } from '../model/index-specification.js';
import type { Connection } from './connection.js';
import { whyUnknown } from './errors.js';

/**
 * The shard keys of a database's collections, by collection; empty but on a cluster. Null: the role may not read the
 * cluster's configuration (`config.collections`).
 */
export async function readShardKeys(
  { client, server }: Connection,
  database: string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, KeyPattern> | null> {
  if (server.topology !== 'sharded' && server.topology !== 'loadBalanced') return new Map();
  try {
    const ofDatabase = { _id: { $gte: `${database}.`, $lt: `${database}/` }, dropped: { $ne: true } };
    const sharded = await client
      .db('config')
      .collection<{ _id: string; key: Record<string, Direction> }>('collections')
      .find(ofDatabase, { projection: { key: 1 }, maxTimeMS: 5_000, signal })
      .toArray();
    return new Map(sharded.map(({ _id, key }) => [_id.slice(database.length + 1), Object.entries(key)]));
  } catch (error) {
    if (whyUnknown(error) !== null) return null;
    throw error;
  }
}

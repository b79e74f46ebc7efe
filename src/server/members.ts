import type { Document, MongoClient } from 'mongodb';
import type { Connection } from './connection.js';
import { serverErrorOf } from './errors.js';

/** A member of a replica set that keeps data. `client` is null where it cannot be asked. */
export interface Member {
  /** As the set's configuration names it. */
  readonly name: string;
  readonly client: MongoClient | null;
}

export interface Members {
  /** The one that answers for the set, or the server itself. */
  readonly self: string;
  /** The other data-bearing ones of the set. */
  readonly others: readonly Member[];
  /** Of a cluster: the members of each shard, as its configuration names them; null where the role hides them. */
  readonly shards: ReadonlyMap<string, readonly string[]> | null;
}

/**
 * The data-bearing members of a replica set besides the one that answers; none of a standalone server or a cluster.
 * Hidden members are known to roles that may read the set's status (clusterMonitor). Members that are down, and all
 * where the connection string asks for one server alone, are not waited for.
 */
export async function membersOf(connection: Connection, signal: AbortSignal | undefined): Promise<Members> {
  const { client, server, address } = connection;
  if (server.topology === 'standalone') return { self: address, others: [], shards: null };
  if (server.topology !== 'replicaSet') {
    return { self: address, others: [], shards: await shardsOf(client, signal) };
  }
  const hello = await client.db('admin').command({ hello: 1, maxTimeMS: 30_000 }, { signal });
  const self = String(hello.me ?? address);
  const list = (name: string) => (hello[name] ?? []) as string[];
  const status = await statusOf(client, signal);
  const arbiters = new Set(list('arbiters'));
  const known = new Set([...list('hosts'), ...list('passives'), ...(status?.keys() ?? [])]);
  const others = [...known].filter((name) => name !== self && !arbiters.has(name));
  return {
    self,
    others: others.map((name) => {
      const isDown = status?.get(name) === false;
      return { name, client: isDown || client.options.directConnection ? null : connection.member(name) };
    }),
    shards: null,
  };
}

/** `listShards` names a shard's members as `set/host,host`. */
async function shardsOf(
  client: MongoClient,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly string[]> | null> {
  return ifPermitted(async () => {
    const { shards } = await client.db('admin').command({ listShards: 1, maxTimeMS: 2_000 }, { signal });
    return new Map(
      (shards as Document[]).map(({ _id, host }) => [
        String(_id),
        String(host).replace(/^.*\//, '').split(','),
      ]),
    );
  });
}

/** Whether each member is up, as the one that answers sees it; null where the role does not permit to know. */
async function statusOf(
  client: MongoClient,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, boolean> | null> {
  return ifPermitted(async () => {
    const answer = await client.db('admin').command({ replSetGetStatus: 1, maxTimeMS: 2_000 }, { signal });
    return new Map((answer.members as Document[]).map(({ name, health }) => [String(name), health === 1]));
  });
}

async function ifPermitted<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (serverErrorOf(error)) return null;
    throw error;
  }
}

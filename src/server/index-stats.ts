import type { Document } from 'mongodb';
import type { IndexUsage } from '../model/index-specification.js';
import type { Connection } from './connection.js';
import { serverErrorOf } from './errors.js';
import type { Member, Members } from './members.js';
import { membersOf } from './members.js';

/** What one server counts of the indexes of a collection: its answer to `$indexStats`. */
interface HostUsage {
  readonly host: string;
  readonly rows: readonly Document[];
}

export interface CollectionUsage {
  readonly answers: readonly HostUsage[];
  readonly shards: Members['shards'];
}

interface Accesses {
  readonly ops: number;
  readonly since: Date;
}

const memberLimitMs = 2_000;

/**
 * Asks the other members of a replica set for their `$indexStats`, each over a connection of its own. One that does
 * not answer within two seconds is not asked again in this reading.
 */
export class MemberUsage {
  readonly #silent = new Set<string>();
  readonly #members: Promise<Members>;

  constructor(
    connection: Connection,
    private readonly database: string,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.#members = membersOf(connection, signal);
    // Read by the first who asks.
    this.#members.catch(() => undefined);
  }

  /** Puts what the others count of a collection to what the one that answers for the set, or the router, told. */
  async with(collection: string, rows: readonly Document[]): Promise<CollectionUsage> {
    const { self, others, shards } = await this.#members;
    const answers = await Promise.all(others.map((member) => this.#ask(member, collection)));
    return { answers: [{ host: self, rows }, ...answers], shards };
  }

  async #ask({ name, client }: Member, collection: string): Promise<HostUsage> {
    const unknown = { host: name, rows: [] };
    if (client === null || this.#silent.has(name)) return unknown;
    try {
      const limit = AbortSignal.timeout(memberLimitMs);
      const signal = this.signal ? AbortSignal.any([this.signal, limit]) : limit;
      const source = client.db(this.database).collection(collection);
      const options = { signal, maxTimeMS: memberLimitMs };
      return { host: name, rows: await source.aggregate([{ $indexStats: {} }], options).toArray() };
    } catch (error) {
      if (this.signal?.aborted) throw error;
      // A member that lags behind may not have the collection yet; one that is gone need not be asked again.
      if (serverErrorOf(error)?.code !== 26) this.#silent.add(name);
      return unknown;
    }
  }
}

/** The use of one index, summed over hosts and shards; null where none counts it. */
export function usageOf(name: string, { answers, shards }: CollectionUsage): IndexUsage | null {
  const counts = answers.flatMap(({ host, rows }) =>
    rows.filter((row) => row.name === name).map((row) => ({ host, row, ...(row.accesses as Accesses) })),
  );
  if (counts.length === 0) return null;
  const hosts = counts.map(({ host, row }) => (row.shard === undefined ? host : String(row.host)));
  const silent = answers.map(({ host }) => host).filter((each) => !counts.some(({ host }) => host === each));
  const ofShards = counts.flatMap(({ row }) =>
    row.shard === undefined ? [] : othersOf(String(row.shard), String(row.host), shards),
  );
  return {
    ops: counts.reduce((total, { ops }) => total + ops, 0),
    since: new Date(Math.max(...counts.map(({ since }) => since.getTime()))).toISOString(),
    hosts,
    unreached: [...silent, ...ofShards],
  };
}

/** A router asks one member of each shard; the member's own name may be another than the configuration's. */
function othersOf(shard: string, asked: string, shards: Members['shards']): readonly string[] {
  const members = shards?.get(shard);
  if (members?.length === 1) return [];
  const others = members?.filter((name) => name !== asked);
  return others && others.length < (members?.length ?? 0) ? others : [`other members of shard ${shard}`];
}

import type { Document } from 'mongodb';
import type { IndexBuild } from '../model/index-specification.js';
import type { Connection } from './connection.js';
import { serverErrorOf } from './errors.js';
import { readBuilds } from './index-builds.js';

export interface CollectionOnServer {
  readonly connection: Connection;
  readonly database: string;
  readonly collection: string;
}

/** How far the build of these indexes is, as much as the role permits to see; null where there is none to be seen. */
export async function progressOf(
  { connection, database, collection }: CollectionOnServer,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<IndexBuild | null> {
  const builds = await readBuilds(connection, database, signal);
  if (builds) {
    const own = builds.find(
      (build) => build.collection === collection && build.indexes.some(({ name }) => names.includes(name)),
    );
    return own ? { percent: own.percent, phase: own.phase } : null;
  }
  const phases = await readBuildPhases(connection, database, collection, signal);
  const name = names.find((each) => phases.has(each));
  return name === undefined ? null : { percent: null, phase: phases.get(name) ?? null };
}

/** The server's names of phases in `listIndexes`, in the words of its operations. */
const phases: Readonly<Record<string, string>> = {
  'collection scan': 'scanning collection',
  'bulk load': 'inserting keys from external sorter into index',
  'drain writes': 'draining writes received during build',
};

/**
 * The phase of each index that is being built on a collection, for roles that may list indexes but not see the server's
 * operations. Empty where the server does not tell (`includeIndexBuildInfo` came with MongoDB 5.0 or later).
 */
export async function readBuildPhases(
  { client }: Connection,
  database: string,
  collection: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  try {
    const command = { listIndexes: collection, includeIndexBuildInfo: true, cursor: { batchSize: 1_000 } };
    const answer = await client.db(database).command({ ...command, maxTimeMS: 5_000 }, { signal });
    const listed = (answer.cursor as { firstBatch: Document[] }).firstBatch;
    return new Map(
      listed.flatMap(({ spec, indexBuildInfo }) => {
        if (indexBuildInfo === undefined) return [];
        const { phaseStr } = indexBuildInfo as { phaseStr?: string };
        return [[String((spec as Document).name), phases[phaseStr ?? ''] ?? null] as const];
      }),
    );
  } catch (error) {
    if (serverErrorOf(error)) return new Map();
    throw error;
  }
}

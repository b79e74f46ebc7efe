import { setMaxListeners } from 'node:events';
import type { LiveCollection, LiveDatabase, RunningBuild } from '../model/live.js';
import type { Problem } from '../model/problem.js';
import { UserError } from '../model/user-error.js';
import { readBuildPhases } from './build-progress.js';
import type { Connection } from './connection.js';
import { loadDriver } from './driver.js';
import { withUserErrors } from './errors.js';
import { inParallel } from './in-parallel.js';
import { readBuilds } from './index-builds.js';
import { MemberUsage } from './index-stats.js';
import { listCollections } from './list-collections.js';
import type { CollectionReading, Unknown } from './read-collection.js';
import { readCollection } from './read-collection.js';
import { readShardKeys } from './shard-keys.js';

interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Collections read so far, and how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

const collectionsAtOnce = 8;

/**
 * What is live in a database: collections in order of name (the server's own `system.*` left out) and their indexes.
 * What the user's role does not permit is null and said once in `problems`; a database that does not exist is empty.
 * Rejects with a `UserError` where the server cannot be asked at all, or no index may be listed.
 */
export async function readDatabase(
  connection: Connection,
  database: string,
  { signal, onProgress }: ReadOptions = {},
): Promise<LiveDatabase> {
  const doing = { what: `reading the indexes of ${database}`, needs: `read on ${database}` };
  // All commands of a reading listen to one signal, which Node would call a leak.
  if (signal) setMaxListeners(0, signal);
  return withUserErrors(connection, doing, signal, async () => {
    const members = new MemberUsage(connection, database, signal);
    const [driver, listed, shardKeys, builds, readAt] = await Promise.all([
      loadDriver(),
      listCollections(connection, database, signal),
      readShardKeys(connection, database, signal),
      readBuilds(connection, database, signal),
      serverTime(connection, signal),
    ]);
    const reader = { connection, driver, database, signal, members, shardKeys };
    let done = 0;
    const readings = await inParallel(listed, collectionsAtOnce, async (each) => {
      const reading = await readCollection(reader, each);
      onProgress?.(++done, listed.length);
      return reading;
    });
    const collections = readings.flatMap(({ collection }) => collection ?? []);
    const unlisted = listed
      .filter((_, position) => readings[position]?.unknown.some(({ fact }) => fact === 'index-list'))
      .map(({ name }) => name);
    if (unlisted.length > 0 && collections.every(({ kind }) => kind === 'view')) throw noIndexList(database);
    const isBuilding = collections.some(({ indexes }) => indexes.some(({ building }) => building !== null));
    const problems = [
      ...problemsOf(readings, unlisted, isBuilding && builds === null),
      ...unreachedProblem(collections),
      ...(shardKeys === null ? [noShardKeys] : []),
    ];
    const progressed =
      builds === null
        ? await Promise.all(collections.map((each) => withPhases(connection, database, each, signal)))
        : collections.map((each) => withProgress(each, builds));
    return {
      server: connection.server,
      database,
      readAt,
      collections: progressed,
      unlisted,
      builds,
      problems,
    };
  });
}

/** Permitted to everyone. A server that speaks the protocol without telling its time has ours. */
async function serverTime({ client }: Connection, signal: AbortSignal | undefined): Promise<string> {
  const { localTime } = await client.db('admin').command({ hello: 1, maxTimeMS: 30_000 }, { signal });
  return (localTime instanceof Date ? localTime : new Date()).toISOString();
}

function noIndexList(database: string): UserError {
  return new UserError(
    'not-permitted',
    `This user may not list the indexes of ${database}.`,
    `Ask for the role read on ${database}, or connect as another user.`,
  );
}

const noShardKeys: Problem = {
  code: 'no-shard-keys',
  message: 'Shard keys are not permitted for this user (needs clusterMonitor).',
};

/** Members whose counts are in no sum, said once. */
function unreachedProblem(collections: readonly LiveCollection[]): Problem[] {
  const usages = collections.flatMap(({ indexes }) => indexes.flatMap(({ usage }) => usage ?? []));
  const unreached = [...new Set(usages.flatMap(({ unreached }) => unreached))].sort();
  if (unreached.length === 0) return [];
  const message = `Index usage is without what these members count, which were not reached: ${unreached.join(', ')}.`;
  return [{ code: 'members-not-reached', message }];
}

/** Progress of the builds that the server reports. */
function withProgress(collection: LiveCollection, builds: readonly RunningBuild[]): LiveCollection {
  const indexes = collection.indexes.map((index) => {
    const own = builds.find(
      (build) =>
        build.collection === collection.collection && build.indexes.some(({ name }) => name === index.name),
    );
    return index.building && own ? { ...index, building: { percent: own.percent, phase: own.phase } } : index;
  });
  return { ...collection, indexes };
}

/** The phases alone, for roles that may not see the server's operations. */
async function withPhases(
  connection: Connection,
  database: string,
  live: LiveCollection,
  signal: AbortSignal | undefined,
): Promise<LiveCollection> {
  if (live.indexes.every(({ building }) => building === null)) return live;
  const phases = await readBuildPhases(connection, database, live.collection, signal);
  const indexes = live.indexes.map((index) => {
    const phase = phases.get(index.name);
    return index.building && phase ? { ...index, building: { percent: null, phase } } : index;
  });
  return { ...live, indexes };
}

function problemsOf(
  readings: readonly CollectionReading[],
  unlisted: readonly string[],
  buildsDenied: boolean,
): Problem[] {
  const why = (fact: Unknown['fact'], role: string) => {
    const found = readings.flatMap(({ unknown }) => unknown).find((each) => each.fact === fact);
    if (!found) return null;
    return found.why === 'denied'
      ? `not permitted for this user (needs ${role})`
      : 'not told by this server (it has no such command)';
  };
  const indexStats = why('index-stats', 'clusterMonitor');
  const collectionStats = why('collection-stats', 'read');
  const problems: [code: string, message: string | null][] = [
    [
      'no-index-list',
      unlisted.length > 0
        ? `Indexes may not be listed for this user (needs read), so left out: ${unlisted.join(', ')}.`
        : null,
    ],
    ['no-index-stats', indexStats && `Index usage is ${indexStats}.`],
    [
      'no-collection-stats',
      collectionStats && `Document counts, sizes and which indexes are being built are ${collectionStats}.`,
    ],
    [
      'no-build-progress',
      buildsDenied
        ? 'The progress of index builds is not permitted for this user (needs clusterMonitor).'
        : null,
    ],
  ];
  return problems.flatMap(([code, message]) => (message === null ? [] : { code, message }));
}

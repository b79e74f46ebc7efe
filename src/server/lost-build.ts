import { setTimeout as delay } from 'node:timers/promises';
import type { IndexBuild } from '../model/index-specification.js';
import { buildingOn, dropUnfinished } from './abort-build.js';
import { progressOf, type CollectionOnServer } from './build-progress.js';
import { isClosedHere, isConnectionLoss, serverErrorOf, whyUnknown } from './errors.js';

interface LostBuild extends CollectionOnServer {
  readonly signal: AbortSignal | undefined;
  readonly abort: AbortSignal | undefined;
  readonly onBuild: (names: readonly string[], build: IndexBuild) => void;
}

/** `left`: the user did not wait. `unreachable`: the server did not answer again. Else the names that are live now. */
type Found = 'left' | 'unreachable' | { readonly live: ReadonlySet<string> };

const pollMs = 500;
/** An election takes about ten seconds, a restart with recovery longer. */
const patienceMs = 60_000;

/**
 * Finds out what became of indexes whose command was cut off: a lost connection, an election or a restart is not a
 * failed build. Waits a minute for the server, and for a build that goes on as long as it takes; asks only, unless
 * the build shall be aborted. What it sees must hold twice, since the server tells lists and builds one after the other.
 */
export async function findOut(lost: LostBuild, names: readonly string[]): Promise<Found> {
  const { signal, abort, onBuild } = lost;
  let deadline = Date.now() + patienceMs;
  let before: string | null = null;
  onBuild(names, { percent: null, phase: 'connection lost, finding out' });
  for (;;) {
    if (signal?.aborted) return 'left';
    try {
      // A member that is still starting does not list the builds that it takes up again once it is the primary.
      if (!(await isPrimary(lost))) {
        if (Date.now() > deadline) return 'unreachable';
        before = null;
        await delay(pollMs);
        continue;
      }
      if (abort?.aborted) await dropUnfinished(lost, names);
      const building = await buildingOn(lost);
      const live = await liveNames(lost);
      deadline = Date.now() + patienceMs;
      if (names.some((name) => building.has(name))) {
        before = null;
        const build = await progressOf(lost, names);
        if (build) onBuild(names, build);
      } else {
        const now = names.filter((name) => live.has(name)).join('\n');
        if (before === now) return { live: new Set(names.filter((name) => live.has(name))) };
        before = now;
      }
    } catch (error) {
      const isHopeless = isClosedHere(error) || whyUnknown(error) !== null;
      if (isHopeless || Date.now() > deadline) return 'unreachable';
      if (!isConnectionLoss(error) && !serverErrorOf(error)) throw error;
      before = null;
    }
    await delay(pollMs);
  }
}

async function isPrimary({ connection }: LostBuild): Promise<boolean> {
  const { isWritablePrimary } = await connection.client.db('admin').command({ hello: 1, maxTimeMS: 5_000 });
  return isWritablePrimary === true;
}

async function liveNames({ connection, database, collection }: LostBuild): Promise<Set<string>> {
  try {
    const command = { listIndexes: collection, cursor: { batchSize: 1_000 }, maxTimeMS: 30_000 };
    const answer = await connection.client.db(database).command(command);
    const listed = (answer.cursor as { firstBatch: { name: string }[] }).firstBatch;
    return new Set(listed.map(({ name }) => name));
  } catch (error) {
    if (serverErrorOf(error)?.code === 26) return new Set();
    throw error;
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { CreatedIndex, EnsureCollection, EnsurePlan, FailedIndex } from '../model/ensure.js';
import type { StartedBuilds, StartedIndex } from '../model/started-builds.js';
import { buildingOn } from './abort-build.js';
import type { Connection } from './connection.js';
import { createIndexes, type CreateOutcome } from './create-indexes.js';
import { isConnectionLoss, serverErrorOf, whyUnknown } from './errors.js';

interface StartOptions {
  readonly signal?: AbortSignal;
  /** How long a build may take to begin, in milliseconds; 10,000 when left out. */
  readonly patienceMs?: number;
}

const pollMs = 200;

/**
 * Starts what a plan creates, one collection after the other, and leaves each build to the server as soon as it has
 * begun: a build goes on without its client, a command that waits for its turn does not (a server builds three at once
 * by default). One that has not begun in time is stopped and told as such, so that nothing begins unseen later.
 */
export async function startInBackground(
  connection: Connection,
  plan: EnsurePlan,
  { signal, patienceMs = 10_000 }: StartOptions = {},
): Promise<StartedBuilds> {
  const created: CreatedIndex[] = [];
  const failed: FailedIndex[] = [];
  const building: StartedIndex[] = [];
  const notStarted: StartedIndex[] = [];
  let existing = plan.collections.reduce((sum, one) => sum + one.existing.length, 0);
  for (const one of plan.collections) {
    const indexes = one.create.map(({ name, key }) => ({ collection: one.collection, name, key }));
    if (indexes.length === 0) continue;
    if (signal?.aborted) {
      notStarted.push(...indexes);
      continue;
    }
    const outcome = await start(connection, plan.database, one, patienceMs);
    const { left, notBegun } = outcome;
    created.push(...outcome.created);
    existing += outcome.existing;
    building.push(...indexes.filter(({ name }) => left.includes(name)));
    notStarted.push(...indexes.filter(({ name }) => notBegun.includes(name)));
    failed.push(...outcome.failed.filter(({ name }) => ![...left, ...notBegun].includes(name)));
  }
  return { created, existing, building, notStarted, failed };
}

/** Creates the indexes of a collection, and leaves them to the server once it builds one, or stops what does not begin. */
async function start(
  connection: Connection,
  database: string,
  { collection, create }: EnsureCollection,
  patienceMs: number,
): Promise<CreateOutcome> {
  const leave = new AbortController();
  const stop = new AbortController();
  const ended = new AbortController();
  const on = { connection, database, collection };
  const names = create.map(({ name }) => name);
  const request = { ...on, signal: leave.signal, abort: stop.signal, onBuild: () => undefined };
  const watching = watch();
  // Awaited below; a defect must not end the process before.
  watching.catch(() => undefined);
  const outcome = await createIndexes(request, create);
  ended.abort();
  await watching;
  return outcome;

  async function watch(): Promise<void> {
    const end = Date.now() + patienceMs;
    const isEnded = () => ended.signal.aborted;
    while (!isEnded()) {
      try {
        await delay(pollMs, undefined, { signal: ended.signal });
        const running = await buildingOn(on);
        if (names.some((name) => running.has(name))) leave.abort();
        else if (Date.now() > end) stop.abort();
        else continue;
        return;
      } catch (error) {
        if (isEnded()) return;
        // The command finds out by itself; once the server is there again, one may look again.
        if (isConnectionLoss(error)) continue;
        if (serverErrorOf(error) === null) throw error;
        // Who may create but not look leaves it after the same time: it has most likely begun.
        const isHopeless = whyUnknown(error) !== null;
        if (!isHopeless && Date.now() < end) continue;
        const rest = Math.max(0, end - Date.now());
        await delay(rest, undefined, { signal: ended.signal }).catch(() => undefined);
        leave.abort();
        return;
      }
    }
  }
}

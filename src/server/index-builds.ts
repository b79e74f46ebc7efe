import type { Document } from 'mongodb';
import type { RunningBuild } from '../model/live.js';
import type { Connection } from './connection.js';
import { loadDriver, type Driver } from './driver.js';
import { whyUnknown } from './errors.js';
import { liveSpecification } from './live-specification.js';

/** A server builds three at once by default and lets others wait; before it begins it needs a moment anyway. */
const waitsAfterMicroseconds = 500_000;

/**
 * The index builds under way in a database, those that began first before the others; null where the user may not see
 * the server's operations, or the server does not tell them. On a cluster each shard reports its own: the slowest stands for all.
 *
 * Only the server's own build thread tells progress, the client's operation has none; a build that waits for its
 * commit quorum counts as idle. A command without such a thread waits for its turn, if the server builds others.
 */
export async function readBuilds(
  { client }: Connection,
  database: string,
  signal?: AbortSignal,
): Promise<readonly RunningBuild[] | null> {
  try {
    const pipeline = [
      { $currentOp: { allUsers: true, idleConnections: true } },
      { $match: { 'command.createIndexes': { $exists: true } } },
    ];
    const command = { aggregate: 1, pipeline, cursor: { batchSize: 1_000 }, maxTimeMS: 5_000 };
    const answer = await client.db('admin').command(command, { signal });
    return buildsAmong(
      (answer.cursor as { firstBatch: Document[] }).firstBatch,
      database,
      await loadDriver(),
    );
  } catch (error) {
    if (whyUnknown(error) !== null) return null;
    throw error;
  }
}

function buildsAmong(operations: readonly Document[], database: string, driver: Driver): RunningBuild[] {
  const isBuilder = ({ desc }: Document) => String(desc).startsWith('IndexBuildsCoordinator');
  const builders = operations.filter(isBuilder);
  const collections = new Set(builders.map(({ ns }) => String(ns)));
  const waiting = operations.filter(
    (operation) =>
      builders.length > 0 &&
      !isBuilder(operation) &&
      !collections.has(namespaceOf(operation)) &&
      Number(operation.microsecs_running ?? 0) > waitsAfterMicroseconds,
  );
  const slowest = new Map<string, RunningBuild>();
  for (const operation of [...builders, ...waiting]) {
    if ((operation.command as Document).$db !== database) continue;
    const build = runningBuild(operation, isBuilder(operation), driver);
    const same = JSON.stringify([build.collection, build.indexes.map(({ name }) => name)]);
    const other = slowest.get(same);
    if (!other || (build.percent ?? 0) < (other.percent ?? 0)) slowest.set(same, build);
  }
  return [...slowest.values()].sort((a, b) => (a.runningSince < b.runningSince ? -1 : 1));
}

function namespaceOf({ command }: Document): string {
  const { $db, createIndexes } = command as Document;
  return `${String($db)}.${String(createIndexes)}`;
}

function runningBuild(operation: Document, isBuilder: boolean, driver: Driver): RunningBuild {
  const command = operation.command as { createIndexes: unknown; indexes?: Document[] };
  const progress = operation.progress as { done: number; total: number } | undefined;
  const now = new Date(String(operation.currentOpTime)).getTime();
  return {
    collection: String(command.createIndexes),
    indexes: (command.indexes ?? []).map((raw) => liveSpecification(raw, driver)),
    percent:
      progress && progress.total > 0
        ? Math.min(100, Math.floor((100 * progress.done) / progress.total))
        : null,
    phase: isBuilder ? phaseOf(operation) : 'waiting for another build',
    runningSince: new Date(now - Number(operation.microsecs_running ?? 0) / 1_000).toISOString(),
  };
}

/** `Index Build: scanning collection Index Build: scanning collection: 5000/50000 10%` says: scanning collection. */
function phaseOf({ msg, active }: Document): string | null {
  const [phase = ''] = String(msg ?? '')
    .replace(/^Index Build: /, '')
    .split(/ Index Build:|: \d/);
  // Once it has drained the writes it sleeps until enough members have built theirs.
  if (active === false && phase.startsWith('draining')) return 'waiting for the commit quorum';
  return phase.trim() || null;
}

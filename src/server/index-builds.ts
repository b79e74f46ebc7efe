import type { Document } from 'mongodb';
import type { IndexBuild } from '../model/index-specification.js';
import type { Connection } from './connection.js';
import { serverErrorOf } from './errors.js';

export interface RunningBuild extends IndexBuild {
  readonly collection: string;
  /** Names of the indexes that are built together. */
  readonly names: readonly string[];
}

/**
 * The index builds that run in a database; null where the user may not see the server's operations. `percent` counts
 * within a phase. On a sharded cluster each shard reports its own.
 *
 * Only the server's own build thread tells progress, the client's operation has none; a build that waits for its
 * commit quorum counts as idle.
 */
export async function readBuilds(
  { client }: Connection,
  database: string,
  signal?: AbortSignal,
): Promise<readonly RunningBuild[] | null> {
  try {
    const answer = await client.db('admin').command(
      {
        aggregate: 1,
        pipeline: [
          { $currentOp: { allUsers: true, idleConnections: true } },
          { $match: { desc: /^IndexBuildsCoordinator/, 'command.$db': database } },
        ],
        cursor: { batchSize: 1_000 },
        maxTimeMS: 5_000,
      },
      { signal },
    );
    return (answer.cursor as { firstBatch: Document[] }).firstBatch.map(runningBuild);
  } catch (error) {
    if (serverErrorOf(error)?.code === 13) return null;
    throw error;
  }
}

function runningBuild(operation: Document): RunningBuild {
  const command = operation.command as { createIndexes: unknown; indexes?: { name: unknown }[] };
  const progress = operation.progress as { done: number; total: number } | undefined;
  return {
    collection: String(command.createIndexes),
    names: (command.indexes ?? []).map(({ name }) => String(name)),
    percent:
      progress && progress.total > 0
        ? Math.min(100, Math.floor((100 * progress.done) / progress.total))
        : null,
    phase: phaseOf(String(operation.msg ?? '')),
  };
}

/** `Index Build: scanning collection Index Build: scanning collection: 5000/50000 10%` says: scanning collection. */
function phaseOf(message: string): string | null {
  const [phase = ''] = message.replace(/^Index Build: /, '').split(/ Index Build:|: \d/);
  return phase.trim() || null;
}

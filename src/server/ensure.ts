import type {
  CreatedIndex,
  EnsureOutcome,
  EnsurePlan,
  EnsureProgress,
  FailedIndex,
} from '../model/ensure.js';
import type { Connection } from './connection.js';
import { createIndexes } from './create-indexes.js';

export type { EnsureProgress } from '../model/ensure.js';

interface EnsureOptions {
  /** Stops before the next collection; a build that runs is left to finish on the server and reported so. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: EnsureProgress) => void;
}

/**
 * Creates what a plan lists, one collection after the other in the order of the plan. Never rejects for what the
 * server says: the outcome tells it for each index. A build that was left or whose connection was lost is among the
 * failed ones and says that it goes on. Only adds: nothing live is changed.
 */
export async function ensureIndexes(
  connection: Connection,
  plan: EnsurePlan,
  { signal, onProgress }: EnsureOptions = {},
): Promise<EnsureOutcome> {
  const created: CreatedIndex[] = [];
  const failed: FailedIndex[] = [];
  const cancelled: string[] = [];
  let existing = plan.collections.reduce((sum, collection) => sum + collection.existing.length, 0);
  let isGone = false;
  const todo = plan.collections.filter(({ create }) => create.length > 0);
  for (const [done, { collection, create }] of todo.entries()) {
    if (signal?.aborted) {
      cancelled.push(collection);
      continue;
    }
    if (isGone) {
      failed.push(
        ...create.map(({ name, key }) => ({ collection, name, key, ...notReached(connection.address) })),
      );
      continue;
    }
    const onBuild = (names: readonly string[], build: EnsureProgress['build']) => {
      onProgress?.({ collection, names, done, total: todo.length, build });
    };
    const request = { connection, database: plan.database, collection, signal, onBuild };
    const outcome = await createIndexes(request, create);
    created.push(...outcome.created);
    failed.push(...outcome.failed);
    existing += outcome.existing;
    isGone = outcome.isConnectionLost && !(await isReachable(connection));
  }
  return {
    created,
    existing,
    skipped: plan.collections.flatMap(({ skipped }) => skipped),
    failed,
    cancelled,
  };
}

function notReached(address: string): Pick<FailedIndex, 'code' | 'codeName' | 'message' | 'hint'> {
  return {
    code: null,
    codeName: null,
    message: `Not started: the connection to ${address} was lost before.`,
    hint: 'Connect and ensure again.',
  };
}

async function isReachable({ client }: Connection): Promise<boolean> {
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  }
}

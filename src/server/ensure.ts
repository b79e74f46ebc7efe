import type {
  CollectionOutcome,
  EnsureOutcome,
  EnsurePlan,
  EnsureProgress,
  FailedIndex,
} from '../model/ensure.js';
import type { Connection } from './connection.js';
import { createIndexes } from './create-indexes.js';
import { inParallel } from './in-parallel.js';

export interface EnsureOptions {
  /** Stops before the next collection; a build that runs is left to finish on the server and reported so. */
  readonly signal?: AbortSignal;
  /** Stops as `signal` does, and a build that runs is aborted on the server: nothing of it stays. */
  readonly abort?: AbortSignal;
  /** How many collections are built at the same time; default 1. */
  readonly collectionsAtOnce?: number;
  readonly onProgress?: (event: EnsureProgress) => void;
  readonly onSettled?: (outcome: CollectionOutcome) => void;
}

/**
 * Creates what a plan lists, begun in the order of the plan. Never rejects for what the server says: the outcome tells
 * it for each index, in the order of the plan. A build that was left or whose connection was lost is among the failed
 * ones and says that it goes on. Only adds: nothing live is changed.
 */
export async function ensureIndexes(
  connection: Connection,
  plan: EnsurePlan,
  { signal, abort, collectionsAtOnce = 1, onProgress, onSettled }: EnsureOptions = {},
): Promise<EnsureOutcome> {
  const todo = plan.collections.filter(({ create }) => create.length > 0);
  let done = 0;
  let isGone = false;
  const outcomes = await inParallel(todo, collectionsAtOnce, async ({ collection, create }) => {
    const outcome = await settle();
    done += 1;
    onSettled?.(outcome);
    return outcome;

    async function settle(): Promise<CollectionOutcome> {
      const nothing = { collection, created: [], failed: [], existing: 0, cancelled: false };
      if (signal?.aborted || abort?.aborted) return { ...nothing, cancelled: true };
      if (isGone) {
        const reason = notReached(connection.address);
        return { ...nothing, failed: create.map(({ name, key }) => ({ collection, name, key, ...reason })) };
      }
      const onBuild = (names: readonly string[], build: EnsureProgress['build']) => {
        onProgress?.({ collection, names, done, total: todo.length, build });
      };
      const request = { connection, database: plan.database, collection, signal, abort, onBuild };
      const { created, failed, existing, isConnectionLost } = await createIndexes(request, create);
      if (isConnectionLost) isGone = true;
      return { ...nothing, created, failed, existing };
    }
  });
  const existing = plan.collections.reduce((sum, collection) => sum + collection.existing.length, 0);
  return {
    created: outcomes.flatMap(({ created }) => created),
    existing: outcomes.reduce((sum, outcome) => sum + outcome.existing, existing),
    skipped: plan.collections.flatMap(({ skipped }) => skipped),
    failed: outcomes.flatMap(({ failed }) => failed),
    cancelled: outcomes.flatMap(({ collection, cancelled }) => (cancelled ? [collection] : [])),
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

import type { EnsureProgress } from '../model/ensure.js';
import type { ChangeOutcome, ChangeProgress, IndexChange, IndexFailure } from '../model/index-change.js';
import type { SyncOutcome, SyncPlan } from '../model/sync.js';
import { changeIndex } from './change-index.js';
import { stoppedBefore } from './change-errors.js';
import type { Connection } from './connection.js';
import { ensureIndexes } from './ensure.js';

export interface SyncOptions {
  /** Stops: a build of a missing index is left to the server, a change under way is taken back. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: EnsureProgress) => void;
  readonly onChange?: (change: IndexChange, progress: ChangeProgress) => void;
}

/**
 * Carries out a plan that was shown and agreed to: creates what is missing, then settles what differs, then drops. In a
 * collection where something failed, nothing is dropped afterwards, to be built anew neither. Never rejects for what the server says.
 */
export async function syncIndexes(
  connection: Connection,
  plan: SyncPlan,
  { signal, onProgress, onChange }: SyncOptions = {},
): Promise<SyncOutcome> {
  const ensure = await ensureIndexes(connection, plan.ensure, { signal, onProgress });
  const failed = new Set([...ensure.failed.map(({ collection }) => collection), ...ensure.cancelled]);
  const changes: ChangeOutcome[] = [];
  for (const change of [...plan.settle, ...plan.drop]) {
    const outcome = await carriedOut(change);
    if (outcome.failure) failed.add(change.collection);
    changes.push(outcome);
  }
  return { ensure, changes };

  async function carriedOut(change: IndexChange): Promise<ChangeOutcome> {
    if (signal?.aborted) return untouched(change, 'cancelled', stoppedBefore);
    const drops = change.steps.some(({ kind }) => kind === 'drop');
    if (drops && failed.has(change.collection)) return untouched(change, 'failed', notDropped(change));
    return changeIndex(connection, plan.ensure.database, change, {
      signal,
      onProgress: (progress) => onChange?.(change, progress),
    });
  }
}

function untouched(
  change: IndexChange,
  result: ChangeOutcome['result'],
  failure: IndexFailure,
): ChangeOutcome {
  return { change, result, ms: 0, failure, isUnchanged: true };
}

function notDropped({ kind, collection }: IndexChange): IndexFailure {
  const what = kind === 'drop' ? 'Not dropped' : 'Not dropped to be built anew';
  return {
    code: null,
    codeName: null,
    message: `${what}, since something else failed in ${collection} before.`,
    hint: 'Settle that first, then synchronise again.',
  };
}

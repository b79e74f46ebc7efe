import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { withOwnCollation } from '../model/collation.js';
import type { IndexFailure, IndexStep } from '../model/index-change.js';
import type { IndexBuild } from '../model/index-specification.js';
import { abortCommand } from './abort-build.js';
import type { CollectionOnServer } from './build-progress.js';
import { changeFailure, stillPrepared, stoppedBefore } from './change-errors.js';
import { isGone } from './change-guard.js';
import { prepareUnique, runQuickStep, type QuickStep } from './change-step.js';
import { createIndexes } from './create-indexes.js';
import { isClosedHere, isConnectionLoss, serverErrorOf } from './errors.js';

/**
 * `existed`: what was to be created is there already, as it shall be. `open`: whether it was done is not known. `left`:
 * what stays of the step all the same, in a sentence; null: nothing.
 */
export type StepResult =
  | { readonly kind: 'done' | 'existed' }
  | { readonly kind: 'failed' | 'open'; readonly failure: IndexFailure; readonly left: string | null };

export interface StepOptions {
  /** Stops it on the server. */
  readonly abort?: AbortSignal;
  /** Leaves a build to the server. */
  readonly leave?: AbortSignal;
  readonly onBuild?: (build: IndexBuild | null) => void;
}

/** An election takes about ten seconds, a restart longer. */
const patienceMs = 60_000;
const pollMs = 500;

const indexNotFound = 27;

/** Carries out one step. Never rejects for what the server says. */
export async function runStep(
  on: CollectionOnServer,
  step: IndexStep,
  { abort, leave, onBuild }: StepOptions = {},
): Promise<StepResult> {
  onBuild?.(null);
  if (step.kind === 'make-unique') return makeUnique(on, step, abort);
  if (step.kind !== 'create') return runQuickly(on, step, abort);
  const request = {
    ...on,
    signal: leave,
    abort,
    onBuild: (_: readonly string[], build: IndexBuild | null) => {
      onBuild?.(build);
    },
  };
  const { failed, existing, isConnectionLost } = await createIndexes(request, [
    step.origin === 'live' ? withOwnCollation(step.index) : step.index,
  ]);
  const [failure] = failed;
  if (!failure) return { kind: existing > 0 ? 'existed' : 'done' };
  const { code, codeName, message, hint } = failure;
  const isOpen = isConnectionLost || (code === null && leave?.aborted === true);
  return { kind: isOpen ? 'open' : 'failed', failure: { code, codeName, message, hint }, left: null };
}

/** From the preparation on the server refuses new duplicates, so that what the conversion finds holds for good. */
async function makeUnique(
  on: CollectionOnServer,
  step: QuickStep,
  abort: AbortSignal | undefined,
): Promise<StepResult> {
  const prepared = await runQuickly(on, step, abort, prepareUnique);
  if ('failure' in prepared)
    return { ...prepared, left: prepared.kind === 'open' ? stillPrepared(step, false) : null };
  const converted: StepResult = abort?.aborted
    ? { kind: 'failed', failure: stoppedBefore, left: null }
    : await runQuickly(on, step, abort);
  if (!('failure' in converted) || step.index.options.prepareUnique === true) return converted;
  if (converted.kind === 'open') return { ...converted, left: stillPrepared(step, false) };
  const back = await runQuickly(on, { kind: 'unprepare-unique', index: step.index }, undefined);
  return 'failure' in back ? { ...converted, left: stillPrepared(step, true) } : converted;
}

/** Each of these steps may be done twice, so that one whose answer was lost is sent again. */
async function runQuickly(
  on: CollectionOnServer,
  step: QuickStep,
  abort: AbortSignal | undefined,
  run = runQuickStep,
): Promise<StepResult> {
  const comment = `index-lens ${randomUUID()}`;
  // Where it cannot be stopped, it comes to its end; its own answer tells.
  const stop = () => void abortCommand(on.connection, comment).catch(() => false);
  abort?.addEventListener('abort', stop, { once: true });
  const end = Date.now() + patienceMs;
  let isAgain = false;
  try {
    for (;;) {
      try {
        if (isAgain && step.kind === 'drop' && (await isGone(on, step.index))) return { kind: 'done' };
        await run(on, step, comment);
        return { kind: 'done' };
      } catch (error) {
        // Somebody else dropped it.
        if (step.kind === 'drop' && serverErrorOf(error)?.code === indexNotFound) return { kind: 'done' };
        const isLost = isConnectionLoss(error);
        if (!isLost || isClosedHere(error) || abort?.aborted || Date.now() > end) {
          return { kind: isLost ? 'open' : 'failed', failure: changeFailure(error, on, step), left: null };
        }
        isAgain = true;
        await delay(pollMs);
      }
    }
  } finally {
    abort?.removeEventListener('abort', stop);
  }
}

import type {
  ChangeOutcome,
  ChangeProgress,
  IndexChange,
  IndexFailure,
  IndexStep,
} from '../model/index-change.js';
import type { IndexBuild } from '../model/index-specification.js';
import type { CollectionOnServer } from './build-progress.js';
import { comesBackSentence, leftSentence, stillThere, stoppedBefore } from './change-errors.js';
import { whyRefused } from './change-guard.js';
import type { Connection } from './connection.js';
import { runStep, type StepResult } from './run-step.js';

export interface ChangeOptions {
  /** Stops what the server does for it, a build too, and takes back what was done. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ChangeProgress) => void;
  /** How long to wait for what was dropped and is created again, in milliseconds; then the server goes on by itself. */
  readonly patienceMs?: number;
}

/**
 * Carries out a change that was shown and agreed to. Never rejects for what the server says. When a step fails or the
 * signal aborts, the steps before it are taken back, the latest first: everything is as it was then, or `failure` says
 * what is not. Once nothing is left but to drop what the change itself created for the time being, it is done, come what
 * may. Refuses `_id_`, and an index that is not any more what it was when the change was planned.
 */
export async function changeIndex(
  connection: Connection,
  database: string,
  change: IndexChange,
  { signal, onProgress, patienceMs = 300_000 }: ChangeOptions = {},
): Promise<ChangeOutcome> {
  const on = { connection, database, collection: change.collection };
  const { steps } = change;
  const start = performance.now();
  const ended = (
    result: ChangeOutcome['result'],
    failure: IndexFailure | null,
    isUnchanged: boolean,
  ): ChangeOutcome => ({ change, result, ms: Math.round(performance.now() - start), failure, isUnchanged });
  const notDone = (failure: IndexFailure, isUnchanged: boolean) =>
    ended(signal?.aborted ? 'cancelled' : 'failed', failure, isUnchanged);

  const refusal = await whyRefused(on, change);
  if (refusal) return notDone(refusal, true);
  const done: IndexStep[] = [];
  const stays: IndexFailure[] = [];
  for (const [at, step] of steps.entries()) {
    const onBuild = (build: IndexBuild | null) => {
      onProgress?.({ step, done: at, total: steps.length, build, isTakingBack: false });
    };
    if (onlyClears(steps, at)) {
      const result = await runStep(on, step, { onBuild });
      if ('failure' in result) stays.push(stillThere(step, result.failure));
      continue;
    }
    const result: StepResult = signal?.aborted
      ? { kind: 'failed', failure: stoppedBefore, left: null }
      : await runStep(on, step, { abort: signal, onBuild });
    if ('failure' in result) {
      const left = [
        ...(result.left === null ? [] : [result.left]),
        ...(await takeBack(on, done, patienceMs, onProgress)),
      ];
      const message = [result.failure.message, ...left].join(' ');
      return notDone({ ...result.failure, message }, left.length === 0 && result.kind === 'failed');
    }
    if (result.kind === 'done') done.push(step);
  }
  return ended('done', stays[0] ?? null, false);
}

/** Whether all that is left from a step on is to drop what the change created before. */
function onlyClears(steps: readonly IndexStep[], at: number): boolean {
  const created = new Set(
    steps.slice(0, at).flatMap(({ kind, index }) => (kind === 'create' ? index.name : [])),
  );
  return steps.slice(at).every(({ kind, index }) => kind === 'drop' && created.has(index.name));
}

/** The latest first. What could not be taken back, in sentences; empty: everything is as it was. */
async function takeBack(
  on: CollectionOnServer,
  done: readonly IndexStep[],
  patienceMs: number,
  onProgress: ChangeOptions['onProgress'],
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const [at, step] of done.toReversed().entries()) {
    const inverse = inverseOf(step);
    const onBuild = (build: IndexBuild | null) => {
      if (inverse) onProgress?.({ step: inverse, done: at, total: done.length, build, isTakingBack: true });
    };
    const leave = AbortSignal.timeout(patienceMs);
    const result = inverse && (await runStep(on, inverse, { leave, onBuild }));
    if (!result) left.push(leftSentence(step, null));
    else if (result.kind === 'open' && step.kind === 'drop') left.push(comesBackSentence(step));
    else if ('failure' in result) left.push(leftSentence(step, result.failure));
  }
  return left;
}

/** Null: no single command takes it back. */
function inverseOf(step: IndexStep): IndexStep | null {
  const { index } = step;
  switch (step.kind) {
    case 'hide':
      return { kind: 'unhide', index };
    case 'unhide':
      return { kind: 'hide', index };
    case 'drop':
      return { kind: 'create', index, origin: 'live' };
    case 'create':
      return { kind: 'drop', index };
    case 'set-ttl': {
      const { expireAfterSeconds } = index.options;
      return typeof expireAfterSeconds === 'number'
        ? { kind: 'set-ttl', index, seconds: expireAfterSeconds }
        : null;
    }
    // What documents came meanwhile is not known.
    case 'make-unique':
    case 'unprepare-unique':
      return null;
  }
}

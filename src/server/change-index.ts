import { randomUUID } from 'node:crypto';
import type {
  ChangeOutcome,
  ChangeProgress,
  IndexChange,
  IndexFailure,
  IndexStep,
} from '../model/index-change.js';
import type { IndexBuild } from '../model/index-specification.js';
import { abortCommand } from './abort-build.js';
import type { CollectionOnServer } from './build-progress.js';
import { changeFailure, leftSentence, stoppedBefore } from './change-errors.js';
import { whyRefused } from './change-guard.js';
import { runQuickStep } from './change-step.js';
import type { Connection } from './connection.js';
import { createIndexes } from './create-indexes.js';

export interface ChangeOptions {
  /** Stops what the server does for it, a build too, and takes back what was done. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ChangeProgress) => void;
}

/**
 * Carries out a change that was shown and agreed to. Never rejects for what the server says. When a step fails or the
 * signal aborts, the steps before it are taken back, the latest first: everything is as it was then, or `failure` says
 * what is not. Refuses `_id_`, and an index that is not any more what it was when the change was planned.
 */
export async function changeIndex(
  connection: Connection,
  database: string,
  change: IndexChange,
  { signal, onProgress }: ChangeOptions = {},
): Promise<ChangeOutcome> {
  const on = { connection, database, collection: change.collection };
  const start = performance.now();
  const ended = (failure: IndexFailure | null, isUnchanged: boolean): ChangeOutcome => ({
    change,
    result: failure === null ? 'done' : signal?.aborted ? 'cancelled' : 'failed',
    ms: Math.round(performance.now() - start),
    failure,
    isUnchanged,
  });

  const refusal = await whyRefused(on, change);
  if (refusal) return ended(refusal, true);
  const done: IndexStep[] = [];
  for (const [at, step] of change.steps.entries()) {
    const onBuild = (build: IndexBuild | null) =>
      onProgress?.({ step, done: at, total: change.steps.length, build });
    const result = signal?.aborted ? stoppedBefore : await run(on, step, signal, onBuild);
    if (result === 'existed') continue;
    if (result !== 'done') {
      const left = await takeBack(on, done);
      const message = [result.message, ...left].join(' ');
      return ended({ ...result, message }, left.length === 0);
    }
    done.push(step);
  }
  return ended(null, false);
}

/** `existed`: an index that was to be created is there already, as it shall be. */
async function run(
  on: CollectionOnServer,
  step: IndexStep,
  signal: AbortSignal | undefined,
  onBuild: (build: IndexBuild | null) => void,
): Promise<'done' | 'existed' | IndexFailure> {
  onBuild(null);
  if (step.kind === 'create') {
    const request = { ...on, signal: undefined, abort: signal, onBuild: (_: unknown, build: IndexBuild | null) => { onBuild(build); } }; // prettier-ignore
    const { failed, existing } = await createIndexes(request, [step.index]);
    const [failure] = failed;
    if (!failure) return existing > 0 ? 'existed' : 'done';
    const { code, codeName, message, hint } = failure;
    return { code, codeName, message, hint };
  }
  const comment = `index-lens ${randomUUID()}`;
  // Where it cannot be stopped, it comes to its end; its own answer tells.
  const stop = () => void abortCommand(on.connection, comment).catch(() => false);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await runQuickStep(on, step, comment);
    return 'done';
  } catch (error) {
    return changeFailure(error, on, step);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The latest first. What could not be taken back, in sentences; empty: everything is as it was. */
async function takeBack(on: CollectionOnServer, done: readonly IndexStep[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const step of done.toReversed()) {
    const inverse = inverseOf(step);
    const result = inverse && (await run(on, inverse, undefined, () => undefined));
    if (result !== 'done' && result !== 'existed') left.push(leftSentence(step, result));
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
      return { kind: 'create', index };
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

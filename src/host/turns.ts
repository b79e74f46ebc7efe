import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../model/steps.js';

/** How long the host's thread is held at a time, in milliseconds. */
const longestTurn = 4;

/**
 * Does the steps, a few milliseconds at a time, so that nobody waits for the editor meanwhile. `goesOn` is asked between
 * the turns; null: it said no.
 */
export async function inTurns<T>(
  steps: Steps<T>,
  goesOn: () => boolean,
): Promise<{ readonly value: T } | null> {
  let start = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return { value: step.value };
    if (performance.now() - start <= longestTurn) continue;
    await nextTurn();
    if (!goesOn()) return null;
    start = performance.now();
  }
}

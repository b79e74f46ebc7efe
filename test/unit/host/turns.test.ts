import assert from 'node:assert/strict';
import { inTurns } from '../../../src/host/turns.js';
import type { Steps } from '../../../src/model/steps.js';

/** `count` steps that hold the thread for a millisecond each. */
function* busy(count: number, passed: () => void): Steps<string> {
  for (let step = 0; step < count; step++) {
    const end = performance.now() + 1;
    while (performance.now() < end);
    passed();
    yield;
  }
  return 'whole';
}

describe('work in turns', () => {
  it('lets others have their turn, and comes to its end', async () => {
    let steps = 0;
    const seen: number[] = [];
    const look = setInterval(() => seen.push(steps), 1);
    const done = await inTurns(
      busy(100, () => (steps += 1)),
      () => true,
    );
    clearInterval(look);
    assert.deepEqual(done, { value: 'whole' });
    assert.equal(steps, 100);
    assert.ok(new Set(seen).size > 5, `others saw it at ${seen.join(', ')}`);
  });

  it('is given up between two turns', async () => {
    let steps = 0;
    const done = await inTurns(
      busy(100, () => (steps += 1)),
      () => steps < 20,
    );
    assert.equal(done, null);
    assert.ok(steps >= 20 && steps < 50, `${steps} steps`);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inParallel } from '../../src/server/in-parallel.js';

const later = (turns: number) => new Promise((resolve) => setTimeout(resolve, turns));

describe('working in parallel', () => {
  it('keeps the order, does everything once, and never more than allowed at a time', async () => {
    const delays = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(delays, fc.integer({ min: 1, max: 9 }), async (items, limit) => {
        let running = 0;
        let most = 0;
        const results = await inParallel([...items.entries()], limit, async ([position, delay]) => {
          most = Math.max(most, ++running);
          await later(delay);
          running--;
          return position;
        });
        assert.deepEqual(results, [...items.keys()]);
        assert.equal(most, Math.min(limit, items.length));
      }),
      { seed: 7, numRuns: 40 },
    );
  });

  it('starts nothing new after a failure', async () => {
    const started: number[] = [];
    const work = inParallel([0, 1, 2, 3, 4, 5], 2, async (item) => {
      started.push(item);
      await later(item === 0 ? 1 : 5);
      if (item === 0) throw new Error('no');
    });
    await assert.rejects(work, /no/);
    await later(20);
    assert.deepEqual(started, [0, 1]);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Model } from '../../../src/model/catalog.js';
import { joined, partsOf } from '../../../src/workspace/catalog-parts.js';
import { model } from '../compare/samples.js';

const models = Array.from({ length: 12 }, (_, at): Model => model([], { model: `M${at}` }));
const catalogs = fc
  .shuffledSubarray(models)
  .map((chosen) => ({ models: chosen, problems: [{ code: 'x', message: String(chosen.length) }] }));

describe('a catalog told by its parts', () => {
  it('is the same on the other side, and what stayed is the very same there', () => {
    fc.assert(
      fc.property(catalogs, catalogs, (before, now) => {
        // The other side has copies of its own.
        const there = structuredClone(before);
        const told = joined(structuredClone(partsOf(now, before)), there);
        assert.deepEqual(told, now);
        for (const [at, one] of now.models.entries()) {
          const known = before.models.indexOf(one);
          if (known !== -1) assert.equal(told.models[at], there.models[known]);
        }
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it('is told in a few words after an edit', () => {
    const [first, second, third, ...rest] = models;
    const edited = { ...second!, stale: true } as const;
    const problems: never[] = [];
    const { models: parts } = partsOf(
      { models: [first!, edited, third!, ...rest], problems },
      { models, problems },
    );
    assert.deepEqual(parts, [[0, 1], edited, [2, models.length]]);
  });
});

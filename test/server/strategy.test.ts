import assert from 'node:assert/strict';
import { heldAgainstEach, sumsOf } from './held-against-each.js';
import { connected, emptyDatabase } from './test-server.js';

const seed = Number(process.env.INDEX_LENS_STRATEGY_SEED ?? 20261126);
const workloads = Number(process.env.INDEX_LENS_STRATEGY_WORKLOADS ?? 8);

describe('a strategy against one index for each shape', function () {
  this.timeout(400_000);

  for (const by of ['sample', 'measure'] as const)
    it(`has fewer indexes, with which the server examines no more, planned by ${by}`, async () => {
      const db = await emptyDatabase('strategies');
      const held = await heldAgainstEach(await connected(), 'strategies', seed, workloads, by);
      await db.dropDatabase();
      const sums = sumsOf(held);
      assert.ok(sums.indexes <= 0.75 * sums.indexesOfEach, JSON.stringify(sums));
      assert.ok(sums.examined <= 1.02 * sums.examinedByEach, JSON.stringify(sums));
      assert.equal(by === 'measure' ? sums.worse : sums.clearlyWorse, 0, JSON.stringify(sums));
      assert.ok(sums.most <= 5, `${sums.most} indexes and _id_ in a budget of 6`);
    });
});

import assert from 'node:assert/strict';
import { heldAgainstOrders, shareOfGood } from './held-against-orders.js';
import { connected, emptyDatabase } from './test-server.js';

const seed = Number(process.env.INDEX_LENS_PROPOSAL_SEED ?? 20261126);
const shapes = Number(process.env.INDEX_LENS_PROPOSAL_SHAPES ?? 20);

describe('a proposed index against every order of its paths', function () {
  this.timeout(400_000);

  it('examines hardly more than the best of them, and less than simpler rules', async () => {
    const db = await emptyDatabase('proposed');
    const all = await heldAgainstOrders(await connected(), 'proposed', seed, shapes);
    await db.dropDatabase();
    const proposed = shareOfGood(all, 'proposed', 2);
    assert.ok(proposed >= 0.9, `${proposed} of the proposals are good`);
    assert.ok(proposed > shareOfGood(all, 'single', 2), 'a single path does as well');
  });
});

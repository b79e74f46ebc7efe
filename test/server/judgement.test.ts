import assert from 'node:assert/strict';
import { heldAgainstPlanner, wrongly } from './held-against-planner.js';
import { emptyDatabase } from './test-server.js';

const seed = Number(process.env.INDEX_LENS_JUDGEMENT_SEED ?? 20261126);
const shapes = Number(process.env.INDEX_LENS_JUDGEMENT_SHAPES ?? 150);

describe('a judgement against the real planner', function () {
  this.timeout(400_000);

  it('says which queries are served, and which are sorted in memory or covered', async () => {
    const db = await emptyDatabase('judged');
    const figures = await heldAgainstPlanner(db, seed, shapes);
    await db.dropDatabase();
    const { faults, served, scanned, sorts, covers } = figures;
    assert.deepEqual(faults['served, but the server scans'], []);
    assert.ok(
      wrongly(figures, 'scan, but the server uses an index') <= 0.01,
      faults['scan, but the server uses an index'].join('\n'),
    );
    assert.ok(wrongly(figures, 'sort') <= 0.01, faults.sort.join('\n'));
    assert.ok(wrongly(figures, 'covered') <= 0.01, faults.covered.join('\n'));
    // Were all queries alike, nothing would have been shown.
    const some = Math.floor(shapes / 40);
    assert.ok(
      Math.min(served, scanned, sorts, covers) >= some,
      JSON.stringify({ served, scanned, sorts, covers }),
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isReachedBySome } from '../../server/reached-by-some.js';

/** Each choice of `count` rows. */
function choices<Row>(rows: readonly Row[], count: number): readonly (readonly Row[])[] {
  if (count === 0) return [[]];
  return rows.flatMap((row, at) => choices(rows.slice(at + 1), count - 1).map((rest) => [row, ...rest]));
}

describe('whether some choice of indexes examines as little', () => {
  it('is found as by trying every choice', () => {
    const rows = fc.array(fc.array(fc.nat(20), { minLength: 4, maxLength: 4 }), {
      minLength: 3,
      maxLength: 7,
    });
    fc.assert(
      fc.property(rows, fc.nat(40), (costs, most) => {
        const totals = choices(costs, 3).map((chosen) =>
          [0, 1, 2, 3].reduce((sum, at) => sum + Math.min(...chosen.map((row) => row[at] ?? 0)), 0),
        );
        assert.equal(isReachedBySome(costs, 3, most), Math.min(...totals) <= most);
      }),
      { seed: 20261126 },
    );
  });
});

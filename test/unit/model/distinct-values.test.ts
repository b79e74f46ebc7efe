import assert from 'node:assert/strict';
import { distinctValues } from '../../../src/model/distinct-values.js';

describe('how many different values there are, by a sample', () => {
  const numbers = (count: number, of: (at: number) => number) =>
    Array.from({ length: count }, (_, at) => of(at));

  it('is what it has where it has each several times', () => {
    assert.equal(
      distinctValues(
        numbers(100, (at) => at % 7),
        50,
      ),
      7,
    );
    assert.equal(distinctValues([[1, 2], [1, 2], { a: 1 }, { a: 1 }], 9), 2);
  });

  it('is more where it has many once, by the root of what it has not seen', () => {
    assert.equal(
      distinctValues(
        numbers(100, (at) => at),
        16,
      ),
      400,
    );
    assert.equal(
      distinctValues(
        numbers(100, (at) => at),
        1,
      ),
      100,
    );
  });

  it('is one at least', () => {
    assert.equal(distinctValues([], 10), 1);
  });
});

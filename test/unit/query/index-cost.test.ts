import assert from 'node:assert/strict';
import type { CollectionFacts } from '../../../src/model/judgement.js';
import type { KeyPattern } from '../../../src/model/index-specification.js';
import { judgedQuery } from '../../../src/query/judging/judged-query.js';
import { proposed, weighed } from '../../../src/query/proposing/best-key.js';
import { site } from './sites.js';

function factsOf(documents: readonly Readonly<Record<string, number>>[]): CollectionFacts {
  const paths = Object.keys(documents[0] ?? {});
  const sampleOf = (path: string) => {
    const values = documents.map((one) => one[path] ?? 0);
    return [path, { distinct: new Set(values).size, values }] as const;
  };
  return {
    paths: paths.map((path) => ({ path, type: 'Number', isArray: false })),
    documents: documents.length,
    samples: Object.fromEntries(paths.map(sampleOf)),
  };
}

/** A hundred documents: ten of each `a`, with each `b` from 0 to 9 once. */
const tens = factsOf(Array.from({ length: 100 }, (_, at) => ({ a: Math.floor(at / 10), b: at % 10 })));

/** Keys and documents. */
function examined(
  filter: object,
  more: Record<string, unknown>,
  key: Record<string, number>,
  facts = tens,
): number {
  const query = judgedQuery(site('find', filter, more), facts, false);
  const pattern: KeyPattern = Object.entries(key);
  return Math.round(weighed(query.match, [], proposed(pattern, {}), query).weight);
}

describe('what reading by an index costs', () => {
  it('to a limit, in the order of an index that is read whole, is what stands before the last match', () => {
    const high = { b: { $gte: 7 } };
    const first = (limit: number) => ({ sort: { a: 1 }, limit });
    assert.equal(examined(high, first(2), { a: 1, b: 1 }), 2 * (7 + 2));
    assert.equal(examined(high, first(5), { a: 1, b: 1 }), 2 * (10 + 7 + 2));
    assert.equal(examined(high, first(5), { a: 1, b: -1 }), 2 * (10 + 2));
    assert.equal(examined(high, { sort: { a: -1 }, limit: 5 }, { a: 1, b: 1 }), 2 * (10 + 2));
    assert.equal(examined({ b: { $gte: 4, $lte: 5 } }, first(1), { a: 1, b: 1 }), 2 * (4 + 1));
    assert.equal(examined({ b: { $gte: 4, $lte: 5 } }, first(1), { a: 1, b: -1 }), 2 * (4 + 1));
    assert.equal(examined({ b: { $gte: 8 } }, first(3), { a: 1 }), 2 * 15);
  });

  it('of a scan that jumps has a key for each stretch that it leaves', () => {
    // That one document is known to match makes an estimate a little higher.
    const near = (actual: number, wanted: number) => {
      assert.ok(Math.abs(actual - wanted) <= 1, String(actual));
    };
    near(examined({ a: { $gte: 5 }, b: 4 }, {}, { a: 1, b: 1 }), 5 * 3 + 5);
    near(examined({ a: { $gte: 5 }, b: 0 }, {}, { a: 1, b: 1 }), 5 * 2 + 5);
    // Of each `a` ten match; the scan sees the first that does not by `c`, then the first with another `b`.
    const documents = Array.from({ length: 400 }, (_, at) => ({
      a: Math.floor(at / 40),
      b: at % 2,
      c: at % 20,
    }));
    const filter = { a: { $gte: 5 }, b: 0, c: { $gte: 10 } };
    near(examined(filter, {}, { a: 1, b: 1, c: 1 }, factsOf(documents)), 5 * 10 * 2 + 5 * 2);
  });
});

import assert from 'node:assert/strict';
import type { CollectionFacts, JudgedIndex } from '../../../src/model/judgement.js';
import type { IndexOptions, KeyPattern } from '../../../src/model/index-specification.js';
import { proposeIndex } from '../../../src/query/proposing/propose-index.js';
import { hole, site } from './sites.js';

const facts: CollectionFacts = { paths: null, documents: 100_000 };

function index(
  key: Record<string, number | string>,
  options: IndexOptions = {},
  isHidden = false,
): JudgedIndex {
  const pattern: KeyPattern = Object.entries(key);
  return { key: pattern, options, name: pattern.flat().join('_'), isHidden };
}

const find = (filter: unknown, more = {}) => site('find', filter, more);

describe('an index proposed', () => {
  const cases: readonly [string, ReturnType<typeof find>, readonly JudgedIndex[], string | null][] = [
    ['for one value', find({ a: hole('x') }), [], 'new a_1'],
    [
      'by equality, sort, range',
      find({ b: { $gte: hole('x') }, a: 1 }, { sort: { c: -1 } }),
      [],
      'new a_1_c_-1_b_1',
    ],
    ['extends what begins so', find({ a: 1, b: 2 }), [index({ b: 1 })], 'extend b_1_a_1'],
    ['leaves a unique index as it is', find({ a: 1, b: 2 }), [index({ a: 1 }, { unique: true })], null],
    ['makes a hidden one visible', find({ a: 1 }), [index({ a: 1 }, {}, true)], 'reuse a_1'],
    ['is none where one serves', find({ a: 1, b: 2 }), [index({ b: 1, a: -1 })], null],
    ['is none for a look-up by _id', site('findById', { _id: hole('id') }), [], null],
    ['is none without a filter', find({}), [], null],
    ['is none for a negation', find({ a: { $ne: 1 } }), [], null],
    [
      'is none for a pattern without a beginning',
      find({ a: { $regularExpression: { pattern: 'x', options: '' } } }),
      [],
      null,
    ],
    ['for the beginning of a text', find({ a: { $regex: '^x' } }), [], 'new a_1'],
    ['for a sort', find({}, { sort: { a: 1, b: -1 }, limit: 10 }), [], 'new a_1_b_-1'],
    ['for each branch of an $or', find({ $or: [{ a: 1 }, { b: 1 }] }), [], 'new a_1, new b_1'],
    ['for the branch that has none', find({ $or: [{ a: 1 }, { b: 1 }] }), [index({ a: 1 })], 'new b_1'],
    [
      'for nearness',
      find({ a: 1, loc: { $near: { $geometry: { type: 'Point', coordinates: [0, 0] } } } }),
      [],
      'new a_1_loc_2dsphere',
    ],
    ['for text', find({ $text: { $search: 'x' } }), [], 'new $**_text'],
  ];
  for (const [name, query, indexes, expected] of cases) {
    it(name, () => {
      const found = proposeIndex(query, indexes, facts);
      const all = found
        ? [found, ...found.branches].map(({ kind, name }) => `${kind} ${name}`).join(', ')
        : null;
      assert.equal(all, expected, JSON.stringify(found));
    });
  }

  it('says why its paths stand so', () => {
    const query = find({ b: { $gte: hole('x') }, a: 1 }, { sort: { c: -1 } });
    assert.equal(
      proposeIndex(query, [], facts)?.reason,
      'a is compared with one value, then c is sorted by, then b is searched by a range.',
    );
  });

  it('has the collation of the query', () => {
    const collation = { locale: 'en', strength: 2 };
    assert.deepEqual(proposeIndex(find({ a: hole('x') }, { collation }), [], facts)?.options, { collation });
  });
});

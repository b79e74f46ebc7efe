import assert from 'node:assert/strict';
import { knownEqualities } from '../../../src/query/command/known-equalities.js';
import { hole, site } from './sites.js';

const id = '665f1f77bcf86cd799439011';
const paths = [
  { path: 'owner', type: 'ObjectId', isArray: false },
  { path: 'seq', type: 'Number', isArray: false },
];

describe('what a query asks for beside its holes', () => {
  it('are single values that the code always writes, as Mongoose casts them', () => {
    const filter = { owner: id, seq: '7', state: 'open', 'isPaid?': true, customer: hole('customer') };
    assert.deepEqual(knownEqualities(site('find', filter), { paths }), {
      owner: { $oid: id },
      seq: 7,
      state: 'open',
    });
  });

  it('are no ranges, lists, patterns, nor what is not there', () => {
    const filter = {
      ...{ a: { $gt: 1 }, b: [1], c: { $regularExpression: { pattern: 'x', options: '' } }, d: null },
      $or: [{ e: 1 }],
      f: { $oid: 'no id' },
    };
    assert.deepEqual(knownEqualities(site('find', filter), undefined), {});
    assert.deepEqual(knownEqualities(site('find', hole('filter')), undefined), {});
  });
});

import assert from 'node:assert/strict';
import type { Json } from '../../../src/model/json.js';
import { joinedCollections } from '../../../src/query/command/joined-collections.js';

describe('the collections that a pipeline joins', () => {
  const joinedBy = (...pipeline: readonly Json[]) =>
    joinedCollections({ aggregate: 'orders', pipeline, cursor: {} });

  it('are those of lookups, unions and graphs, also inside of stages', () => {
    const inner: Json = { $lookup: { from: 'cities', pipeline: [{ $unionWith: 'towns' }], as: 'city' } };
    assert.deepEqual(joinedBy({ $match: { from: 'x' } }, { $lookup: { from: 'customers', as: 'who' } }), [
      'customers',
    ]);
    assert.deepEqual(
      joinedBy({ $graphLookup: { from: 'staff' } }, { $unionWith: { coll: 'old', pipeline: [inner] } }),
      ['staff', 'old', 'cities', 'towns'],
    );
    assert.deepEqual(joinedBy({ $facet: { a: [inner], b: [{ $limit: 1 }] } }), ['cities', 'towns']);
  });

  it('are named once, without the collection itself; a find joins none', () => {
    assert.deepEqual(joinedBy({ $unionWith: 'orders' }, { $unionWith: 'old' }, { $unionWith: 'old' }), [
      'old',
    ]);
    assert.deepEqual(joinedBy({ $lookup: { from: { db: 'local', coll: 'oplog.rs' } } }), []);
    assert.deepEqual(joinedCollections({ find: 'orders', filter: {} }), []);
  });
});

import assert from 'node:assert/strict';
import { optionalPartsOf, withoutParts } from '../../../src/query/command/optional-parts.js';
import { findOf, site } from './sites.js';

describe('optional parts of a query', () => {
  const query = site(
    'find',
    { a: 1, 'b?': 2, $or: [{ 'c?': 3 }, { d: { $gte: 4, '$lt?': 5 } }] },
    { sort: { a: 1, 'e?': -1 } },
  );

  it('are listed in the order of the code', () => {
    assert.deepEqual(optionalPartsOf(query), [
      { id: 'filter.b', path: 'b' },
      { id: 'filter.$or.0.c', path: '$or.0.c' },
      { id: 'filter.$or.1.d.$lt', path: '$or.1.d.$lt' },
      { id: 'sort.e', path: 'e' },
    ]);
    assert.deepEqual(optionalPartsOf(site('find', { a: 1 })), []);
  });

  it('are left out, each by itself', () => {
    const command = (...omitted: readonly string[]) => findOf(withoutParts(query, new Set(omitted)));
    assert.deepEqual(command().filter, { a: 1, b: 2, $or: [{ c: 3 }, { d: { $gte: 4, $lt: 5 } }] });
    assert.deepEqual(command('filter.b', 'filter.$or.1.d.$lt', 'filter.a').filter, {
      a: 1,
      $or: [{ c: 3 }, { d: { $gte: 4 } }],
    });
    assert.deepEqual(command('sort.e').sort, { a: 1 });
    assert.deepEqual(withoutParts(query, new Set()), query);
  });
});

import assert from 'node:assert/strict';
import { whyRefused } from '../../src/compare/refused-index.js';
import type { IndexSpecification } from '../../src/model/index-specification.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { index, plan } from './ensure-plans.js';
import { connected, emptyDatabase } from './test-server.js';

// What the form refuses is what the server refuses, and nothing else: each is tried on an empty collection.

const filter = { partialFilterExpression: { a: { $gt: 1 } } };
const candidates: readonly IndexSpecification[] = [
  index('a:1'),
  index('a:1,b:-1', { unique: true, sparse: true }),
  index('a:0'),
  index('a:5'),
  index('a:up'),
  index('a:text,b:text'),
  index('a:2dsphere,b:1'),
  index('a:hashed,b:1'),
  index('a:hashed,b:hashed'),
  index('a:hashed', { unique: true }),
  index('a..b:1'),
  index('.a:1'),
  index('a.$b:1'),
  index('$a:1'),
  index('$**:1'),
  index('a.$**:1'),
  index('$**:1', { unique: true }),
  index('$**:1', { expireAfterSeconds: 1 }),
  index('$**:1', { wildcardProjection: { a: 1 } }),
  index('a:1', { wildcardProjection: { a: 1 } }),
  index('a:1', { expireAfterSeconds: 0 }),
  index('a:1', { expireAfterSeconds: -1 }),
  index('a:1', { expireAfterSeconds: 2_147_483_648 }),
  index('a:1', { expireAfterSeconds: 'soon' }),
  index('a:1,b:1', { expireAfterSeconds: 1 }),
  index('_id:1', { expireAfterSeconds: 1 }),
  index('_id:1', filter),
  index('a:1', filter),
  index('a:1', { ...filter, sparse: true }),
  index('a:1', { partialFilterExpression: 'a' }),
  index('a:1', { collation: { locale: 'en' } }),
  index('a:1', { collation: { strength: 2 } }),
  index('a:1', { hidden: true }),
  index('a:1', { uniqe: true }),
  index(Array.from({ length: 32 }, (_, at) => `p${at}:1`).join(',')),
  index(Array.from({ length: 33 }, (_, at) => `p${at}:1`).join(',')),
];

describe('an index created by hand', () => {
  it('is refused as it is typed exactly where the server refuses it', async function () {
    this.timeout(180_000);
    await emptyDatabase('app');
    const connection = await connected();
    const told: [string, boolean, string][] = [];
    const wanted: [string, boolean, string][] = [];
    for (const [at, one] of candidates.entries()) {
      const { failed } = await ensureIndexes(connection, plan({ [`c${at}`]: [one] }));
      const name = JSON.stringify([one.key.slice(0, 3), one.options]);
      const why = whyRefused(one);
      const server = failed[0]?.message ?? '';
      told.push([name, why !== null, server]);
      wanted.push([name, failed.length > 0, server]);
    }
    assert.deepEqual(told, wanted);
  });
});

import assert from 'node:assert/strict';
import type { CreateCollectionOptions } from 'mongodb';
import type { IndexSpecification } from '../../src/model/index-specification.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { createdNames, ensured, failedCodes, index, namesOn, plan } from './ensure-plans.js';
import { connected, emptyDatabase } from './test-server.js';

describe('refused by the server for where it is', () => {
  const fails = async (
    collection: string,
    specification: IndexSpecification,
    options: CreateCollectionOptions,
    code: number,
    hint: RegExp,
  ) => {
    const db = await emptyDatabase('app');
    await db.createCollection(collection, options);
    const [failure, ...others] = (await ensured({ [collection]: [specification] })).failed;
    assert.deepEqual([failure?.code, others], [code, []], failure?.message);
    assert.match(failure?.hint ?? '', hint);
    assert.ok(!(await namesOn(collection)).includes(specification.name));
  };
  const timeseries = { timeseries: { timeField: 't', metaField: 'm' } };

  it('text on a time series', () => fails('series', index('m:text'), timeseries, 72, /time series/));
  it('sparse on a time series', () =>
    fails('series', index('value:1', { sparse: true }), timeseries, 72, /time series/));
  it('TTL on a measurement', () =>
    fails('series', index('value:1', { expireAfterSeconds: 1 }), timeseries, 72, /time series/));
  it('TTL on a capped collection', () =>
    fails('capped', index('x:1', { expireAfterSeconds: 1 }), { capped: true, size: 4096 }, 67, /./));

  it('the same index twice in one plan, and under two names', async () => {
    await emptyDatabase('app');
    const twice = await ensured({ a: [index('x:1'), index('x:1'), index('y:1')] });
    assert.deepEqual(await namesOn('a'), ['x_1', 'y_1']);
    assert.deepEqual([twice.created.length + twice.existing, twice.failed], [3, []]);
    const named = await ensured({ b: [index('x:1'), index('x:1', {}, 'other')] });
    assert.deepEqual([createdNames(named), failedCodes(named)], [['x_1'], [['other', 85]]]);
  });

  it('a monitor may not', async () => {
    await emptyDatabase('app');
    const outcome = await ensureIndexes(await connected('monitor'), plan({ a: [index('x:1')] }));
    assert.deepEqual(failedCodes(outcome), [['x_1', 13]]);
  });

  it('a name that no collection may have', async () => {
    const outcome = await ensured({ a$b: [index('x:1')] });
    assert.deepEqual(failedCodes(outcome), [['x_1', 73]]);
    assert.match(outcome.failed[0]?.hint ?? '', /name of the collection/);
  });
});

describe('refused by the server, while the sibling succeeds', () => {
  before(async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertOne({ tags: [1, 2], marks: [3], word: 'no place' });
    const live = [
      { key: { x: 1 }, name: 'x_1' },
      { key: { at: 1 }, name: 'at_1', expireAfterSeconds: 5 },
      { key: { body: 'text' }, name: 'body_text' },
    ];
    await db.command({ createIndexes: 'a', indexes: live });
  });

  const refused: [title: string, specification: IndexSpecification, code: number, message: RegExp, hint: RegExp][] = [
    ['same key, another name', index('x:1', {}, 'other'), 85, /under the name x_1/, /drop the live/],
    ['same name and key, other options', index('x:1', { unique: true }), 86, /exists with another key/, /drop/],
    ['same name, another key', index('y:1', {}, 'x_1'), 86, /exists with another key/, /drop/],
    ['same index, another TTL', index('at:1', { expireAfterSeconds: 9 }), 85, /other options/, /drop/],
    ['a second text index', index('note:text'), 85, /only one/, /drop/],
    ['an unknown option', index('n:1', { nosuch: 1 }), 197, /nosuch/, /Remove the option/],
    ['an unknown kind', index('n:foo'), 67, /Unknown index plugin 'foo'/, /"2dsphere"/],
    ['a direction of 0', index('n:0'), 67, /cannot be 0/, /Correct/],
    ['TTL on two paths', index('n:1,m:1', { expireAfterSeconds: 1 }), 67, /TTL/, /one path only/],
    ['a partial filter with $ne', index('n:1', { partialFilterExpression: { a: { $ne: 1 } } }), 67, /partial index/, /\$exists: true/],
    ['a bad collation', index('n:1', { collation: { locale: 'xx_zz' } }), 2, /locale/, /Correct the value/],
    ['a value of the wrong type', index('n:1', { partialFilterExpression: 1 }), 14, /must be an object/, /Correct the value/],
    ['parallel arrays', index('tags:1,marks:1'), 171, /parallel arrays/, /two arrays/],
    ['geo data that is none', index('word:2dsphere'), 16755, /geo/, /GeoJSON/],
    ['hashed arrays', index('tags:hashed'), 16766, /array/, /no arrays/],
    ['hashed and unique', index('n:hashed', { unique: true }), 16764, /hashed/, /cannot be unique/],
    ['two hashed paths', index('n:hashed,m:hashed'), 31303, /hashed/, /one hashed path/],
    ['33 paths', index(Array.from({ length: 33 }, (_, n) => `p${n}:1`).join(), {}, 'wide'), 13103, /too many/, /32/],
    ['an empty key', { key: [], options: {}, name: 'empty' }, 67, /empty/, /Correct/],
    ['a path with an empty part', index('n..m:1'), 67, /empty/, /Correct/],
    ['a path that ends in a dot', index('n.:1'), 67, /empty/, /Correct/],
    ['a path with a dollar', index('$n:1'), 67, /starts with '\$'/, /Correct/],
    ['an empty name', { ...index('n:1'), name: '' }, 67, /name/, /Correct/],
    ['the name *', index('n:1', {}, '*'), 2, /not valid/, /Correct the value/],
    ['a negative TTL', index('n:1', { expireAfterSeconds: -1 }), 67, /TTL/, /0 to 2147483647/],
    ['a TTL too long', index('n:1', { expireAfterSeconds: 9e9 }), 67, /TTL/, /0 to 2147483647/],
    ['a TTL that is no number', index('n:1', { expireAfterSeconds: 'x' }), 67, /TTL/, /0 to 2147483647/],
    ['a partial filter with a pattern', index('n:1', { partialFilterExpression: { a: { $regex: 'x' } } }), 67, /partial index/, /\$exists: true/],
    ['a partial filter with $exists: false', index('n:1', { partialFilterExpression: { a: { $exists: false } } }), 67, /partial index/, /\$exists: true/],
    ['a partial filter with an unknown operator', index('n:1', { partialFilterExpression: { a: { $nosuch: 1 } } }), 2, /nosuch/, /Correct the value/],
    ['partial and sparse', index('n:1', { sparse: true, partialFilterExpression: { a: 1 } }), 67, /sparse/, /no sparse/],
    ['partial on _id', index('_id:1', { partialFilterExpression: { a: 1 } }, 'p'), 197, /partialFilterExpression/, /Remove the option/],
    ['a wildcard that is unique', index('$**:1', { unique: true }), 67, /wildcard|unique/i, /Correct/],
    ['a wildcard with a TTL', index('$**:1', { expireAfterSeconds: 1 }), 67, /wildcard|TTL/i, /./],
    ['a hashed wildcard', index('$**:hashed'), 67, /starts with/, /Correct/],
    ['a sparse wildcard', index('$**:1', { sparse: true }), 67, /sparse/i, /Correct/],
    ['a wildcard path with a projection', index('n.$**:1', { wildcardProjection: { a: 1 } }), 9, /wildcardProjection/, /Correct the value/],
    ['a compound wildcard without a projection', index('n:1,$**:1'), 67, /wildcard/i, /Correct/],
    ['geoHaystack', index('n:geoHaystack', { bucketSize: 1 }), 67, /geoHaystack/i, /./],
    ['text with a collation', index('n:text', { collation: { locale: 'fr' } }), 67, /collation/, /Remove the collation/],
    ['same name and key, another collation', index('x:1', { collation: { locale: 'fr' } }), 86, /exists with another key/, /drop/],
    ['TTL on _id', index('_id:1', { expireAfterSeconds: 1 }, 'i'), 197, /expireAfterSeconds/, /Remove the option/],
  ]; // prettier-ignore
  for (const [title, specification, code, message, hint] of refused) {
    it(title, async () => {
      const outcome = await ensured({ a: [specification, index('sibling:1')] });
      assert.deepEqual(createdNames(outcome), ['sibling_1']);
      await (await connected()).client.db('app').collection('a').dropIndex('sibling_1');
      const [failure, ...others] = outcome.failed;
      assert.equal(others.length, 0);
      assert.equal(failure?.code, code, failure?.message);
      assert.equal(failure.name, specification.name);
      assert.match(failure.message, message);
      assert.match(failure.message, /^\S.{0,300}[.…]$/);
      assert.match(failure.hint, hint);
    });
  }
});

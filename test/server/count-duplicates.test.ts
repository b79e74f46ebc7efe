import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BSON, MongoServerError, type AggregationCursor, type Document } from 'mongodb';
import type { IndexOptions, IndexSpecification } from '../../src/model/index-specification.js';
import type { Json } from '../../src/model/json.js';
import { duplicatesCommand, duplicatesSentence } from '../../src/report/duplicates-text.js';
import { countDuplicates } from '../../src/server/count-duplicates.js';
import { inParallel } from '../../src/server/in-parallel.js';
import { index } from './ensure-plans.js';
import { connected, emptyDatabase, withFailpoint } from './test-server.js';
import { rejectsWith } from './user-errors.js';

const runs = Number(process.env.INDEX_LENS_DUPLICATES_RUNS ?? 120);
const seed = Number(process.env.INDEX_LENS_DUPLICATES_SEED ?? 20260112);

const scalar = fc.constantFrom<unknown>(
  ...[1, 2, new BSON.Long(1), BSON.Decimal128.fromString('1'), 1.5, 'a', 'A', 'á', 'b', null, true, ''],
  ...[new Date(0), new BSON.ObjectId('0123456789abcdef01234567')],
);
const sub = fc.record({ x: scalar, y: scalar }, { requiredKeys: [] });
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: sub },
  { weight: 2, arbitrary: fc.array(fc.oneof(scalar, sub), { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.array(fc.oneof(scalar, sub), { maxLength: 2 }), { maxLength: 2 }) },
  { weight: 1, arbitrary: fc.record({ x: fc.array(fc.oneof(scalar, sub), { maxLength: 2 }), y: scalar }) },
);
const document = fc.record({ a: value, b: value }, { requiredKeys: [] });
const keys = [
  'a:1',
  'a:-1',
  'b:1',
  'a.x:1',
  'a:1,b:-1',
  'a.x:1,a.y:1',
  'a.x:1,b:1',
  'a:1,a.x:1',
  'a.x.x:1',
  'a.x.x:1,a.y:1',
];
const options = fc.record<IndexOptions>(
  {
    sparse: fc.constant(true),
    partialFilterExpression: fc.constantFrom<Json>({ b: { $exists: true } }, { b: { $gt: 0 } }, { b: 'a' }),
    collation: fc.constantFrom<Json>(
      { locale: 'en', strength: 1 },
      { locale: 'en', strength: 2 },
      { locale: 'simple' },
    ),
  },
  { requiredKeys: [] },
);

interface Trial {
  readonly documents: readonly Document[];
  readonly specification: IndexSpecification;
}

const trial: fc.Arbitrary<Trial> = fc
  .record({
    documents: fc.array(document, { minLength: 2, maxLength: 4 }),
    key: fc.constantFrom(...keys),
    options: fc.oneof(fc.constant({}), options),
  })
  .filter(({ options }) => !('sparse' in options && 'partialFilterExpression' in options))
  .map(({ documents, key, options }) => ({
    documents,
    specification: index(key, { ...options, unique: true }, 'n'),
  }));

describe('counting duplicates', function () {
  this.timeout(240_000);

  it('0 exactly when the server builds the unique index', async () => {
    const db = await emptyDatabase('app');
    const connection = await connected('reader');
    const wrong: string[] = [];
    const seen = { built: 0, refused: 0 };
    let count = 0;
    await inParallel(fc.sample(trial, { numRuns: runs, seed }), 4, async (one) => {
      const collection = `c${count++}`;
      const { documents, specification } = one;
      await db.collection(collection).insertMany(documents.map((each) => ({ ...each })));
      const { keys, first } = await countDuplicates(connection, 'app', collection, specification);
      const { key, name, options } = specification;
      const command = { key: Object.fromEntries(key), name, ...options };
      const code = await db.command({ createIndexes: collection, indexes: [command] }).then(
        () => 0,
        (error: unknown) => (error instanceof MongoServerError ? error.code : -1),
      );
      // Two arrays in one document: no unique index comes to be, whatever the values.
      if (code === 171) return;
      seen[code === 0 ? 'built' : 'refused'] += 1;
      if ((keys === 0) !== (code === 0) || (code !== 0 && code !== 11000)) {
        const documents = BSON.EJSON.stringify(one.documents);
        wrong.push(
          `${keys} keys, code ${code}: ${JSON.stringify(specification)} ${documents} ${JSON.stringify(first)}`,
        );
      }
    });
    await db.dropDatabase();
    assert.deepEqual(wrong, []);
    assert.ok(Math.min(seen.built, seen.refused) > runs / 5, JSON.stringify(seen));
  });

  it('tells keys, documents and the first values', async () => {
    const db = await emptyDatabase('app');
    const documents = [['x', 1], ['X', 1], ['x', 1], ['y', 2], ['z', null], ['z', undefined]]; // prettier-ignore
    const named = documents.map(([a, b], _id) => ({ _id, a, ...(b === undefined ? {} : { b }) }));
    await db.collection<{ _id: number }>('a').insertMany(named);
    const connection = await connected('reader');
    const found = await countDuplicates(connection, 'app', 'a', index('a:1,b:1'));
    assert.deepEqual(found, {
      keys: 2,
      documents: 4,
      first: [
        { values: [['a', 'x'], ['b', 1]], documents: 2, ids: [0, 2] },
        { values: [['a', 'z'], ['b', null]], documents: 2, ids: [4, 5] },
      ],
      isPlain: true,
    }); // prettier-ignore
    const blind = index('a:1', { collation: { locale: 'en', strength: 2 } });
    const { keys, first } = await countDuplicates(connection, 'app', 'a', blind);
    assert.deepEqual([keys, first[0]?.documents], [2, 3]);
  });

  it('an array is told to be one', async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany([{ tags: ['x', 'y'] }, { tags: 'y' }, { tags: [] }, { tags: [] }]);
    const found = await countDuplicates(await connected('reader'), 'app', 'a', index('tags:1'));
    assert.deepEqual([found.keys, found.isPlain], [2, false]);
    assert.deepEqual(found.first.map(({ values }) => values[0]?.[1]).sort(), [[], 'y']);
  });

  it('the text for mongosh lists them, plain or through arrays', async () => {
    const db = await emptyDatabase('app');
    const id = new BSON.ObjectId('0123456789abcdef01234567');
    const documents = [
      { x: 1, tags: ['x', 'y'] },
      { x: 1, tags: 'y' },
      { x: 2 },
      { x: 2 },
      { x: 3, tags: 'z', id },
    ];
    await db.collection('a').insertMany(documents);
    const partialFilterExpression = { x: { $lt: 3 }, id: { $ne: { $oid: String(id) } } };
    const cases: [IndexSpecification, boolean, number][] = [
      [index('x:1'), true, 2],
      [index('tags:1', { sparse: true }), false, 1],
      [index('tags:1', { collation: { locale: 'fr' } }), false, 2],
      [index('x:1', { partialFilterExpression }), true, 2],
    ];
    for (const [specification, isPlain, keys] of cases) {
      const text = duplicatesCommand('a', specification, isPlain);
      // As mongosh does: the driver's collection has the same method.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is ours, and running it is the test
      const run = new Function('db', 'ObjectId', `return ${text}`) as (
        ...names: unknown[]
      ) => AggregationCursor;
      const found = await run({ a: db.collection('a') }, (hex: string) => new BSON.ObjectId(hex)).toArray();
      assert.equal(found.length, keys, text);
      const count = await countDuplicates(await connected('reader'), 'app', 'a', specification);
      assert.deepEqual([count.keys, count.isPlain], [keys, isPlain]);
      assert.match(
        duplicatesSentence(count),
        keys === 1 ? /^1 key in 2 documents: / : /^2 keys in [45] documents: /,
      );
    }
  });

  it('a missing collection has none; kinds that cannot be counted say so; limits and denials are errors', async () => {
    await emptyDatabase('app');
    const reader = await connected('reader');
    assert.equal((await countDuplicates(reader, 'app', 'none', index('a:1'))).keys, 0);
    for (const key of ['a:text', 'a.0:1', 'a.$**:1', 'a:hashed']) {
      await rejectsWith('usage', countDuplicates(reader, 'app', 'a', index(key)), /cannot be counted/);
    }
    const denied = countDuplicates(await connected('monitor'), 'app', 'a', index('a:1'));
    await rejectsWith('not-permitted', denied, /counting duplicates/);
    const stopped = countDuplicates(reader, 'app', 'a', index('a:1'), { signal: AbortSignal.abort() });
    await rejectsWith('cancelled', stopped, /counting/);
    const data = { failCommands: ['aggregate'], errorCode: 50 };
    await withFailpoint('failCommand', { mode: { times: 1 }, data }, () =>
      rejectsWith('timeout', countDuplicates(reader, 'app', 'a', index('a:1')), /time limit/),
    );
  });
});

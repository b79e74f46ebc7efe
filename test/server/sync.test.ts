import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Db } from 'mongodb';
import mongoose from 'mongoose';
import { compare } from '../../src/compare/compare.js';
import { planSync } from '../../src/compare/sync-plan.js';
import type { Model } from '../../src/model/catalog.js';
import type { Comparison } from '../../src/model/comparison.js';
import type { DefinedIndex, IndexOptions, IndexSpecification } from '../../src/model/index-specification.js';
import { inParallel } from '../../src/server/in-parallel.js';
import { readDatabase } from '../../src/server/read.js';
import { syncIndexes } from '../../src/server/sync.js';
import { index, namesOn } from './ensure-plans.js';
import { connected, emptyDatabase, rootUri } from './test-server.js';

const runs = Number(process.env.INDEX_LENS_SYNC_RUNS ?? 40);
const seed = Number(process.env.INDEX_LENS_SYNC_SEED ?? 20260113);
const place = { file: '/x.js', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };

function model(collection: string, indexes: readonly IndexSpecification[], complete = true): Model {
  return {
    model: `M_${collection}`,
    collection,
    place,
    schemaPlace: null,
    complete,
    autoIndex: null,
    problems: [],
    paths: null,
    indexes: indexes.map((index): DefinedIndex => ({ ...index, named: true, origin: 'schema.index', place })),
  };
}

async function compared(database: string, models: readonly Model[]): Promise<Comparison> {
  return compare({ models, queries: [], problems: [] }, await readDatabase(await connected(), database));
}

async function create(db: Db, collection: string, ...indexes: IndexSpecification[]): Promise<void> {
  const commands = indexes.map(({ key, name, options }) => ({
    key: Object.fromEntries(key),
    name,
    ...options,
  }));
  await db.command({ createIndexes: collection, indexes: commands });
}

/** The indexes of a collection as text, sorted. */
async function stateOf(db: Db, collection: string): Promise<readonly string[]> {
  const live = await db.collection(collection).indexes();
  return live
    .map(({ name, key, v, ...options }) => JSON.stringify([name, key, v, Object.entries(options).sort()]))
    .sort();
}

const options: fc.Arbitrary<IndexOptions> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<IndexOptions>(
      { unique: true },
      { sparse: true },
      { unique: true, sparse: true },
      { partialFilterExpression: { a: { $gt: 1 } } },
      { collation: { locale: 'fr' } },
      { collation: { locale: 'fr', strength: 2 } },
    ),
  },
);
const ttl = fc.constantFrom<IndexOptions>({ expireAfterSeconds: 60 }, { expireAfterSeconds: 3_600 });
const specification = fc.oneof(
  fc
    .tuple(fc.constantFrom('a:1', 'a:-1', 'b:1', 'a:1,b:1', 'b:1,a:-1'), options)
    .map(([key, options]) => index(key, options)),
  ttl.map((options) => index('at:1', options)),
  fc.constantFrom(index('at:1'), index('w:text'), index('h:hashed'), index('w:text,a:1')),
);
/** One a key: Mongoose itself can create no two of one name. */
const set = fc.uniqueArray(specification, { maxLength: 4, selector: ({ name }) => name });
const text = ({ key }: IndexSpecification) => key.some(([, direction]) => direction === 'text');
const oneText = (indexes: readonly IndexSpecification[]) => indexes.filter(text).length < 2;
const trial = fc.record({ live: set.filter(oneText), defined: set.filter(oneText), renamed: fc.nat(5) });

describe('synchronising', function () {
  this.timeout(240_000);

  it('ends where Mongoose’s syncIndexes ends', async () => {
    const ours = await emptyDatabase('sync_ours');
    const theirs = await emptyDatabase('sync_theirs');
    const link = await mongoose
      .createConnection(rootUri(), { dbName: 'sync_theirs', autoIndex: false, autoCreate: false })
      .asPromise();
    const trials = fc.sample(trial, { numRuns: runs, seed }).map(({ live, defined, renamed }, at) => ({
      collection: `c${at}`,
      live: live.map((one, position) => (position === renamed ? { ...one, name: 'renamed' } : one)),
      defined,
    }));
    await inParallel(trials, 4, async ({ collection, live }) => {
      for (const db of [ours, theirs]) {
        await db.collection(collection).insertOne({ z: 1 });
        if (live.length > 0) await create(db, collection, ...live);
      }
    });
    await inParallel(trials, 4, async ({ collection, defined }) => {
      const schema = new mongoose.Schema({}, { strict: false, autoIndex: false, autoCreate: false });
      for (const { key, options } of defined)
        schema.index(Object.fromEntries(key) as Record<string, mongoose.IndexDirection>, { ...options });
      await link.model(`M_${collection}`, schema, collection).syncIndexes();
    });
    await link.close();

    const models = trials.map(({ collection, defined }) => model(collection, defined));
    const plan = planSync(await compared('sync_ours', models));
    const { ensure, changes } = await syncIndexes(await connected(), plan);
    assert.deepEqual([ensure.failed, changes.filter(({ failure }) => failure)], [[], []]);
    const wrong: unknown[] = [];
    for (const { collection, live, defined } of trials) {
      const [mine, other] = [await stateOf(ours, collection), await stateOf(theirs, collection)];
      if (mine.join() !== other.join()) wrong.push({ live, defined, mine, other });
    }
    const after = await compared('sync_ours', models);
    await Promise.all([ours.dropDatabase(), theirs.dropDatabase()]);
    assert.deepEqual(wrong, []);
    assert.deepEqual([after.summary.missing, after.summary.extra], [0, 0]);
    const { settle, drop } = plan;
    assert.ok(settle.length >= 10 && drop.length >= 10, `${settle.length} settled, ${drop.length} dropped`);
  });

  it('adds only, where a model is incomplete, and leaves alone what no model is of', async () => {
    const db = await emptyDatabase('app');
    await create(db, 'a', index('x:1'), index('n:1'));
    await create(db, 'b', index('y:1'), index('gone:1'));
    await create(db, 'c', index('z:1'));
    const models = [
      model('a', [index('x:1', { unique: true }), index('new:1')], false),
      model('b', [index('y:1')]),
    ];
    const plan = planSync(await compared('app', models));
    assert.deepEqual(plan.incomplete, ['a']);
    assert.deepEqual(plan.settle, []);
    assert.deepEqual(plan.drop.map(({ collection, index }) => [collection, index.name]), [['b', 'gone_1']]); // prettier-ignore
    await syncIndexes(await connected(), plan);
    assert.deepEqual((await namesOn('a')).sort(), ['n_1', 'new_1', 'x_1']);
    assert.deepEqual(await namesOn('b'), ['y_1']);
    assert.deepEqual(await namesOn('c'), ['z_1']);
  });

  it('drops nothing in a collection where something failed before', async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany([{ x: 1 }, { x: 1 }]);
    await create(db, 'a', index('gone:1'));
    await create(db, 'b', index('gone:1'));
    const models = [model('a', [index('x:1', { unique: true })]), model('b', [index('y:1')])];
    const { ensure, changes } = await syncIndexes(await connected(), planSync(await compared('app', models)));
    assert.deepEqual(ensure.failed.map(({ code }) => code), [11000]); // prettier-ignore
    assert.deepEqual(
      changes.map(({ change, failure }) => [change.collection, failure?.message.split(',')[0]]),
      [
        ['a', 'Not dropped'],
        ['b', undefined],
      ],
    );
    assert.deepEqual([await namesOn('a'), await namesOn('b')], [['gone_1'], ['y_1']]);
  });

  it('drops nothing there to build it anew, either', async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany([{ x: 1 }, { x: 1 }]);
    await create(db, 'a', index('y:1'), index('w:text'), index('at:1', { expireAfterSeconds: 60 }));
    const wanted = ['x:1', 'y:1'].map((key) => index(key, { unique: key === 'x:1', sparse: key === 'y:1' }));
    const models = [model('a', [...wanted, index('v:text'), index('at:1', { expireAfterSeconds: 90 })])];
    const { changes } = await syncIndexes(await connected(), planSync(await compared('app', models)));
    assert.deepEqual(
      changes.map(({ change, failure }) => [change.kind, failure?.message.split(',')[0]]),
      [
        ['rebuild', 'Not dropped to be built anew'],
        ['replace', 'Not dropped to be built anew'],
        ['set-ttl', undefined],
      ],
    );
    assert.deepEqual((await namesOn('a')).sort(), ['at_1', 'w_text', 'y_1']);
  });

  it('cancelled before it begins: nothing is changed', async () => {
    const db = await emptyDatabase('app');
    await create(db, 'a', index('gone:1'));
    const plan = planSync(await compared('app', [model('a', [index('x:1')])]));
    const { ensure, changes } = await syncIndexes(await connected(), plan, { signal: AbortSignal.abort() });
    assert.deepEqual([ensure.cancelled, changes.map(({ result }) => result)], [['a'], ['cancelled']]);
    assert.deepEqual(await namesOn('a'), ['gone_1']);
  });
});

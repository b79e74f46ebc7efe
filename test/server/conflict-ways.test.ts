import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BSON, type Db, type Document } from 'mongodb';
import { compare } from '../../src/compare/compare.js';
import { conflictWays } from '../../src/compare/conflict-ways.js';
import type { Model } from '../../src/model/catalog.js';
import type { ComparedCollection } from '../../src/model/comparison.js';
import type { ConflictWay } from '../../src/model/conflict.js';
import type { DefinedIndex, IndexOptions, IndexSpecification } from '../../src/model/index-specification.js';
import { changeIndex } from '../../src/server/change-index.js';
import { inParallel } from '../../src/server/in-parallel.js';
import { readDatabase } from '../../src/server/read.js';
import { index, namesOn } from './ensure-plans.js';
import { indexPair, type IndexPair } from './index-pairs.js';
import { connected, emptyDatabase, eventually, withFailpoint } from './test-server.js';

const runs = Number(process.env.INDEX_LENS_WAYS_RUNS ?? 100);
const seed = Number(process.env.INDEX_LENS_WAYS_SEED ?? 20260111);
const place = { file: '/x.js', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };

/** A live index, and the same with one more promise: such pairs come up too seldom by themselves. */
const tightened = fc
  .tuple(indexPair, fc.constantFrom<IndexOptions>({ unique: true }, { expireAfterSeconds: 60 }))
  .map(([{ live }, more]): IndexPair => {
    const [first] = live as readonly [IndexSpecification];
    return { live, defined: { ...first, options: { ...first.options, ...more } } };
  });

function defined(specification: IndexSpecification): DefinedIndex {
  return { ...specification, named: true, origin: 'schema.index', place };
}

function model(collection: string, ...indexes: IndexSpecification[]): Model {
  return {
    model: collection,
    collection,
    place,
    schemaPlace: null,
    complete: true,
    autoIndex: null,
    problems: [],
    paths: null,
    indexes: indexes.map(defined),
  };
}

async function create(db: Db, collection: string, ...indexes: IndexSpecification[]): Promise<boolean> {
  const specifications = indexes.map(({ key, name, options }) => ({
    key: Object.fromEntries(key),
    name,
    ...(BSON.EJSON.deserialize(options) as Document),
  }));
  try {
    await db.command({ createIndexes: collection, indexes: specifications });
    return true;
  } catch {
    return false;
  }
}

async function compared(db: Db, models: readonly Model[]): Promise<ReadonlyMap<string, ComparedCollection>> {
  const live = await readDatabase(await connected(), db.databaseName);
  const { collections } = compare({ models, queries: [], problems: [] }, live);
  return new Map(collections.map((one) => [one.collection, one]));
}

const server = { version: '7.0.15', topology: 'replicaSet' } as const;

describe('ways out of a conflict', function () {
  this.timeout(240_000);

  it('each leads to an applied index, and drops nothing that it does not name', async () => {
    const db = await emptyDatabase('ways');
    const valid = await emptyDatabase('ways_valid');
    const pairs = [
      ...fc.sample(indexPair, { numRuns: runs, seed }),
      ...fc.sample(tightened, { numRuns: runs / 5, seed }),
    ];
    const trials: { collection: string; way: ConflictWay; before: readonly IndexSpecification[] }[] = [];
    const seen = new Map<string, number>();
    let count = 0;

    // The ways of all pairs first, since one reading tells of all collections.
    const usable: (typeof pairs)[number][] = [];
    for (const pair of pairs) {
      if (!(await create(valid, `v${count++}`, pair.defined))) continue;
      const live: IndexSpecification[] = [];
      for (const one of pair.live) if (await create(valid, `p${usable.length}`, one)) live.push(one);
      if (live.length > 0) usable.push({ ...pair, live });
    }
    const models = usable.map((pair, at) => model(`p${at}`, pair.defined));
    const asked = await compared(valid, models);
    for (const [at, pair] of usable.entries()) {
      const collection = asked.get(`p${at}`)!;
      const [judged] = collection.indexes;
      const ways = conflictWays(collection, judged!, server);
      assert.equal(ways.length > 0, judged!.status === 'different', JSON.stringify(pair));
      for (const way of ways) {
        const name = `t${trials.length}`;
        const change = way.change && { ...way.change, collection: name };
        trials.push({
          collection: name,
          way: { ...way, change },
          before: pair.live,
        });
        seen.set(way.kind, (seen.get(way.kind) ?? 0) + 1);
      }
    }
    const wrong: string[] = [];
    const connection = await connected();
    await inParallel(trials, 4, async ({ way, collection, before }) => {
      await db.collection(collection).insertOne({ z: 1 });
      for (const one of before) assert.ok(await create(db, collection, one));
      if (!way.change) return;
      const { failure } = await changeIndex(connection, db.databaseName, way.change);
      if (failure) wrong.push(`${collection} ${way.kind}: ${failure.message} ${JSON.stringify(way)}`);
    });
    const after = await compared(
      db,
      trials.map(({ collection, way }) => model(collection, way.definition)),
    );
    for (const { collection, way, before } of trials) {
      const { indexes } = after.get(collection)!;
      const { status, differences, live } = indexes.find((one) => one.defined)!;
      // Whether it is hidden stays as it is, unless it is built anew.
      const mayBeHidden = way.kind === 'take-live' || way.kind === 'change';
      const isSettled = status === 'applied' || (status === 'hidden' && mayBeHidden);
      if (!isSettled)
        wrong.push(`${way.kind}: ${status} ${differences.join()} ${JSON.stringify({ way, live })}`);
      const dropped = (way.change?.steps ?? []).flatMap((step) =>
        step.kind === 'drop' ? step.index.name : [],
      );
      const kept = before.map(({ name }) => name).filter((name) => !dropped.includes(name));
      const names = indexes.flatMap(({ live }) => live?.name ?? []);
      const isExact = names.length === new Set([...kept, way.definition.name]).size;
      if (!isExact) wrong.push(`${way.kind} leaves ${names.join()}: ${JSON.stringify(way)}`);
    }
    await db.dropDatabase();
    await valid.dropDatabase();
    assert.deepEqual(wrong, []);
    for (const kind of ['change', 'new-name', 'rebuild', 'replace', 'take-live']) {
      assert.ok((seen.get(kind) ?? 0) >= 4, `${kind} came up ${seen.get(kind) ?? 0} times`);
    }
  });

  async function conflict(
    live: readonly IndexSpecification[],
    defined: IndexSpecification,
    documents: readonly Document[] = [{ z: 1 }],
  ): Promise<readonly ConflictWay[]> {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany([...documents]);
    assert.ok(await create(db, 'a', ...live));
    const collection = (await compared(db, [model('a', defined)])).get('a')!;
    return conflictWays(collection, collection.indexes[0]!, server);
  }

  const kinds = (ways: readonly ConflictWay[]) => ways.map(({ kind }) => kind);

  it('the safest come first, and what is not possible is not offered', async () => {
    const ttl = index('at:1', { expireAfterSeconds: 60 });
    assert.deepEqual(kinds(await conflict([index('at:1')], ttl)), [
      'change',
      'rebuild',
      'replace',
      'take-live',
    ]);
    assert.deepEqual(kinds(await conflict([ttl], index('at:1'))), ['rebuild', 'replace', 'take-live']);
    const other = await conflict([index('x:1', {}, 'n')], index('y:1', {}, 'n'));
    assert.deepEqual(kinds(other), ['new-name', 'rebuild', 'replace', 'take-live']);
    assert.equal(other[0]?.definition.name, 'y_1');
    const renamed = await conflict([index('x:1', {}, 'old')], index('x:1'));
    assert.deepEqual(kinds(renamed), ['take-live', 'rebuild', 'replace']);
    const words = await conflict([index('x:text')], index('y:text'));
    assert.deepEqual(kinds(words), ['replace', 'take-live']);
  });

  it('a build that fails half way: everything is as it was', async () => {
    const live = [index('x:1'), index('other:1')];
    const target = index('x:1', { unique: true, sparse: true });
    const ways = await conflict(live, target, [{ x: 1 }, { x: 1 }]);
    for (const kind of ['new-name', 'rebuild', 'replace']) {
      const way = ways.find((one) => one.kind === kind);
      assert.ok(way?.change, kind);
      const outcome = await changeIndex(await connected(), 'app', way.change);
      assert.deepEqual([outcome.result, outcome.failure?.code, outcome.isUnchanged], ['failed', 11000, true]);
      assert.deepEqual((await namesOn('a')).sort(), ['other_1', 'x_1'], kind);
    }
  });

  it('aborted in the middle of a build: everything is as it was', async () => {
    const documents = Array.from({ length: 1_000 }, (_, x) => ({ x, y: x }));
    const ways = await conflict([index('x:1', {}, 'n')], index('y:1', {}, 'n'), documents);
    for (const { change } of ways.filter(({ kind }) => kind === 'rebuild' || kind === 'replace')) {
      assert.ok(change);
      const abort = new AbortController();
      await withFailpoint('hangAfterStartingIndexBuild', {}, async (turnOff) => {
        const changing = changeIndex(await connected(), 'app', change, {
          signal: abort.signal,
          onProgress: ({ build, done, total }) => {
            if (build && (change.kind === 'replace' || done < total)) abort.abort();
          },
        });
        await eventually(() => abort.signal.aborted);
        await new Promise((resolve) => setTimeout(resolve, 300));
        await turnOff();
        const outcome = await changing;
        assert.deepEqual(
          [outcome.result, outcome.isUnchanged],
          ['cancelled', true],
          outcome.failure?.message,
        );
      });
      const live = await (await connected()).client.db('app').collection('a').indexes();
      assert.deepEqual(
        live.map(({ key }) => key),
        [{ _id: 1 }, { x: 1 }],
        change.kind,
      );
    }
  });
});

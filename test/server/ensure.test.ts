import assert from 'node:assert/strict';
import type { CreateCollectionOptions } from 'mongodb';
import type { CollectionOutcome, EnsureOutcome, EnsureProgress } from '../../src/model/ensure.js';
import type { IndexSpecification } from '../../src/model/index-specification.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { index, plan } from './ensure-plans.js';
import { connected, emptyDatabase, eventually, withFailpoint } from './test-server.js';

/** Ensures as root. */
async function ensured(
  create: Readonly<Record<string, readonly IndexSpecification[]>>,
): Promise<EnsureOutcome> {
  return ensureIndexes(await connected(), plan(create));
}

/** How many `createIndexes` commands the server has got so far. */
async function commandsSoFar(): Promise<number> {
  const { client } = await connected();
  const status = await client.db('admin').command({ serverStatus: 1, wiredTiger: 0 });
  return (status as { metrics: { commands: { createIndexes: { total: number } } } }).metrics.commands
    .createIndexes.total;
}

const createdNames = ({ created }: EnsureOutcome) => created.map(({ name }) => name);
const failedCodes = ({ failed }: EnsureOutcome) => failed.map(({ name, code }) => [name, code]);

async function namesOn(collection: string): Promise<string[]> {
  const connection = await connected();
  const live = await connection.client.db('app').collection(collection).indexes();
  return live.map(({ name }) => name ?? '').filter((name) => name !== '_id_');
}

describe('ensuring indexes', () => {
  beforeEach(async () => {
    await emptyDatabase('app');
  });

  it('creates in the order of the plan, one command a collection, and the collection itself', async () => {
    const connection = await connected();
    const events: EnsureProgress[] = [];
    const settled: CollectionOutcome[] = [];
    const outcome = await ensureIndexes(
      connection,
      plan({ b: [index('x:1'), index('y:1,x:-1')], a: [index('x:1', { unique: true })], c: [] }),
      { onProgress: (event) => events.push(event), onSettled: (outcome) => settled.push(outcome) },
    );
    assert.deepEqual(
      outcome.created.map(({ collection, name, key }) => [collection, name, key]),
      [
        ['b', 'x_1', [['x', 1]]],
        ['b', 'y_1_x_-1', [['y', 1], ['x', -1]]],
        ['a', 'x_1', [['x', 1]]],
      ], // prettier-ignore
    );
    assert.ok(outcome.created.every(({ ms }) => Number.isInteger(ms) && ms >= 0));
    assert.equal(outcome.created[0]?.ms, outcome.created[1]?.ms, 'One command made both.');
    assert.deepEqual([outcome.failed, outcome.cancelled, outcome.skipped], [[], [], []]);
    assert.deepEqual(await namesOn('b'), ['x_1', 'y_1_x_-1']);
    assert.deepEqual(
      events.map(({ collection, names, done, total }) => [collection, names.length, done, total]),
      [
        ['b', 2, 0, 2],
        ['a', 1, 1, 2],
      ],
    );
    assert.deepEqual(
      settled.map(({ collection, created, failed, cancelled }) => [
        collection,
        created.length,
        failed,
        cancelled,
      ]),
      [
        ['b', 2, [], false],
        ['a', 1, [], false],
      ],
    );
  });

  it('keeps the order of paths that an object would reorder', async () => {
    const outcome = await ensured({ a: [index('b:1,7:1')] });
    assert.deepEqual(createdNames(outcome), ['b_1_7_1']);
    const connection = await connected();
    const explained = await connection.client.db('app').command(
      { explain: { find: 'a', sort: { b: 1 }, hint: 'b_1_7_1' }, verbosity: 'queryPlanner' }, // prettier-ignore
    );
    assert.match(JSON.stringify(explained), /"indexName":"b_1_7_1"/);
    assert.doesNotMatch(JSON.stringify(explained), /"stage":"SORT"/, 'b comes first.');
  });

  it('passes on what the plan leaves alone', async () => {
    const differs = { reason: 'different', differences: ['unique'], live: null } as const;
    const skipped = { ...index('s:1'), collection: 'a', ...differs };
    const [collection] = plan({ a: [] }).collections;
    const outcome = await ensureIndexes(await connected(), {
      database: 'app',
      collections: [{ ...collection!, existing: [index('x:1'), index('y:1')], skipped: [skipped] }],
    });
    assert.deepEqual(outcome, { created: [], existing: 2, skipped: [skipped], failed: [], cancelled: [] });
  });

  it('counts what someone else has created meanwhile as existing', async () => {
    await ensured({ a: [index('x:1')] });
    const outcome = await ensured({ a: [index('x:1')] });
    assert.deepEqual([outcome.created, outcome.failed, outcome.existing], [[], [], 1]);
  });

  it('duplicates fail the unique index and say which; its siblings succeed', async () => {
    const db = await emptyDatabase('app');
    const documents = [7, 7, 8].map((email, y) => ({ email, owner: { id: 'same' }, y }));
    await db.collection('a').insertMany(documents);
    const unique = index('email:1,owner.id:1', { unique: true });
    const before = await commandsSoFar();
    const outcome = await ensured({ a: [index('x:1'), unique, index('y:-1')], b: [index('z:1')] });
    assert.equal((await commandsSoFar()) - before, 3, 'Two for a, one for b.');
    assert.deepEqual(createdNames(outcome), ['x_1', 'y_-1', 'z_1']);
    assert.deepEqual(await namesOn('a'), ['x_1', 'y_-1']);
    const [failure] = outcome.failed;
    assert.equal(outcome.failed.length, 1);
    assert.equal(failure?.code, 11000);
    assert.equal(failure.codeName, 'DuplicateKey');
    assert.match(failure.message, /email: 7, owner\.id: "same"/);
    assert.match(failure.hint, /duplicates/);
  });

  it('two at fault: each with its own reason, the rest succeed', async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany([{ x: 1, tags: [1], marks: [2] }, { x: 1 }]);
    const outcome = await ensured({
      a: [
        index('tags:1,marks:1'),
        index('good:1'),
        index('x:1', { unique: true }),
        index('t:1', { expireAfterSeconds: -1 }),
      ],
    });
    assert.deepEqual(createdNames(outcome), ['good_1']);
    assert.deepEqual(failedCodes(outcome).sort(), [
      ['t_1', 67],
      ['tags_1_marks_1', 171],
      ['x_1', 11000],
    ]);
  });

  it('a view and a time series', async () => {
    const db = await emptyDatabase('app');
    await db.createCollection('view', { viewOn: 'a', pipeline: [] });
    await db.createCollection('series', { timeseries: { timeField: 't', metaField: 'm' } });
    const outcome = await ensured({
      view: [index('x:1'), index('y:1')],
      series: [index('m:1', { unique: true }), index('m:1', {}, 'good')],
    });
    assert.deepEqual(failedCodes(outcome), [
      ['x_1', 166],
      ['y_1', 166],
      ['m_1', 72],
    ]);
    assert.deepEqual(createdNames(outcome), ['good']);
    assert.match(outcome.failed[0]?.hint ?? '', /view is a view/);
  });

  it('the 65th index', async () => {
    const many = Array.from({ length: 62 }, (_, n) => index(`p${n}:1`));
    assert.equal((await ensured({ a: many })).created.length, 62);
    const outcome = await ensured({ a: [index('q1:1'), index('q2:1'), index('q3:1')] });
    assert.deepEqual(createdNames(outcome), ['q1_1']);
    assert.deepEqual(failedCodes(outcome), [
      ['q2_1', 67],
      ['q3_1', 67],
    ]);
    assert.match(outcome.failed[0]?.hint ?? '', /at most 64/);
  });

  it('a user who may not: nothing is tried twice, everything is reported', async () => {
    const outcome = await ensureIndexes(await connected('reader'), plan({ a: [index('x:1'), index('y:1')] }));
    assert.deepEqual(failedCodes(outcome), [
      ['x_1', 13],
      ['y_1', 13],
    ]);
    assert.match(outcome.failed[0]?.hint ?? '', /readWrite or dbAdmin/);
    assert.doesNotMatch(JSON.stringify(outcome), /lsid|pw-reader/);
  });

  for (const user of ['writer', 'keeper'] as const) {
    it(`a ${user} may`, async () => {
      const outcome = await ensureIndexes(await connected(user), plan({ a: [index('x:1')] }));
      assert.deepEqual(createdNames(outcome), ['x_1']);
    });
  }
});

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

describe('ensuring indexes while the server builds', () => {
  const hang = 'hangAfterStartingIndexBuild';

  beforeEach(async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany(Array.from({ length: 1_000 }, (_, x) => ({ x })));
  });

  it('tells phase and percentage', async () => {
    const data = { fieldsToMatch: { x: 250 } };
    const events: EnsureProgress[] = [];
    const scan = 'hangIndexBuildDuringCollectionScanPhaseBeforeInsertion';
    await withFailpoint(scan, { data }, async (turnOff) => {
      const ensuring = ensureIndexes(await connected(), plan({ a: [index('x:1')] }), {
        onProgress: (event) => events.push(event),
      });
      await eventually(() => events.some(({ build }) => build?.percent === 25));
      await turnOff();
      assert.deepEqual(createdNames(await ensuring), ['x_1']);
    });
    const { build } = events.find((event) => event.build !== null)!;
    assert.equal(build?.phase, 'scanning collection');
  });

  it('a user who may not see operations gets no percentage, and the index', async () => {
    const events: EnsureProgress[] = [];
    await withFailpoint(hang, {}, async (turnOff) => {
      const ensuring = ensureIndexes(await connected('writer'), plan({ a: [index('x:1')] }), {
        onProgress: (event) => events.push(event),
      });
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      await turnOff();
      assert.deepEqual(createdNames(await ensuring), ['x_1']);
    });
    assert.ok(events.every(({ build }) => (build?.percent ?? null) === null));
    assert.equal(events.at(-1)?.build?.phase, 'scanning collection');
  });

  it('cancel: the build goes on and is reported so, the next collections are untouched', async () => {
    await withFailpoint(hang, {}, async (turnOff) => {
      const start = Date.now();
      const cancel = new AbortController();
      const create = { a: [index('x:1')], b: [index('y:1')], c: [index('z:1')] };
      const outcome = await ensureIndexes(await connected(), plan(create), {
        signal: cancel.signal,
        onProgress: ({ build }) => {
          if (build) cancel.abort();
        },
      });
      assert.ok(Date.now() - start < 5_000);
      assert.deepEqual(outcome.cancelled, ['b', 'c']);
      assert.deepEqual(createdNames(outcome), []);
      assert.match(outcome.failed[0]?.message ?? '', /goes on on the server/);
      assert.equal(outcome.failed[0]?.code, null);
      await turnOff();
    });
    await eventually(async () => (await namesOn('a')).includes('x_1'));
    assert.deepEqual(await namesOn('b').catch(() => []), []);
  });

  it('builds as many collections at once as it is told', async () => {
    const db = await emptyDatabase('app');
    for (const name of ['a', 'b', 'c']) await db.collection(name).insertOne({ x: 1 });
    await withFailpoint(hang, {}, async (turnOff) => {
      const building = new Set<string>();
      const settled: string[] = [];
      const ensuring = ensureIndexes(
        await connected(),
        plan({ a: [index('x:1')], b: [index('x:1')], c: [index('x:1')] }),
        {
          collectionsAtOnce: 2,
          onProgress: ({ collection, build }) => build && building.add(collection),
          onSettled: ({ collection }) => settled.push(collection),
        },
      );
      await eventually(() => Promise.resolve(building.size === 2));
      assert.deepEqual([...building].sort(), ['a', 'b']);
      assert.deepEqual(settled, []);
      await turnOff();
      const outcome = await ensuring;
      assert.deepEqual(
        outcome.created.map(({ collection }) => collection),
        ['a', 'b', 'c'],
      );
    });
  });

  it('cancelled before it begins: everything is untouched', async () => {
    const outcome = await ensureIndexes(await connected(), plan({ a: [index('x:1')] }), {
      signal: AbortSignal.abort(),
    });
    assert.deepEqual(outcome, { created: [], existing: 0, skipped: [], failed: [], cancelled: ['a'] });
    assert.deepEqual(await namesOn('a'), []);
  });

  it('a build that someone aborts', async () => {
    await withFailpoint(hang, {}, async (turnOff) => {
      const connection = await connected();
      const ensuring = ensureIndexes(
        connection,
        plan({ a: [index('x:1'), index('y:1')], b: [index('z:1')] }),
      );
      const db = connection.client.db('app');
      await eventually(async () => (await db.collection('a').indexes()).length === 3);
      const dropping = db.command({ dropIndexes: 'a', index: ['x_1', 'y_1'] });
      await new Promise((resolve) => setTimeout(resolve, 300));
      await turnOff();
      await dropping;
      const outcome = await ensuring;
      assert.deepEqual(failedCodes(outcome), [
        ['x_1', 276],
        ['y_1', 276],
      ]);
      assert.match(outcome.failed[0]?.hint ?? '', /aborted/);
      assert.deepEqual(createdNames(outcome), ['z_1']);
    });
  });

  it('a connection that drops: says so, and goes on when the server answers again', async () => {
    const data = { failCommands: ['createIndexes'], closeConnection: true };
    await withFailpoint('failCommand', { mode: { times: 1 }, data }, async () => {
      const outcome = await ensureIndexes(await connected(), plan({ a: [index('x:1')], b: [index('y:1')] }));
      assert.deepEqual(failedCodes(outcome), [['x_1', null]]);
      assert.match(outcome.failed[0]?.message ?? '', /was lost, and the index is neither there now nor/);
      assert.deepEqual(createdNames(outcome), ['y_1']);
    });
  });

  it('a connection that is gone: the rest is not tried', async () => {
    const connection = await connected();
    await connection.close();
    const outcome = await ensureIndexes(connection, plan({ a: [index('x:1')], b: [index('y:1')] }));
    assert.deepEqual(failedCodes(outcome), [
      ['x_1', null],
      ['y_1', null],
    ]);
    assert.match(outcome.failed[1]?.message ?? '', /Not started/);
  });
});

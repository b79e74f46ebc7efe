import assert from 'node:assert/strict';
import type { CollectionOutcome, EnsureProgress } from '../../src/model/ensure.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { createdNames, ensured, failedCodes, index, namesOn, plan } from './ensure-plans.js';
import { connected, emptyDatabase, eventually, withFailpoint } from './test-server.js';

/** How many `createIndexes` commands the server has got so far. */
async function commandsSoFar(): Promise<number> {
  const { client } = await connected();
  const status = await client.db('admin').command({ serverStatus: 1, wiredTiger: 0 });
  return (status as { metrics: { commands: { createIndexes: { total: number } } } }).metrics.commands
    .createIndexes.total;
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
      await eventually(() => events.some(({ build }) => build !== null));
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

import assert from 'node:assert/strict';
import type { Document } from 'mongodb';
import type { IndexOptions, KeyPattern, LiveIndex } from '../../src/model/index-specification.js';
import type { LiveCollection, LiveDatabase } from '../../src/model/live.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { readDatabase } from '../../src/server/read.js';
import { connected, emptyDatabase, eventually, withFailpoint, type User } from './test-server.js';
import { rejectsWith } from './user-errors.js';

function collectionOf(live: LiveDatabase, name: string): LiveCollection {
  const found = live.collections.find(({ collection }) => collection === name);
  assert.ok(found, `No ${name} among ${live.collections.map(({ collection }) => collection).join()}`);
  return found;
}

function indexOf(live: LiveDatabase, collection: string, name: string): LiveIndex {
  const found = collectionOf(live, collection).indexes.find((index) => index.name === name);
  assert.ok(found, `No ${name} on ${collection}`);
  return found;
}

describe('reading a database', () => {
  it('a database that does not exist is empty', async () => {
    const live = await readDatabase(await connected(), 'no_such_database');
    assert.deepEqual(live.collections, []);
    assert.deepEqual(live.problems, []);
  });

  it('collections, views, time series; documents and sizes; none of the server’s own', async () => {
    const db = await emptyDatabase('read_kinds');
    await db.collection('plain').insertMany(Array.from({ length: 250 }, (_, number) => ({ number })));
    await db.createCollection('empty');
    await db.createCollection('watched', { viewOn: 'plain', pipeline: [] });
    await db.createCollection('measured', { timeseries: { timeField: 'at', metaField: 'sensor' } });
    await db.collection('measured').insertOne({ at: new Date(), sensor: 1 });
    await db.createCollection('capped', { capped: true, size: 8192 });
    await db.createCollection('clustered', { clusteredIndex: { key: { _id: 1 }, unique: true } });
    await db.createCollection('french', { collation: { locale: 'fr' } });
    const progress: [number, number][] = [];
    const live = await readDatabase(await connected(), 'read_kinds', {
      onProgress: (done, total) => progress.push([done, total]),
    });
    assert.deepEqual(
      live.collections.map(({ collection, kind, documents }) => [collection, kind, documents]),
      [
        ['capped', 'collection', 0],
        ['clustered', 'collection', 0],
        ['empty', 'collection', 0],
        ['french', 'collection', 0],
        ['measured', 'timeseries', null],
        ['plain', 'collection', 250],
        ['watched', 'view', null],
      ],
    );
    const plain = { viewOn: null, timeField: null, cappedBytes: null, isClustered: false, shardKey: null };
    assert.deepEqual(collectionOf(live, 'plain').traits, plain);
    assert.deepEqual(collectionOf(live, 'watched').traits, { ...plain, viewOn: 'plain' });
    assert.deepEqual(collectionOf(live, 'measured').traits, { ...plain, timeField: 'at' });
    assert.deepEqual(collectionOf(live, 'capped').traits, { ...plain, cappedBytes: 8192 });
    assert.deepEqual(collectionOf(live, 'clustered').traits, { ...plain, isClustered: true });
    assert.deepEqual(progress.at(-1), [7, 7]);
    assert.ok((collectionOf(live, 'plain').sizeBytes ?? 0) > 250 * 20);
    assert.deepEqual(collectionOf(live, 'watched').indexes, []);
    const collations = ['french', 'plain'].map(
      (name) => collectionOf(live, name).indexes[0]?.options.collation as Document | undefined,
    );
    assert.deepEqual([collations[0]?.locale, collations[1]], ['fr', undefined]);
    assert.deepEqual(live.problems, []);
    assert.equal(live.database, 'read_kinds');
  });

  it('usage since a moment, and the size of each index', async () => {
    const db = await emptyDatabase('read_usage');
    await db.collection('a').insertMany([{ x: 1 }, { x: 2 }]);
    await db.collection('a').createIndex({ x: 1 });
    for (let time = 0; time < 3; time++) await db.collection('a').findOne({ x: 1 });
    const live = await readDatabase(await connected(), 'read_usage');
    const { usage, sizeBytes, building, hidden } = indexOf(live, 'a', 'x_1');
    assert.equal(usage?.ops, 3);
    assert.ok(Math.abs(Date.now() - Date.parse(usage.since)) < 60_000);
    assert.ok(sizeBytes !== null && sizeBytes > 0);
    assert.equal(building, null);
    assert.equal(hidden, false);
    assert.equal(collectionOf(live, 'a').indexes[0]?.name, '_id_');
  });

  const specifications: [title: string, key: KeyPattern, options: IndexOptions][] = [
    ['one path', [['a', 1]], {}],
    ['compound, order kept', [['b', -1], ['a', 1], ['z.y', -1]], {}], // prettier-ignore
    ['an element of an array by its position', [['b.0', 1]], {}],
    ['paths that look like numbers', [['b', 1], ['7', -1], ['0', 1], ['a', 1]], {}], // prettier-ignore
    ['unique and sparse', [['a', 1]], { unique: true, sparse: true }],
    ['TTL', [['at', 1]], { expireAfterSeconds: 3600 }],
    ['partial', [['a', 1]], { partialFilterExpression: { b: { $gt: 5 }, c: { $exists: true } } }],
    ['partial with BSON types', [['a', 1]], {
      partialFilterExpression: {
        at: { $gt: { $date: '2026-01-31T00:00:00Z' } },
        owner: { $oid: '65a1b2c3d4e5f60718293a4b' },
      },
    }], // prettier-ignore
    ['hidden', [['a', 1]], { hidden: true }],
    ['hashed', [['a', 'hashed']], {}],
    ['hashed compound', [['b', 1], ['a', 'hashed']], {}], // prettier-ignore
    ['2dsphere', [['place', '2dsphere']], {}],
    ['2dsphere of an old version', [['place', '2dsphere']], { '2dsphereIndexVersion': 2 }],
    ['2d with bounds', [['place', '2d']], { min: -90, max: 90, bits: 20 }],
    ['wildcard', [['$**', 1]], { wildcardProjection: { a: 1 } }],
    ['wildcard below a path', [['a.$**', 1]], {}],
    ['text', [['content', 'text']], {}],
    ['text among others', [['company', 1], ['content', 'text'], ['title', 'text'], ['at', -1]], {}], // prettier-ignore
    ['text with weights and language', [['content', 'text'], ['title', 'text']], {
      weights: { content: 1, title: 10 },
      default_language: 'german',
      language_override: 'idioma',
    }], // prettier-ignore
    ['text of everything', [['$**', 'text']], {}],
  ];
  for (const [title, key, options] of specifications) {
    it(`what is created is read back: ${title}`, async () => {
      await emptyDatabase('read_round_trip');
      const connection = await connected();
      const specification = { key, options, name: 'the one' };
      const unknown = { documents: null, sizeBytes: null };
      const none = { models: [], exists: false, live: 0, existing: [], skipped: [] };
      const outcome = await ensureIndexes(connection, {
        database: 'read_round_trip',
        collections: [{ ...unknown, ...none, collection: 'a', create: [specification] }],
      });
      assert.deepEqual(outcome.failed, []);
      const live = await readDatabase(connection, 'read_round_trip');
      const { key: liveKey, options: liveOptions, hidden } = indexOf(live, 'a', 'the one');
      assert.deepEqual({ key: liveKey, options: liveOptions }, { key, options });
      assert.equal(hidden, options.hidden === true);
    });
  }

  it('a collation comes back whole, other noise does not come back', async () => {
    const db = await emptyDatabase('read_options');
    const indexes: Document[] = [
      { key: { a: 1 }, name: 'c', collation: { locale: 'en', strength: 2 } },
      { key: { b: 1 }, name: 'n', background: true, v: 2, sparse: false, unique: false },
      { key: { d: 1.0, e: -1 }, name: 'd', expireAfterSeconds: undefined },
    ];
    await db.command({ createIndexes: 'a', indexes }, { ignoreUndefined: true });
    await db.createCollection('clustered', { clusteredIndex: { key: { _id: 1 }, unique: true } });
    const live = await readDatabase(await connected(), 'read_options');
    const { collation, ...rest } = indexOf(live, 'a', 'c').options;
    assert.deepEqual(rest, {});
    assert.equal((collation as Document).strength, 2);
    assert.equal((collation as Document).caseFirst, 'off');
    assert.deepEqual(indexOf(live, 'a', 'n').options, {});
    assert.deepEqual(indexOf(live, 'a', 'd').key, [['d', 1], ['e', -1]]); // prettier-ignore
    const [clustered] = collectionOf(live, 'clustered').indexes;
    assert.deepEqual(clustered?.key, [['_id', 1]]);
    assert.equal(clustered.usage, null);
  });

  it('reads two hundred collections side by side', async function () {
    this.timeout(60_000);
    const db = await emptyDatabase('read_many');
    await Promise.all(Array.from({ length: 200 }, (_, number) => db.createCollection(`c${number}`)));
    const live = await readDatabase(await connected(), 'read_many');
    assert.equal(live.collections.length, 200);
    await db.dropDatabase();
  });

  for (const [what, errorCode] of [
    ['dropped', 26],
    ['replaced by a view', 166],
  ] as const) {
    it(`collections ${what} meanwhile are left out`, async () => {
      const db = await emptyDatabase('read_dropped');
      await db.collection('a').insertOne({});
      await db.collection('b').insertOne({});
      const data = { failCommands: ['listIndexes'], errorCode, appName: 'index-lens' };
      const live = await withFailpoint('failCommand', { mode: { times: 1 }, data }, async () =>
        readDatabase(await connected(), 'read_dropped'),
      );
      assert.equal(live.collections.length, 1);
      assert.deepEqual(live.problems, []);
    });
  }

  it('a build under way, with its progress', async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany(Array.from({ length: 1_000 }, (_, a) => ({ a })));
    await withFailpoint(
      'hangIndexBuildDuringCollectionScanPhaseBeforeInsertion',
      { data: { fieldsToMatch: { a: 500 } } },
      async (turnOff) => {
        const building = db.command({ createIndexes: 'a', indexes: [{ key: { a: 1 }, name: 'a_1' }] });
        const connection = await connected();
        let live = await readDatabase(connection, 'app');
        await eventually(async () => {
          live = await readDatabase(connection, 'app');
          const { indexes } = collectionOf(live, 'a');
          return indexes.some((index) => index.building?.percent === 50);
        });
        assert.deepEqual(indexOf(live, 'a', 'a_1').building, { percent: 50, phase: 'scanning collection' });
        assert.equal(indexOf(live, 'a', '_id_').building, null);
        const [build] = live.builds ?? [];
        assert.deepEqual([build?.collection, build?.percent], ['a', 50]);
        assert.deepEqual(build?.indexes, [{ key: [['a', 1]], options: {}, name: 'a_1' }]);
        assert.ok(Math.abs(Date.now() - Date.parse(build.runningSince)) < 30_000);
        assert.deepEqual(live.problems, []);

        const seenByReader = await readDatabase(await connected('reader'), 'app');
        const phase = 'scanning collection';
        assert.deepEqual(indexOf(seenByReader, 'a', 'a_1').building, { percent: null, phase });
        assert.equal(seenByReader.builds, null);
        assert.ok(seenByReader.problems.some(({ code }) => code === 'no-build-progress'));
        await turnOff();
        await building;
      },
    );
    const after = await readDatabase(await connected(), 'app');
    assert.equal(indexOf(after, 'a', 'a_1').building, null);
  });
});

describe('reading with the role of', () => {
  interface Expected {
    readonly sees: boolean;
    readonly usage: boolean;
    readonly documents: number | null;
    readonly problems: readonly string[];
  }
  const noUsage = ['no-index-stats'];
  const roles: Record<Exclude<User, 'nobody' | 'halfReader'>, Expected> = {
    reader: { sees: true, usage: false, documents: 2, problems: noUsage },
    writer: { sees: true, usage: false, documents: 2, problems: noUsage },
    keeper: { sees: true, usage: false, documents: 2, problems: noUsage },
    monitor: { sees: true, usage: true, documents: 2, problems: [] },
    readerAndMonitor: { sees: true, usage: true, documents: 2, problems: [] },
  };

  before(async () => {
    const db = await emptyDatabase('app');
    await db.collection('a').insertMany([{ x: 1 }, { x: 2 }]);
    await db.collection('a').createIndex({ x: 1 }, { unique: true }, {});
    await db.collection('b').insertOne({});
  });

  for (const [user, expected] of Object.entries(roles)) {
    it(user, async () => {
      const live = await readDatabase(await connected(user as User), 'app');
      const { usage, options, key } = indexOf(live, 'a', 'x_1');
      assert.deepEqual(key, [['x', 1]]);
      assert.deepEqual(options, { unique: true });
      assert.equal(usage !== null, expected.usage);
      assert.equal(collectionOf(live, 'a').documents, expected.documents);
      assert.deepEqual(
        live.problems.map(({ code }) => code),
        expected.problems,
      );
      for (const { message } of live.problems) assert.match(message, /\(needs \w+\)/);
    });
  }

  it('nobody', async () => {
    await rejectsWith('not-permitted', readDatabase(await connected('nobody'), 'app'), /app/);
  });

  it('a reader of another database', async () => {
    await emptyDatabase('secrets');
    await rejectsWith('not-permitted', readDatabase(await connected('reader'), 'secrets'), /secrets/);
  });
});

describe('reading while things go wrong', () => {
  it('cancels', async () => {
    await (await emptyDatabase('app')).collection('a').insertOne({});
    const connection = await connected();
    const data = { failCommands: ['listIndexes'], blockConnection: true, blockTimeMS: 2_000 };
    await withFailpoint('failCommand', { data }, async () => {
      const start = Date.now();
      const reading = readDatabase(connection, 'app', { signal: AbortSignal.timeout(150) });
      await rejectsWith('cancelled', reading, /reading the indexes of app/);
      assert.ok(Date.now() - start < 1_500);
    });
  });

  it('a connection that drops, again and again', async () => {
    const connection = await connected();
    const data = { failCommands: ['listIndexes'], closeConnection: true };
    await withFailpoint('failCommand', { data }, async () => {
      await rejectsWith('connection-lost', readDatabase(connection, 'app'), /was lost/, ['root:root']);
    });
    assert.ok((await readDatabase(connection, 'app')).collections.length > 0, 'The connection recovers.');
  });

  it('a server without $indexStats and $collStats', async () => {
    const connection = await connected();
    const data = { failCommands: ['aggregate'], errorCode: 40324 };
    const live = await withFailpoint('failCommand', { data }, () => readDatabase(connection, 'app'));
    assert.deepEqual(
      live.problems.map(({ code }) => code),
      ['no-index-stats', 'no-collection-stats'],
    );
    assert.match(live.problems[0]?.message ?? '', /Index usage is not told by this server/);
    assert.deepEqual(
      live.collections[0]!.indexes.map(({ name, usage, sizeBytes }) => [name, usage, sizeBytes]),
      [['_id_', null, null]],
    );
    assert.equal(live.collections[0]!.documents, null);
  });

  it('a collection whose indexes may not be listed is left out and named', async () => {
    const db = await emptyDatabase('app');
    await db.createCollection('open');
    await db.createCollection('shut');
    const connection = await connected('halfReader');
    const live = await readDatabase(connection, 'app');
    assert.deepEqual(
      live.collections.map(({ collection }) => collection),
      ['open'],
    );
    assert.deepEqual(live.unlisted, ['shut']);
    assert.match(live.problems[0]?.message ?? '', /left out: shut\./);
    assert.equal(live.problems[0]?.code, 'no-index-list');
    await db.dropCollection('open');
    await rejectsWith('not-permitted', readDatabase(connection, 'app'), /list the indexes of app/);
  });

  it('a time limit', async () => {
    const connection = await connected();
    const data = { failCommands: ['listIndexes'], errorCode: 50 };
    await withFailpoint('failCommand', { data }, async () => {
      await rejectsWith('timeout', readDatabase(connection, 'app'), /time limit/);
    });
  });
});

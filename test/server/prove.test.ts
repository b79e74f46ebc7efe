import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { explain } from '../../src/explain.js';
import { dropScratch, explainFullScan, scratchName, tryIndex } from '../../src/prove.js';
import { hole, site } from '../unit/query/sites.js';
import { connected, emptyDatabase, eventually, rootUri, withFailpoint } from './test-server.js';
import { rejectsWith } from './user-errors.js';

/** Of a collection that is copied in a moment. */
const few = { ...site('find', { status: hole('status'), n: { $gte: 290 } }), collection: 'few' };
const query = site('find', { status: hole('status'), n: { $gte: 29_000 } });
const index = {
  key: [['status', 1] as const, ['n', 1] as const],
  options: {},
  name: 'status_1_n_1',
  replaces: null,
};

describe('proving an index', function () {
  this.timeout(90_000);

  before(async () => {
    const db = await emptyDatabase('app');
    const contacts = Array.from({ length: 30_000 }, (_, n) => ({ n, status: n % 3 === 0 ? 'open' : 'done' }));
    await db.collection('contacts').insertMany(contacts);
    await db.collection('few').insertMany(contacts.slice(0, 300).map(({ n, status }) => ({ n, status })));
    for (const collection of ['contacts', 'few'])
      await db.command({
        createIndexes: collection,
        indexes: [{ key: { status: 1 }, name: 'status_1', expireAfterSeconds: 1 }],
      });
  });

  const scratchDatabases = async () => {
    const { client } = await connected();
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    return databases.map(({ name }) => name).filter((name) => name.startsWith('index_lens_try'));
  };

  it('builds it on a sample copy, shows before and after, and leaves nothing', async () => {
    const root = await connected();
    const found = await explain(query, root, 'app');
    const { before, after, copy } = await tryIndex(found, root, scratchName(new Date()), index);
    assert.equal(copy.of, 30_000);
    assert.ok(copy.documents >= 20_000 && copy.documents <= 21_000, String(copy.documents));
    assert.deepEqual(before.plan.indexes, ['status_1']);
    assert.deepEqual(after.plan.indexes, ['status_1_n_1']);
    // The documents that match are all on the copy.
    assert.equal(after.plan.metrics?.returned, found.plan.metrics?.returned);
    assert.ok((after.plan.metrics?.docsExamined ?? 0) < (before.plan.metrics?.docsExamined ?? 0));
    assert.deepEqual(before.command, found.command);
    assert.deepEqual(await scratchDatabases(), []);
  });

  it('leaves nothing when the index cannot be built', async () => {
    const root = await connected();
    const found = await explain(few, root, 'app');
    const refused = { ...index, options: { unique: true }, key: [['status', 1] as const], name: 'u' };
    await rejectsWith(
      'server',
      tryIndex(found, root, scratchName(new Date()), refused),
      /building u on the copy/,
    );
    assert.deepEqual(await scratchDatabases(), []);
  });

  it('tells what went wrong first, also where the copy cannot be dropped', async () => {
    const root = await connected();
    const found = await explain(few, root, 'app');
    const refused = { ...index, options: { unique: true }, key: [['status', 1] as const], name: 'u' };
    const scratch = scratchName(new Date());
    await withFailpoint('failCommand', { data: { failCommands: ['drop'], errorCode: 8000 } }, () =>
      rejectsWith('server', tryIndex(found, root, scratch, refused), /building u on the copy/),
    );
    assert.deepEqual(await scratchDatabases(), [scratch]);
    assert.equal(await dropScratch(root, scratch), true);
    assert.equal(await dropScratch(root, scratch), false);
  });

  it('puts a longer index in the place of the one it extends, and makes a hidden one visible', async () => {
    const root = await connected();
    const found = await explain(few, root, 'app');
    const longer = await tryIndex(found, root, scratchName(new Date()), { ...index, replaces: 'status_1' });
    assert.deepEqual(longer.after.plan.indexes, ['status_1_n_1']);
    assert.deepEqual(longer.after.plan.rejected, []);
    const db = root.client.db('app');
    await db.command({ collMod: 'few', index: { name: 'status_1', hidden: true } });
    try {
      const hidden = { ...index, key: [['status', 1] as const], name: 'status_1', replaces: 'status_1' };
      const { before, after } = await tryIndex(found, root, scratchName(new Date()), hidden);
      assert.deepEqual([before.plan.indexes, after.plan.indexes], [[], ['status_1']]);
    } finally {
      await db.command({ collMod: 'few', index: { name: 'status_1', hidden: false } });
    }
    assert.deepEqual(await scratchDatabases(), []);
  });

  it('copies what the query joins, and refuses what is a view', async () => {
    const root = await connected();
    const db = root.client.db('app');
    await db.collection('owners').insertMany(Array.from({ length: 20 }, (_, n) => ({ number: n })));
    await db.collection('owners').createIndex({ number: 1 });
    const joining = (from: string) => ({
      ...site(
        'aggregate',
        {},
        {
          pipeline: [
            { $match: { n: { $lt: 20 } } },
            { $lookup: { from, localField: 'n', foreignField: 'number', as: 'owner' } },
            { $unwind: '$owner' },
          ],
        },
      ),
      collection: 'few',
    });
    const byN = { ...index, key: [['n', 1] as const], name: 'n_1' };
    const found = await explain(joining('owners'), root, 'app');
    const { joined, after } = await tryIndex(found, root, scratchName(new Date()), byN);
    assert.deepEqual(joined, [{ collection: 'owners', documents: 20, of: 20 }]);
    assert.equal(after.plan.metrics?.returned, 20);
    assert.deepEqual(after.plan.indexes.toSorted(), ['n_1', 'number_1']);
    await db.createCollection('openOnes', { viewOn: 'few', pipeline: [] });
    const onView = await explain(joining('openOnes'), root, 'app');
    const refused = tryIndex(onView, root, scratchName(new Date()), byN);
    await rejectsWith('usage', refused, /openOnes is a view/);
    // One that is not there joins nothing.
    const missing = await explain(joining('nobody'), root, 'app');
    const alone = await tryIndex(missing, root, scratchName(new Date()), byN);
    assert.deepEqual(alone.joined, [{ collection: 'nobody', documents: 0, of: 0 }]);
    assert.deepEqual(await scratchDatabases(), []);
  });

  it('copies the default collation, and indexes with their own', async () => {
    const root = await connected();
    const db = root.client.db('app');
    await db.createCollection('sorted', { collation: { locale: 'en', strength: 2 } });
    await db
      .collection('sorted')
      .insertMany(Array.from({ length: 300 }, (_, n) => ({ n, status: `s${n % 3}` })));
    await db.collection('sorted').createIndex({ status: 1 });
    await db.collection('sorted').createIndexes([{ key: { n: 1 }, collation: { locale: 'simple' } }]);
    const found = await explain({ ...few, collection: 'sorted' }, root, 'app');
    const { before, after } = await tryIndex(found, root, scratchName(new Date()), index);
    assert.deepEqual(before.plan.indexes, found.plan.indexes);
    assert.deepEqual(after.plan.indexes, ['status_1_n_1']);
  });

  it('says which role permits it', async () => {
    const writer = await connected('writer');
    const found = await explain(query, writer, 'app');
    const denied = tryIndex(found, writer, scratchName(new Date()), index);
    const error = await rejectsWith('not-permitted', denied, /scratch database index_lens_try_/);
    assert.match(error.next, /readWriteAnyDatabase on admin/);
  });

  it('a process that is killed in the middle leaves a database that is dropped by its name, and no other', async () => {
    const name = scratchName(new Date());
    const script = `
      import { connect } from './src/server/connect.js';
      import { copySample } from './src/server/scratch.js';
      const connection = await connect(${JSON.stringify(rootUri())});
      await copySample(connection, 'app', 'contacts', '${name}', {});
      console.log('copied');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const other = scratchName(new Date(0));
    const root = await connected();
    await root.client.db(other).collection('a').insertOne({});
    await eventually(async () => (await scratchDatabases()).includes(name));
    await dropScratch(root, name);
    assert.deepEqual(await scratchDatabases(), [other]);
    await dropScratch(root, other);
    await dropScratch(root, other);
    await rejectsWith('usage', dropScratch(root, 'app'), /app is no scratch database/);
    assert.equal(await root.client.db('app').collection('contacts').countDocuments(), 30_000);
  });

  it('compares with a full scan', async () => {
    const reader = await connected('reader');
    const open = site('find', { status: 'open' }, { limit: 10 });
    const found = await explain(open, reader, 'app');
    assert.deepEqual(found.plan.indexes, ['status_1']);
    const scan = await explainFullScan(found, reader);
    assert.equal(scan.plan.winning.stage === 'COLLSCAN' || scan.plan.indexes.length === 0, true);
    assert.equal(scan.plan.metrics?.returned, 10);
  });
});

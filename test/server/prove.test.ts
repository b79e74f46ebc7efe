import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { explain } from '../../src/explain.js';
import { dropScratch, explainFullScan, scratchName, tryIndex } from '../../src/prove.js';
import { hole, site } from '../unit/query/sites.js';
import { connected, emptyDatabase, eventually, rootUri } from './test-server.js';
import { rejectsWith } from './user-errors.js';

const query = site('find', { status: hole('status'), n: { $gte: 29_000 } });
const index = { key: [['status', 1] as const, ['n', 1] as const], options: {}, name: 'status_1_n_1' };

describe('proving an index', function () {
  this.timeout(90_000);

  before(async () => {
    const db = await emptyDatabase('app');
    const contacts = Array.from({ length: 30_000 }, (_, n) => ({ n, status: n % 3 === 0 ? 'open' : 'done' }));
    await db.collection('contacts').insertMany(contacts);
    await db.command({
      createIndexes: 'contacts',
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
    const found = await explain(query, root, 'app');
    const refused = { ...index, options: { unique: true }, key: [['status', 1] as const], name: 'u' };
    await rejectsWith(
      'server',
      tryIndex(found, root, scratchName(new Date()), refused),
      /building u on the copy/,
    );
    assert.deepEqual(await scratchDatabases(), []);
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
    const few = site('find', { status: 'open' }, { limit: 10 });
    const found = await explain(few, reader, 'app');
    assert.deepEqual(found.plan.indexes, ['status_1']);
    const scan = await explainFullScan(found, reader);
    assert.equal(scan.plan.winning.stage === 'COLLSCAN' || scan.plan.indexes.length === 0, true);
    assert.equal(scan.plan.metrics?.returned, 10);
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startMongod, type RunningMongod } from '../../scripts/mongod.js';
import { dropIndex, hideIndex, makeUnique } from '../../src/compare/index-change.js';
import type { LiveIndex } from '../../src/model/index-specification.js';
import { changeIndex } from '../../src/server/change-index.js';
import { connect, type Connection } from '../../src/server/connect.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { readBuilds } from '../../src/server/index-builds.js';
import { readDatabase } from '../../src/server/read.js';
import { createdNames, index, plan } from './ensure-plans.js';
import { eventually } from './test-server.js';

// One story on a server without a replica set, told in order.
describe('a standalone server', function () {
  this.timeout(120_000);
  let folder: string;
  let server: RunningMongod;
  let connection: Connection;

  const start = async () => {
    const args = ['--setParameter', 'enableTestCommands=1'];
    server = await startMongod({ replicaSet: false, dbPath: path.join(folder, 'data'), args, quiet: true });
    connection = await connect(server.uri);
  };

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-standalone-'));
    await start();
    const documents = Array.from({ length: 1_000 }, (_, x) => ({ x }));
    await connection.client.db('app').collection('a').insertMany(documents);
  });

  after(async () => {
    await connection.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function live(name: string): Promise<LiveIndex | undefined> {
    const { collections } = await readDatabase(connection, 'app');
    return collections[0]?.indexes.find((one) => one.name === name);
  }

  it('is told as what it is, with usage of its own', async () => {
    assert.equal(connection.server.topology, 'standalone');
    const outcome = await ensureIndexes(connection, plan({ a: [index('x:1'), index('y:1')] }));
    assert.deepEqual(createdNames(outcome), ['x_1', 'y_1']);
    await connection.client.db('app').collection('a').findOne({ x: 1 });
    const { problems } = await readDatabase(connection, 'app');
    assert.deepEqual(problems, []);
    const { usage } = (await live('x_1'))!;
    assert.deepEqual([usage?.ops, usage?.hosts.length, usage?.unreached], [1, 1, []]);
  });

  it('changes, and takes changes back', async () => {
    const x = (await live('x_1'))!;
    for (const make of [hideIndex, makeUnique, dropIndex]) {
      const change = make('a', (await live('x_1')) ?? x);
      assert.equal((await changeIndex(connection, 'app', change)).failure, null, change.does);
      assert.ok(change.undo);
      assert.equal((await changeIndex(connection, 'app', change.undo)).failure, null, change.undo.does);
      assert.deepEqual((await live('x_1'))?.options, {});
    }
  });

  it('a restart ends a build, and what was there is there', async () => {
    const admin = connection.client.db('admin');
    const name = 'hangAfterStartingIndexBuild';
    await admin.command({ configureFailPoint: name, mode: 'alwaysOn' });
    const ensuring = ensureIndexes(connection, plan({ a: [index('z:1')] }));
    await eventually(async () => ((await readBuilds(connection, 'app')) ?? []).length === 1);
    await server.kill();
    await connection.close();
    const { failed, created } = await ensuring;
    assert.deepEqual([created, failed.map(({ name, code }) => [name, code])], [[], [['z_1', null]]]);
    await start();
    assert.equal(await live('z_1'), undefined);
    assert.ok(await live('x_1'));
  });
});

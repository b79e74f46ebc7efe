import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';
import { startReplicaSet, type RunningReplicaSet } from '../../scripts/mongod.js';
import { replaceIndex } from '../../src/compare/rebuild.js';
import type { EnsureProgress } from '../../src/model/ensure.js';
import type { LiveDatabase } from '../../src/model/live.js';
import type { LiveIndex } from '../../src/model/index-specification.js';
import { changeIndex } from '../../src/server/change-index.js';
import { connect, type Connection } from '../../src/server/connect.js';
import { ensureIndexes } from '../../src/server/ensure.js';
import { readBuilds } from '../../src/server/index-builds.js';
import { dropScratch, scratchName } from '../../src/prove.js';
import { readDatabase } from '../../src/server/read.js';
import { eventually } from './test-server.js';
import { index, plan } from './ensure-plans.js';

// One story on three members, told in order: usage of all, then failures, which cost a member each.
describe('a replica set of three members', function () {
  this.timeout(120_000);
  let set: RunningReplicaSet;
  let root: MongoClient;
  let connection: Connection;
  const hosts = () => set.members.map(({ port }) => `127.0.0.1:${port}`);

  before(async function () {
    this.timeout(240_000);
    set = await startReplicaSet(3, { auth: true, args: ['--setParameter', 'enableTestCommands=1'] });
    root = await new MongoClient(set.uri).connect();
    const everywhere = { w: 3 } as const;
    const users = {
      monitor: ['read', 'clusterMonitor'],
      indexer: ['statsOnly'],
      keeper: ['dbAdmin'],
    };
    await root.db('admin').command({
      createRole: 'statsOnly',
      privileges: [
        {
          resource: { db: 'app', collection: '' },
          actions: ['find', 'listIndexes', 'listCollections', 'collStats', 'indexStats'],
        },
      ],
      roles: [],
    });
    for (const [user, roles] of Object.entries(users)) {
      const granted = roles.map((role) =>
        role === 'read' || role === 'dbAdmin' ? { role, db: 'app' } : { role, db: 'admin' },
      );
      const create = { createUser: user, pwd: `pw-${user}`, roles: granted, writeConcern: everywhere };
      await root.db('admin').command(create);
    }
    const documents = Array.from({ length: 2_000 }, (_, x) => ({ x }));
    await root.db('app').collection('a').insertMany(documents, { writeConcern: everywhere });
    await root.db('app').command({ createIndexes: 'a', indexes: [{ key: { x: 1 }, name: 'x_1' }] });
    connection = await connect(set.uri.replace('root:root', 'monitor:pw-monitor'));
  });

  after(async function () {
    this.timeout(60_000);
    await connection.close();
    await root.close();
    await set.stop();
  });

  function indexOf(live: LiveDatabase, name: string): LiveIndex {
    const found = live.collections
      .find(({ collection }) => collection === 'a')
      ?.indexes.find((index) => index.name === name);
    assert.ok(found, `No ${name}`);
    return found;
  }

  /** Works with one member alone, as root. */
  async function on<T>(member: number, work: (client: MongoClient) => Promise<T>): Promise<T> {
    const uri = `mongodb://root:root@${hosts()[member]!}/?directConnection=true`;
    const client = await new MongoClient(uri).connect();
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  }

  /** What a member itself tells of the use of `x_1`: a read that the driver sends again counts twice. */
  const accesses = (member: number) =>
    on(member, async (client) => {
      const stats = client.db('app').collection('a', { readPreference: 'secondaryPreferred' });
      const rows = await stats.aggregate([{ $indexStats: {} }]).toArray();
      return rows.find(({ name }) => name === 'x_1')!.accesses as { ops: number; since: Date };
    });

  const sumOf = (told: readonly { ops: number }[]) => told.reduce((sum, { ops }) => sum + ops, 0);

  const failpoint = (member: number, name: string, mode: 'alwaysOn' | 'off') =>
    on(member, (client) => client.db('admin').command({ configureFailPoint: name, mode }));

  it('sums the usage of all members, since the latest start', async () => {
    for (const [member, uses] of [3, 2, 1].entries()) {
      await on(member, async (client) => {
        const options = { readPreference: 'secondaryPreferred' } as const;
        for (let use = 0; use < uses; use++)
          await client.db('app').collection('a').findOne({ x: 1 }, options);
      });
    }
    const told = await Promise.all([0, 1, 2].map(accesses));
    const { usage } = indexOf(await readDatabase(connection, 'app'), 'x_1');
    assert.ok(told.every(({ ops }) => ops > 0));
    assert.equal(usage?.ops, sumOf(told));
    assert.deepEqual([...usage.hosts].sort(), hosts().sort());
    assert.deepEqual(usage.unreached, []);
    assert.equal(Date.parse(usage.since), Math.max(...told.map(({ since }) => since.getTime())));
  });

  it('a connection string for one member: that one alone is asked, the others are named', async () => {
    const [primary, ...others] = hosts();
    const direct = await connect(`mongodb://monitor:pw-monitor@${primary!}/?directConnection=true`);
    try {
      const live = await readDatabase(direct, 'app');
      const { usage } = indexOf(live, 'x_1');
      assert.deepEqual([usage?.ops, usage?.hosts], [(await accesses(0)).ops, [primary]]);
      assert.deepEqual([...(usage?.unreached ?? [])].sort(), others.sort());
      const problem = live.problems.find(({ code }) => code === 'members-not-reached');
      assert.ok(others.every((other) => problem?.message.includes(other)));
    } finally {
      await direct.close();
    }
  });

  it('what the primary has is listed and dropped, though the connection prefers secondaries that lag behind', async () => {
    const stopped = (mode: 'alwaysOn' | 'off') =>
      Promise.all([1, 2].map((member) => failpoint(member, 'rsSyncApplyStop', mode)));
    const scratch = scratchName(new Date());
    const preferring = await connect(`${set.uri}&readPreference=secondary&w=1`);
    await stopped('alwaysOn');
    try {
      for (const name of [scratch, 'lagging'])
        await root.db(name).createCollection('new', { writeConcern: { w: 1 } });
      const { collections } = await readDatabase(preferring, 'lagging');
      assert.deepEqual(collections.map(({ collection }) => collection), ['new']); // prettier-ignore
      assert.equal(await dropScratch(preferring, scratch), true);
      assert.deepEqual(await root.db(scratch).listCollections().toArray(), []);
    } finally {
      await stopped('off');
      await preferring.close();
      await root.db('lagging').dropDatabase();
    }
  });

  it('a role that may not see the set’s status still sees the usage of its members', async () => {
    const uri = set.uri.replace('root:root', 'indexer:pw-indexer');
    const indexer = await connect(uri);
    try {
      const told = await Promise.all([0, 1, 2].map(accesses));
      assert.equal(indexOf(await readDatabase(indexer, 'app'), 'x_1').usage?.ops, sumOf(told));
    } finally {
      await indexer.close();
    }
  });

  it('a build waits for the commit quorum, and says so', async () => {
    await failpoint(1, 'hangAfterStartingIndexBuild', 'alwaysOn');
    await failpoint(2, 'hangAfterStartingIndexBuild', 'alwaysOn');
    const events: EnsureProgress[] = [];
    const admin = await connect(set.uri);
    try {
      const ensuring = ensureIndexes(admin, plan({ a: [index('quorum:1')] }), {
        onProgress: (event) => events.push(event),
      });
      await eventually(() => events.some(({ build }) => build?.phase === 'waiting for the commit quorum'));
      const building = indexOf(await readDatabase(connection, 'app'), 'quorum_1').building;
      assert.equal(building?.phase, 'waiting for the commit quorum');
      const [build] = (await readBuilds(connection, 'app')) ?? [];
      assert.deepEqual(build?.indexes, [{ key: [['quorum', 1]], options: {}, name: 'quorum_1' }]);
      await failpoint(1, 'hangAfterStartingIndexBuild', 'off');
      await failpoint(2, 'hangAfterStartingIndexBuild', 'off');
      assert.deepEqual(
        (await ensuring).created.map(({ name }) => name),
        ['quorum_1'],
      );
    } finally {
      await admin.close();
    }
  });

  it('the primary steps down during a build: the ensure finds out that it was built', async () => {
    for (const member of [0, 1, 2]) await failpoint(member, 'hangAfterStartingIndexBuild', 'alwaysOn');
    const events: EnsureProgress[] = [];
    const admin = await connect(set.uri);
    try {
      const ensuring = ensureIndexes(admin, plan({ a: [index('stepped:1')] }), {
        onProgress: (event) => events.push(event),
      });
      await eventually(() => events.some(({ build }) => build !== null));
      await on(0, (client) =>
        client.db('admin').command({ replSetStepDown: 5, secondaryCatchUpPeriodSecs: 5 }),
      );
      await eventually(() => events.some(({ build }) => build?.phase === 'connection lost, finding out'));
      for (const member of [0, 1, 2]) await failpoint(member, 'hangAfterStartingIndexBuild', 'off');
      const outcome = await ensuring;
      assert.deepEqual(outcome.failed, []);
      assert.deepEqual(
        outcome.created.map(({ name }) => name),
        ['stepped_1'],
      );
    } finally {
      await admin.close();
    }
  });

  it('a secondary is killed during a build: it is named, and the rest is told', async () => {
    await eventually(async () => {
      const { primary } = await root.db('admin').command({ hello: 1 });
      return primary === hosts()[0];
    }, 40_000);
    await failpoint(0, 'hangAfterStartingIndexBuild', 'alwaysOn');
    const admin = await connect(set.uri);
    try {
      const ensuring = ensureIndexes(admin, plan({ a: [index('killed:1')] }));
      await eventually(async () => ((await readBuilds(connection, 'app')) ?? []).length === 1);
      await set.members[2]!.kill();
      await failpoint(0, 'hangAfterStartingIndexBuild', 'off');
      const start = Date.now();
      const live = await readDatabase(connection, 'app');
      assert.ok(Date.now() - start < 6_000, `${Date.now() - start} ms`);
      assert.deepEqual(indexOf(live, 'x_1').usage?.unreached, [hosts()[2]]);
      assert.ok(live.problems.some(({ message }) => message.includes(hosts()[2]!)));
      // All voting members must have built it: with one gone it waits until an abort or the member's return.
      await eventually(async () => {
        const builds = (await readBuilds(connection, 'app')) ?? [];
        return builds.some(({ phase }) => phase === 'waiting for the commit quorum');
      });
      await root.db('app').command({ dropIndexes: 'a', index: ['killed_1'] });
      assert.deepEqual(
        (await ensuring).failed.map(({ code }) => code),
        [276],
      );
    } finally {
      await admin.close();
    }
  });

  it('with a member down nothing is dropped to be built anew, nor waited for without end', async () => {
    const admin = await connect(set.uri);
    try {
      const live = indexOf(await readDatabase(admin, 'app'), 'x_1');
      const replace = replaceIndex('a', [live], { ...live, options: { sparse: true } }, 'code');
      const refused = await changeIndex(admin, 'app', replace);
      assert.equal(refused.isUnchanged, true);
      assert.match(refused.failure?.message ?? '', new RegExp(`^Nothing is dropped: ${hosts()[2]!} is down`));
      // One who may not see that the member is down finds out by the build that does not end.
      const keeper = await connect(set.uri.replace('root:root', 'keeper:pw-keeper'));
      const abort = new AbortController();
      const changing = changeIndex(keeper, 'app', replace, { signal: abort.signal, patienceMs: 2_000 });
      await eventually(async () => ((await readBuilds(admin, 'app')) ?? []).length === 1);
      abort.abort();
      const { result, isUnchanged, failure } = await changing;
      assert.deepEqual([result, isUnchanged], ['cancelled', false]);
      assert.match(
        failure?.message ?? '',
        /`x_1` was dropped, and the server is creating it again by itself/,
      );
      const [build] = (await readBuilds(admin, 'app')) ?? [];
      assert.deepEqual(build?.indexes, [{ key: [['x', 1]], options: {}, name: 'x_1' }]);
      await keeper.close();
    } finally {
      await admin.close();
    }
  });
});

import assert from 'node:assert/strict';
import { ObjectId } from 'mongodb';
import type { FindCommand } from '../../src/model/command.js';
import { connect } from '../../src/server/connect.js';
import { explainCommand, isOutOfTime } from '../../src/server/explain.js';
import { connected, emptyDatabase, uriFor, withFailpoint } from './test-server.js';
import { rejectsWith } from './user-errors.js';

interface Answer {
  readonly queryPlanner: { readonly winningPlan: { readonly stage: string; readonly inputStage?: unknown } };
  readonly executionStats?: {
    readonly nReturned: number;
    readonly totalDocsExamined: number;
    readonly totalKeysExamined: number;
    readonly executionTimeMillis: number;
  };
}

const owner = new ObjectId('65a1b2c3d4e5f60718293a4b');
const day = new Date('2026-01-31T10:00:00.000Z');

async function explained(
  command: FindCommand,
  options: Parameters<typeof explainCommand>[3] = {},
): Promise<Answer> {
  return (await explainCommand(await connected('reader'), 'app', command, options)) as unknown as Answer;
}

describe('explaining a find', () => {
  before(async () => {
    const db = await emptyDatabase('app');
    await db
      .collection('a')
      .insertMany(
        Array.from({ length: 500 }, (_, n) => ({ n, owner: n === 3 ? owner : new ObjectId(), day })),
      );
    await db.collection('a').createIndex({ n: 1 });
  });

  it('tells what it did: a scan without an index, a look-up with one', async () => {
    const scan = await explained({ find: 'a', filter: { owner: { $oid: owner.toHexString() } } });
    assert.equal(scan.queryPlanner.winningPlan.stage, 'COLLSCAN');
    assert.equal(scan.executionStats?.totalDocsExamined, 500);
    assert.equal(scan.executionStats.nReturned, 1, 'The ObjectId reached the server as one.');
    const look = await explained({ find: 'a', filter: { n: 7 }, sort: { n: -1 }, limit: 1 });
    assert.equal(look.executionStats?.totalDocsExamined, 1);
    assert.equal(look.executionStats.totalKeysExamined, 1);
  });

  it('dates, numbers, regular expressions and operators arrive as what they are', async () => {
    const filters: [filter: FindCommand['filter'], returned: number][] = [
      [{ day: { $date: '2026-01-31T10:00:00Z' } }, 500],
      [{ day: { $date: { $numberLong: String(day.getTime()) } } }, 500],
      [{ day: '2026-01-31T10:00:00Z' }, 0],
      [{ n: { $numberLong: '7' } }, 1],
      [{ n: { $numberDecimal: '7' } }, 1],
      [{ n: { $in: [1, 2, 3] } }, 3],
      [{ $or: [{ n: { $lt: 2 } }, { n: { $gte: 499 } }] }, 3],
      [{ n: { $type: 'int' } }, 500],
      [{ owner: { $regex: 'x', $options: 'i' } }, 0],
      [{ owner: { $not: { $regularExpression: { pattern: '^x', options: 'i' } } } }, 500],
    ];
    for (const [filter, returned] of filters) {
      const { executionStats } = await explained({ find: 'a', filter });
      assert.equal(executionStats?.nReturned, returned, JSON.stringify(filter));
    }
  });

  it('only plans at queryPlanner verbosity', async () => {
    const answer = await explained({ find: 'a', filter: { n: 1 } }, { verbosity: 'queryPlanner' });
    assert.equal(answer.executionStats, undefined);
    assert.equal(answer.queryPlanner.winningPlan.stage, 'FETCH');
  });

  it('a server that does not know the verbosity with all plans is asked for the winning one alone', async () => {
    const feature = { data: { failCommands: ['explain'], errorCode: 115 }, mode: { times: 1 } };
    const { executionStats } = await withFailpoint('failCommand', feature, () =>
      explained({ find: 'a', filter: { n: 7 } }),
    );
    assert.equal(executionStats?.totalDocsExamined, 1);
    const defect = { data: { failCommands: ['explain'], errorCode: 2 }, mode: { times: 1 } };
    await withFailpoint('failCommand', defect, () =>
      rejectsWith('server', explained({ find: 'a', filter: { n: 7 } }), /explaining a query/),
    );
  });

  it('answers in plain JSON, without what belongs to the session', async () => {
    const answer = await explained({ find: 'a', filter: { owner: { $oid: owner.toHexString() } } });
    assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer);
    assert.doesNotMatch(JSON.stringify(answer), /clusterTime|operationTime/);
    assert.match(JSON.stringify(answer), /\{"\$oid":"65a1b2c3d4e5f60718293a4b"\}/);
  });

  it('a collection that does not exist', async () => {
    assert.equal((await explained({ find: 'nope', filter: {} })).queryPlanner.winningPlan.stage, 'EOF');
  });

  it('a time limit, in the server', async () => {
    const slow = { $where: 'sleep(20) || true' };
    const connection = await connected('reader');
    const start = Date.now();
    const answer = await explainCommand(connection, 'app', { find: 'a', filter: slow }, { maxTimeMS: 200 });
    assert.ok(isOutOfTime(answer), JSON.stringify(answer));
    assert.ok(Date.now() - start < 3_000, `${Date.now() - start} ms`);
  });

  it('cancels, and the server stops too', async () => {
    const connection = await connected('reader');
    const start = Date.now();
    const slow = { find: 'a', filter: { $where: 'sleep(20) || true' } };
    await rejectsWith(
      'cancelled',
      explainCommand(connection, 'app', slow, { signal: AbortSignal.timeout(200) }),
      /explaining/,
    );
    assert.ok(Date.now() - start < 2_000, `${Date.now() - start} ms`);
    await (await connected()).client.db('app').collection('a').findOne({});
  });

  it('a role that may not', async () => {
    const refused = explainCommand(await connected('monitor'), 'app', { find: 'a', filter: {} });
    const error = await rejectsWith('not-permitted', refused, /explaining a query on a/);
    assert.match(error.next, /read on app/);
  });

  it('a query the server does not take', async () => {
    const connection = await connected('reader');
    const bad = explainCommand(connection, 'app', { find: 'a', filter: { n: { $foo: 1 } } });
    await rejectsWith('server', bad, /unknown operator: \$foo/);
    const near = { find: 'a', filter: { n: { $near: [1, 2] } } };
    await rejectsWith('server', explainCommand(connection, 'app', near), /geo/i);
  });

  it('a value that is no EJSON', async () => {
    const connection = await connected('reader');
    const bad = explainCommand(connection, 'app', { find: 'a', filter: { owner: { $oid: 'zz' } } });
    await rejectsWith('usage', bad, /query on a cannot be read/);
  });

  it('a connection that drops, and one that was closed', async () => {
    const data = { failCommands: ['explain'], closeConnection: true };
    const connection = await connect(uriFor('reader'));
    await withFailpoint('failCommand', { data }, async () => {
      const lost = explainCommand(connection, 'app', { find: 'a', filter: {} });
      await rejectsWith('connection-lost', lost, /was lost/, ['pw-reader']);
    });
    await connection.close();
    const closed = explainCommand(connection, 'app', { find: 'a', filter: {} });
    await rejectsWith('connection-lost', closed, /is closed/, ['pw-reader']);
  });
});

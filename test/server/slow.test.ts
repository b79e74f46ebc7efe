import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MongoClient, type Db } from 'mongodb';
import type { slowJson } from '../../src/report/slow.js';
import { parseDocument, petbuddy, runCli } from './run-cli.js';
import { emptyDatabase, uriFor } from './test-server.js';

describe('index-lens slow', function () {
  this.timeout(120_000);
  let db: Db;
  let folder: string;
  let asker: MongoClient;
  const slow = async (...args: string[]) => {
    const run = await runCli(['slow', petbuddy, '--json', '--above', '1', ...args]);
    return { ...run, document: parseDocument('slow', run.stdout) as ReturnType<typeof slowJson> };
  };

  before(async () => {
    db = await emptyDatabase('app');
    folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-slow-'));
    const documents = Array.from({ length: 30_000 }, (_, at) => ({
      facebookChatId: `f${at}`,
      companyId: at,
    }));
    await db.collection('companyintegrations').insertMany(documents);
    await db.command({ profile: 2, slowms: 0 });
    asker = await new MongoClient(uriFor('writer')).connect();
    const asked = asker.db('app').collection('companyintegrations');
    for (const value of ['f1', 'f29999', 'none']) await asked.findOne({ facebookChatId: value });
    await asked.countDocuments({ companyId: { $gte: 10 } });
    await asked
      .aggregate([{ $match: { companyId: 7 } }, { $group: { _id: null, n: { $max: '$x' } } }])
      .toArray();
    await asked.updateOne({ instagramChatId: 'none' }, { $set: { x: 1 } });
    await db.command({ profile: 0 });
  });

  after(async () => {
    await db.command({ profile: 0 });
    await db.collection('system.profile').drop();
    await asker.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("groups the profiler's operations by shape, with their sites and advice", async () => {
    const { document, code, stderr } = await slow('--uri', uriFor('keeper'));
    assert.equal(code, 1);
    assert.equal(document.source, 'profiler');
    assert.match(stderr, /The profiler of app is off/);
    const webhook = document.queries.find(({ shape }) => shape.filter[0]?.path === 'facebookChatId');
    assert.ok(webhook);
    assert.ok(webhook.count >= 2);
    assert.equal(webhook.operation, 'find');
    assert.equal(webhook.planSummary, 'COLLSCAN');
    assert.equal(webhook.docsExamined, 30_000);
    assert.deepEqual(webhook.sites, [{ file: 'services/webhook.js', line: 6 }]);
    const [advice] = webhook.advice;
    assert.deepEqual([advice?.rule, advice?.index?.key], ['missing-index', [['facebookChatId', 1]]]);
    const operations = new Set(document.queries.map(({ operation }) => operation));
    for (const operation of ['count', 'aggregate', 'update']) assert.ok(operations.has(operation), operation);
  });

  it("reads the server's log without a connection", async () => {
    const line = (attr: object): string =>
      JSON.stringify({ t: { $date: '2026-01-01T00:00:00Z' }, msg: 'Slow query', attr });
    const find = {
      type: 'command',
      ns: 'petbuddy.companyintegrations',
      appName: 'meta-bot',
      command: { find: 'companyintegrations', filter: { instagramChatId: '178' }, limit: 1, $db: 'petbuddy' },
      planSummary: 'COLLSCAN',
      keysExamined: 0,
      docsExamined: 120_000,
      nreturned: 1,
      durationMillis: 231,
    };
    const own = { ...find, appName: 'index-lens-cli' };
    const log = path.join(folder, 'mongod.log');
    await writeFile(
      log,
      ['not JSON', line(find), line({ ...find, durationMillis: 131 }), line(own)].join('\n'),
    );
    const { document, code } = await slow('--log', log);
    assert.equal(code, 1);
    assert.deepEqual(
      document.queries.map(({ count, ms, sites, advice }) => [
        count,
        ms,
        sites,
        advice.map(({ rule }) => rule),
      ]),
      [[2, { max: 231, mean: 181 }, [{ file: 'services/webhook.js', line: 10 }], ['missing-index']]],
    );
  });

  it('says what the role lacks', async () => {
    const run = await runCli(['slow', petbuddy, '--uri', uriFor('reader')]);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /dbAdmin on app/);
  });
});

import assert from 'node:assert/strict';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../scripts/free-port.js';
import { startOldMongod } from '../../scripts/mongod.js';
import type { ensureJson } from '../../src/report/ensure.js';
import type { modelsJson } from '../../src/report/models.js';
import { parseDocument, petbuddy, runCli, runHere, type CliRun } from './run-cli.js';
import { removeFolders, SourceFolder } from '../unit/source/source-folder.js';
import { address, emptyDatabase, uriFor } from './test-server.js';

describe('the command line when it cannot do its job', function () {
  this.timeout(120_000);

  it('a wrong password', async () => {
    const run = await runCli(['check', '--uri', uriFor('writer', 'hunter2')]);
    const line = failure(run);
    assert.match(line, /password/i);
    assert.ok(line.includes(address()), line);
    assert.doesNotMatch(line, /hunter2/);
  });

  it('a server that is down', async () => {
    const port = await freePort();
    const uri = `mongodb://ann:hunter2@127.0.0.1:${port}/app?serverSelectionTimeoutMS=500`;
    const line = failure(await runCli(['check', '--json'], { env: { MONGODB_URI: uri } }));
    assert.ok(line.includes(`127.0.0.1:${port}`), line);
    assert.doesNotMatch(line, /hunter2/);
  });

  it('a server that is too old', async () => {
    const old = await startOldMongod();
    try {
      const line = failure(await runCli(['check', '--uri', `${old.uri}app`]));
      assert.match(line, /4\.0/);
    } finally {
      await old.stop();
    }
  });

  it('a user who may do nothing', async () => {
    const line = failure(await runCli(['check', '--uri', uriFor('nobody')]));
    assert.match(line, /role read/);
  });

  it('a user who may not list the indexes of a collection that the code defines', async () => {
    const db = await emptyDatabase('app');
    await db.collection('open').createIndex({ a: 1 });
    await db.createCollection('shut');
    const folder = await SourceFolder.of({
      'models.js': `const { Schema, model } = require('mongoose');
model('Open', new Schema({ a: { type: Number, index: true } }), 'open');
model('Shut', new Schema({ b: { type: Number, index: true } }), 'shut');`,
    });
    const env = { INDEX_LENS_URI: uriFor('halfReader') };
    for (const args of [
      ['check'],
      ['ensure'],
      ['ensure', '--dry-run'],
      ['ensure', '--sync'],
      ['ensure', '--only', 'Shut'],
    ]) {
      const text = await runHere([args[0]!, folder.root, ...args.slice(1)], env);
      const told = `${args.join(' ')}\n${text.stdout}${text.stderr}`;
      assert.equal(text.code, 2, told);
      assert.match(text.stderr, /^index-lens: This user may not list the indexes of shut, .* the role read on app/m, told); // prettier-ignore
      assert.doesNotMatch(text.stdout, /✅.*(Shut|shut|All)/, told);
      assert.match(text.stdout, /❔.*b_1/, told);
    }
    const json = await runCli(['ensure', folder.root, '--json'], { env });
    const { skipped, existing } = parseDocument('ensure', json.stdout) as ReturnType<typeof ensureJson>;
    assert.deepEqual([json.code, existing, skipped], [2, 1, [{ collection: 'shut', name: 'b_1', reason: 'not-permitted' }]]); // prettier-ignore
    assert.equal((await runHere(['ensure', folder.root, '--only', 'Open'], env)).code, 0);
    await removeFolders();
  });

  it('no server named, no database named, a string that is none', async () => {
    assert.match(failure(await runCli(['check'])), /INDEX_LENS_URI/);
    assert.match(failure(await runCli(['check', '--uri', `mongodb://${address()}/`])), /--db/);
    assert.doesNotMatch(failure(await runCli(['check', '--uri', 'mongodb://ann:hunter2@/app'])), /hunter2/);
  });

  it('a connection string in the wrong place is not repeated', async () => {
    for (const args of [
      ['check', '--url=mongodb://ann:hunter2@localhost/app'],
      ['check', '.', 'mongodb://ann:hunter2@localhost/app'],
      ['check', 'mongodb://ann:hunter2@localhost/app', '--uri', uriFor('writer')],
    ]) {
      assert.doesNotMatch(failure(await runCli(args)), /hunter2/);
    }
  });

  it('a folder or a file that is not there', async () => {
    assert.match(failure(await runCli(['models', 'nowhere'])), /nowhere/);
    const uri = uriFor('writer');
    assert.match(failure(await runCli(['explain', '--uri', uri, '--at', 'nowhere.js:1'])), /nowhere\.js/);
    assert.match(failure(await runCli(['explain', '--uri', uri, '--at', 'app.js:999'])), /has no line 999/);
  });

  it('a line without a query', async () => {
    failure(await runCli(['explain', '--uri', uriFor('writer'), '--at', 'services/contacts.js:1']));
  });

  it('a model that is not defined', async () => {
    const line = failure(await runCli(['ensure', '--uri', uriFor('writer'), '--only', 'Kontact']));
    assert.match(line, /"Kontact"/);
    assert.match(line, /Contact, contacts/);
  });

  it('Ctrl+C while it waits for a server', async () => {
    // Takes calls and never answers.
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const at = silent.address();
    const port = typeof at === 'object' ? (at?.port ?? 0) : 0;
    const called = new Promise<void>((resolve) =>
      silent.once('connection', () => {
        resolve();
      }),
    );
    try {
      const run = await runCli(
        ['check', '--uri', `mongodb://127.0.0.1:${port}/app?serverSelectionTimeoutMS=60000`],
        {
          onStart: (interrupt) => void called.then(interrupt),
        },
      );
      assert.match(failure(run), /cancelled/i);
    } finally {
      silent.close();
    }
  });

  it('a file with a syntax error leaves the rest as it is', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-broken-'));
    try {
      await cp(path.join(petbuddy, 'models'), path.join(folder, 'models'), { recursive: true });
      await writeFile(
        path.join(folder, 'models', 'Broken.js'),
        "const mongoose = require('mongoose');\nconst s = new mongoose.Schema({ a: Number ;\ns.index({ a: 1 }",
      );
      const run = await runCli(['models', folder, '--json']);
      assert.equal(run.code, 0, run.stderr);
      const { models } = parseDocument('models', run.stdout) as ReturnType<typeof modelsJson>;
      const whole = models.filter(({ file }) => !file.includes('Broken'));
      assert.equal(whole.flatMap(({ indexes }) => indexes).length, 19);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/**
 * The one line of a run that ended with 2: it says what and what to try, without a stack, and nothing is on stdout. What
 * the role does not permit may have been noticed before.
 */
function failure({ code, stdout, stderr }: CliRun): string {
  assert.equal(code, 2, `${stdout}\n${stderr}`);
  assert.equal(stdout, '');
  const lines = stderr
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('⚠️'));
  assert.equal(lines.length, 1, stderr);
  assert.match(lines[0]!, /^index-lens: [^\n]+[.!?…] [^\n]+$/);
  assert.doesNotMatch(stderr, /Something went wrong|^ +at /m);
  return lines[0]!;
}

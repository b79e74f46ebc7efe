import assert from 'node:assert/strict';
import type { Db } from 'mongodb';
import type { Terminal } from '../../src/cli/terminal.js';
import type { startedJson } from '../../src/report/started.js';
import type { syncJson } from '../../src/report/sync.js';
import { removeFolders, SourceFolder } from '../unit/source/source-folder.js';
import { parseDocument, runCli, runHere } from './run-cli.js';
import { connected, emptyDatabase, eventually, uriFor, withFailpoint, type User } from './test-server.js';

/** Runs the command line here, with a terminal where people answer. */
async function lens(args: readonly string[], answers: Partial<Terminal> = {}, user: User = 'keeper') {
  const { code, stdout, stderr } = await runHere(args, { INDEX_LENS_URI: uriFor(user) }, answers);
  return { code, out: stdout, err: stderr };
}

const document = (out: string) => parseDocument('ensure', out) as ReturnType<typeof syncJson>;
const names = (indexes: readonly { collection: string; name: string }[]) =>
  indexes.map(({ collection, name }) => `${collection}.${name}`);

describe('ensure --sync on PetBuddy', function () {
  this.timeout(120_000);
  let db: Db;

  beforeEach(async () => {
    db = await emptyDatabase('app');
    await lens(['ensure', '--yes', '--json']);
    const create = (collection: string, key: Record<string, 1>) =>
      db.command({ createIndexes: collection, indexes: [{ key, name: `${Object.keys(key).join()}_1` }] });
    await db.collection('companyintegrations').dropIndex('companyId_1');
    await create('companyintegrations', { companyId: 1 });
    await create('contacts', { city: 1 });
    await create('elsewhere', { x: 1 });
    await db.collection('messages').dropIndex('contact_id_1_created_at_-1');
  });

  const live = async (collection: string) =>
    (await db.collection(collection).indexes()).map(({ name }) => name ?? '');

  it('--dry-run: shows what would be created, settled and dropped, and changes nothing', async () => {
    const { code, out } = await lens(['ensure', '--sync', '--drop-extra', '--dry-run', '--json']);
    const { created, settled, dropped, extra, skipped } = document(out);
    assert.equal(code, 1);
    assert.deepEqual(names(created), ['messages.contact_id_1_created_at_-1']);
    assert.deepEqual(settled.map(({ name, how, ms }) => [name, how, ms]), [['companyId_1', 'make-unique', null]]); // prettier-ignore
    assert.deepEqual(names(dropped), ['contacts.city_1']);
    assert.deepEqual([extra, skipped], [[], []]);
    const text = (await lens(['ensure', '--sync', '--dry-run'])).out;
    assert.match(text, /~ companyintegrations\.companyId_1: \{companyId: 1\}\n {6}Makes /);
    assert.match(text, /1 index that no model defines; --drop-extra would drop:\n {3}· contacts\.city_1/);
    assert.ok((await live('contacts')).includes('city_1'));
  });

  it('settles and creates; extras stay and are named; then there is nothing to do', async () => {
    const { code, out } = await lens(['ensure', '--sync', '--yes', '--json']);
    const { created, settled, dropped, extra } = document(out);
    assert.equal(code, 0, out);
    assert.deepEqual([created.length, names(settled), dropped, names(extra)], [1, ['companyintegrations.companyId_1'], [], ['contacts.city_1']]); // prettier-ignore
    const [unique] = await db.collection('companyintegrations').indexes().then((all) => all.slice(1)); // prettier-ignore
    assert.equal(unique?.unique, true);
    const again = await lens(['ensure', '--sync', '--json']);
    assert.deepEqual([again.code, document(again.out).settled], [0, []]);
  });

  it('--drop-extra drops what no model defines, and nothing of a collection that no model is of', async () => {
    const { code, out } = await lens(['ensure', '--sync', '--drop-extra', '--yes', '--json']);
    assert.deepEqual([code, names(document(out).dropped)], [0, ['contacts.city_1']]);
    assert.deepEqual(await live('elsewhere'), ['_id_', 'x_1']);
  });

  it('--only keeps to what is named', async () => {
    const args = ['ensure', '--sync', '--drop-extra', '--yes', '--json', '--only', 'Contact'];
    const { out } = await lens(args);
    const { created, settled, dropped } = document(out);
    assert.deepEqual([created, settled, names(dropped)], [[], [], ['contacts.city_1']]);
  });

  it('asks on a terminal: dropping by the name of the database', async () => {
    const args = ['ensure', '--sync', '--drop-extra'];
    const without = await lens(args);
    assert.deepEqual([without.code, without.err.includes('no terminal to ask')], [2, true]);
    const asked: string[] = [];
    const confirmTyped = (answer: boolean) => (question: string, text: string) => {
      asked.push(`${question} ${text}`);
      return Promise.resolve(answer);
    };
    const declined = await lens(args, { confirmTyped: confirmTyped(false) });
    assert.deepEqual([declined.code, declined.err.includes('Nothing was changed')], [1, true]);
    assert.ok((await live('contacts')).includes('city_1'));
    const agreed = await lens(args, { confirmTyped: confirmTyped(true) });
    assert.equal(agreed.code, 0);
    assert.match(agreed.out, /contacts\.city_1 dropped/);
    assert.deepEqual([...new Set(asked)], ['Indexes of app are dropped for this. app']);
  });

  it('asks for what is taken away by what it is, and shows what each costs', async () => {
    await db.collection('contacts').dropIndex('city_1');
    const folder = await SourceFolder.of({
      'Visit.js': `const { Schema, model } = require('mongoose');
const schema = new Schema({ at: Date, by: String });
schema.index({ at: 1 }, { expireAfterSeconds: 60 });
model('Visit', schema);`,
    });
    const create = (index: object) => db.command({ createIndexes: 'visits', indexes: [index] });
    await create({ key: { at: 1 }, name: 'at_1', expireAfterSeconds: 3_600 });
    const asked: string[] = [];
    const confirmTyped = (question: string) => {
      asked.push(question);
      return Promise.resolve(false);
    };
    const args = ['ensure', folder.root, '--sync', '--drop-extra', '--json'];
    const { code, out, err } = await lens(args, { confirmTyped });
    assert.deepEqual(asked, ['Documents of app expire sooner, and are deleted.']);
    assert.match(err, /begins to delete the documents that are older, for good/);
    // Answered no, the document says what would have been done.
    const { dryRun, settled } = document(out);
    assert.deepEqual([code, dryRun, settled.map(({ name, how, ms }) => [name, how, ms])], [1, true, [['at_1', 'set-ttl', null]]]); // prettier-ignore
    await create({ key: { by: 1 }, name: 'by_1', unique: true });
    const both = await lens(args, { confirmTyped });
    assert.equal(
      asked[1],
      'Indexes of app are dropped for this. Documents of app expire sooner, and are deleted.',
    );
    assert.match(both.err, /- visits\.by_1: .*\n.*Duplicates are not refused any more\./);
    await removeFolders();
  });

  it('answered no, an ensure in JSON still is one document', async () => {
    const { code, out } = await lens(['ensure', '--json'], { confirm: () => Promise.resolve(false) });
    const { dryRun, created } = document(out);
    assert.deepEqual([code, dryRun, names(created)], [1, true, ['messages.contact_id_1_created_at_-1']]);
  });

  it('a role that may not settle is told which one may', async () => {
    const { code, out } = await lens(['ensure', '--sync', '--yes', '--json'], {}, 'writer');
    const { failed } = document(out);
    assert.deepEqual([code, failed.map((index) => [index.name, index.code])], [1, [['companyId_1', 13]]]);
    assert.match(failed[0]!.hint, /dbAdmin/);
  });
});

describe('ensure --sync that is interrupted', function () {
  this.timeout(120_000);

  it('puts back what it dropped, says so, and a second Ctrl+C does not keep it from that', async function () {
    // Windows has no signals: there Ctrl+C is an event of the console.
    if (process.platform === 'win32') this.skip();
    const db = await emptyDatabase('app');
    await db.command({ createIndexes: 'notes', indexes: [{ key: { old: 'text' }, name: 'words' }] });
    const folder = await SourceFolder.of({
      'Note.js': `const { Schema, model } = require('mongoose');
const schema = new Schema({ text: String });
schema.index({ text: 'text' }, { name: 'words' });
model('Note', schema);`,
    });
    const { client } = await connected();
    const isCreating = async (path: string) => {
      const running = [{ $currentOp: { allUsers: true } }, { $match: { 'command.createIndexes': 'notes', [`command.indexes.key.${path}`]: 'text' } }]; // prettier-ignore
      return (await client.db('admin').aggregate(running).toArray()).length > 0;
    };
    const data = { failCommands: ['createIndexes'], blockConnection: true, blockTimeMS: 2_500 };
    const { code, stderr, stdout } = await withFailpoint('failCommand', { data }, async () => {
      let interrupt = () => undefined as unknown;
      const running = runCli(['ensure', folder.root, '--sync', '--yes', '--json'], {
        env: { INDEX_LENS_URI: uriFor('keeper') },
        onStart: (stop) => {
          interrupt = stop;
        },
      });
      await eventually(() => isCreating('text'), 30_000);
      interrupt();
      await eventually(() => isCreating('old'));
      interrupt();
      return running;
    });
    assert.equal(code, 1, stderr);
    assert.equal(stderr.split('Putting back what was changed: do not interrupt.').length, 3, stderr);
    assert.deepEqual(document(stdout).failed.map(({ name }) => name), ['words']); // prettier-ignore
    const [, words] = await db.collection('notes').indexes();
    assert.deepEqual([words?.name, words?.weights], ['words', { old: 1 }]);
    await removeFolders();
  });
});

describe('ensure --background', function () {
  this.timeout(120_000);

  it('starts what the server can build at once, and the server finishes without us', async () => {
    const db = await emptyDatabase('app');
    const collections = ['contacts', 'messages', 'appointments', 'companyintegrations'];
    for (const name of collections) await db.collection(name).insertOne({ companyId: 1 });
    const started = await withFailpoint('hangAfterStartingIndexBuild', {}, async (turnOff) => {
      const run = await runCli(['ensure', '--yes', '--background', '--json'], {
        env: { INDEX_LENS_URI: uriFor('writer') },
      });
      await turnOff();
      return run;
    });
    const { building, created, skipped } = parseDocument('ensure', started.stdout) as ReturnType<
      typeof startedJson
    >;
    // Three builds at once are a server's default; the fourth would have waited for its turn.
    assert.equal(started.code, 1);
    assert.equal(new Set(building.map(({ collection }) => collection)).size, 3);
    const reasons = new Set(skipped.map(({ reason }) => reason));
    assert.deepEqual([created, [...reasons], building.length + skipped.length], [[], ['not-started'], 19]);
    await eventually(async () => {
      const counts = await Promise.all(collections.map((name) => db.collection(name).indexes()));
      return counts.flat().length === 4 + building.length;
    });
    const rest = await lens(['ensure', '--yes', '--background'], {}, 'writer');
    assert.equal(rest.code, 0, rest.out);
    assert.match(rest.out, /were there already/);
    assert.equal((await lens(['ensure', '--json'], {}, 'writer')).code, 0);
  });
});

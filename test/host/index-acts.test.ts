import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { noMarks } from '../../src/host/connections.js';
import type { CommandId } from '../../src/host/contributions.js';
import {
  answering,
  connectToServer,
  database,
  disconnect,
  drawn,
  eventually,
  inside,
  nodeAt,
  onServer,
  testUri,
} from './inside.js';

// Acts on one live index, from the row of the tree to the server and back.

const phone = { companyId: 1, phone: 1 } as const;

async function indexesOf(collection: string): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const listed = await onServer((client) => client.db(database).collection(collection).indexes());
  return new Map(listed.map((index) => [String(index.name), index]));
}

describe('acts on an index', () => {
  const kept = { kind: 'kept', name: 'test server' } as const;

  beforeEach(async () => {
    await onServer(async (client) => {
      const db = client.db(database);
      await db.dropDatabase();
      await db.collection('contacts').insertMany([
        { companyId: 1, phone: '1', at: new Date() },
        { companyId: 1, phone: '2', at: new Date() },
      ]);
      await db.collection('contacts').createIndex(phone);
      await db.collection('contacts').createIndex({ at: 1 });
    });
  });
  afterEach(async () => {
    await disconnect();
    await (await inside()).connections.mark(kept, noMarks);
  });

  async function act(id: CommandId, label: string, press: RegExp, ...typed: readonly string[]) {
    const editor = await inside();
    const node = nodeAt(editor, database, 'contacts', ...(label === '' ? [] : [label]));
    return answering(press, () => vscode.commands.executeCommand(id, node), ...typed);
  }

  it('hides and unhides, each with its way back', async () => {
    const editor = await connectToServer();
    const said = await act('indexLens.hideIndex', 'companyId, phone', /^Hide$/);
    assert.equal(said[0]?.message, 'Hide companyId_1_phone_1 of contacts?');
    assert.match(
      said[0].detail,
      /^host_tests on test server\n\ncontacts: 2 documents, \d+ B\n\{ companyId: 1, phone: 1 \} · /,
    );
    assert.equal(said[1]?.message, 'companyId_1_phone_1 of contacts is hidden.');
    assert.equal((await indexesOf('contacts')).get('companyId_1_phone_1')?.hidden, true);
    assert.match(nodeAt(editor, database, 'contacts', 'companyId, phone').description, /^hidden/);
    await act('indexLens.unhideIndex', 'companyId, phone', /^(Unhide|Undo)$/);
    await eventually(
      async () => (await indexesOf('contacts')).get('companyId_1_phone_1')?.hidden === true || undefined,
    );
  });

  it('shows the ways to settle what differs from the code', async () => {
    await onServer(async (client) => {
      const contacts = client.db(database).collection('contacts');
      await contacts.dropIndex('companyId_1_phone_1');
      await contacts.createIndexes([{ key: phone, sparse: true }]);
    });
    const { plans } = await connectToServer();
    const said = await act('indexLens.settleIndex', 'companyId, phone', /^none$/);
    assert.deepEqual(said, []);
    assert.equal(plans.shown?.headline.words, 'Nothing to create; 1 index differs');
    const rows = plans.shown.collections.flatMap(({ rows }) => rows);
    assert.deepEqual(
      rows.map(({ name, ways }) => [name, ways.map(({ title }) => title)]),
      [
        [
          'companyId_1_phone_1',
          ['Create under a New Name', 'Rebuild', 'Drop and Create', 'Take the Live Options into the Code'],
        ],
      ],
    );
  });

  it('drops what is agreed to, remembers it, and creates it again exactly as it was', async () => {
    const editor = await connectToServer();
    const before = (await indexesOf('contacts')).get('at_1');
    assert.equal((await act('indexLens.dropIndex', 'at', /^nothing$/)).length, 1);
    assert.ok((await indexesOf('contacts')).has('at_1'));
    const said = await act('indexLens.dropIndex', 'at', /^Drop$/);
    assert.equal(said.at(-1)?.message, 'at_1 of contacts is dropped.');
    assert.ok(!(await indexesOf('contacts')).has('at_1'));
    const isRow = (line: string): boolean => /^ {6}at \| dropped at /.test(line);
    assert.ok(drawn(editor).some(isRow));
    const gone = nodeAt(editor, database, 'contacts', 'at');
    const asked = await answering(/^Create$/, () =>
      vscode.commands.executeCommand('indexLens.createAgain', gone),
    );
    assert.equal(asked[0]?.message, 'Create at_1 of contacts?');
    assert.deepEqual((await indexesOf('contacts')).get('at_1'), before);
    assert.ok(!drawn(editor).some(isRow));
  });

  it('offers to hide before it drops, and says who defines it', async () => {
    await connectToServer();
    const said = await act('indexLens.dropIndex', 'companyId, phone', /^Hide It First$/);
    assert.match(said[0]?.detail ?? '', /Contact defines it: the next ensure creates it again/);
    const live = await indexesOf('contacts');
    assert.equal(live.get('companyId_1_phone_1')?.hidden, true);
  });

  it('wants the name typed on production, and does nothing on read-only', async () => {
    const { connections } = await connectToServer();
    await connections.mark(kept, { ...noMarks, production: true });
    await connectToServer();
    const wrong = await act('indexLens.dropIndex', 'at', /^Drop$/, 'at_2');
    assert.match(wrong[1]?.message ?? '', /test server is marked as production$/);
    assert.ok((await indexesOf('contacts')).has('at_1'));
    await act('indexLens.dropIndex', 'at', /^Drop$/, 'at_1');
    assert.ok(!(await indexesOf('contacts')).has('at_1'));
    await connections.mark(kept, { ...noMarks, readOnly: true });
    await connectToServer();
    const refused = await act('indexLens.dropIndex', 'companyId, phone', /^Drop$/);
    assert.match(refused[0]?.message ?? '', /marked as read-only: nothing is changed/);
    assert.equal((await indexesOf('contacts')).size, 2);
  });

  it('sets an expiry that was typed as a time', async () => {
    await connectToServer();
    assert.equal((await act('indexLens.setTtl', 'at', /^Set Expiry$/, 'soon')).length, 1);
    await act('indexLens.setTtl', 'at', /^Set Expiry$/, '30 days');
    assert.equal((await indexesOf('contacts')).get('at_1')?.expireAfterSeconds, 30 * 86_400);
  });

  it('makes unique, or says which documents are in the way', async () => {
    await connectToServer();
    const made = await act('indexLens.makeUnique', 'companyId, phone', /^Make Unique$/);
    assert.equal(made.at(-1)?.message, 'companyId_1_phone_1 of contacts is unique now.');
    await onServer((client) =>
      client
        .db(database)
        .collection('contacts')
        .insertMany([{ at: 1 }, { at: 1, phone: '3' }]),
    );
    const failed = await act('indexLens.makeUnique', 'at', /^Make Unique$/);
    assert.match(
      failed.at(-1)?.message ?? '',
      /^Make Unique at_1 of contacts failed\. Documents with the same/,
    );
  });

  it('renames by building anew', async () => {
    await connectToServer();
    const said = await act('indexLens.renameIndex', 'at', /^Rebuild$/, 'newest');
    assert.match(said[1]?.detail ?? '', /Builds newest_stand_in in contacts, drops at_1, builds newest/);
    const names = [...(await indexesOf('contacts')).keys()];
    assert.deepEqual(names.sort(), ['_id_', 'companyId_1_phone_1', 'newest']);
  });

  it('names the queries that would lose their index', async () => {
    await onServer((client) =>
      client.db(database).collection('contacts').createIndex({ companyId: 1, 'social.facebookId': 1 }),
    );
    await connectToServer();
    const said = await act('indexLens.dropIndex', 'companyId, social.facebookId', /^nothing$/);
    assert.match(
      said[0]?.detail ?? '',
      /Contact\.findOne at services\/contacts\.js:5: companyId_1_phone_1 takes over/,
    );
  });

  it('is created by hand, after what is typed is checked, through a plan', async () => {
    const { plans } = await connectToServer();
    const create = (...typed: readonly string[]) => act('indexLens.createIndex', '', /^none$/, ...typed);
    assert.equal((await create('{ at: 0 }', '')).length, 1);
    assert.equal((await create('at: 1', '{ unique: true, sparse: 7 }')).length, 2);
    await create('phone: 1, "social.name": -1', '{ unique: true, name: "by hand" }');
    assert.equal(plans.shown?.headline.words, '1 index to create in 1 collection');
    plans.received({ type: 'create', id: null, count: 1 });
    await eventually(async () => (await indexesOf('contacts')).has('by hand') || undefined);
    const made = (await indexesOf('contacts')).get('by hand');
    assert.deepEqual([made?.key, made?.unique], [{ phone: 1, 'social.name': -1 }, true]);
    await eventually(() => plans.shown?.headline.words === '1 index created.' || undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('happen where they were planned, or not at all', async () => {
    const { plans, connections } = await connectToServer();
    await act('indexLens.createIndex', '', /^none$/, 'phone: 1', '');
    const elsewhere = new URL(testUri());
    elsewhere.pathname = '/host_tests_elsewhere';
    await connections.keep({ name: kept.name, address: 'test' }, elsewhere.href);
    await vscode.commands.executeCommand('indexLens.connect', kept);
    const said = await answering(/^none$/, async () => {
      plans.received({ type: 'create', id: null, count: 1 });
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    assert.match(
      said[0]?.message ?? '',
      /^This was planned for host_tests on .*, which is not what is connected now/,
    );
    assert.ok(!(await indexesOf('contacts')).has('phone_1'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('are in sync with the models afterwards, and what was dropped can come back', async () => {
    const editor = await connectToServer();
    const said = await answering(/^Sync$/, () => vscode.commands.executeCommand('indexLens.sync'));
    assert.match(said[0]?.detail ?? '', /\$\(add\) companyId_1_email_1/);
    assert.match(said[0]?.detail ?? '', /\$\(trash\) at_1$/);
    assert.match(said[1]?.message ?? '', /^Sync host_tests: create \d+ indexes, drop 1 index\?$/);
    assert.match(said[2]?.message ?? '', /^Sync: \d+ changes made\.$/);
    assert.ok(!(await indexesOf('contacts')).has('at_1'));
    assert.equal((await indexesOf('contacts')).size, 9);
    assert.ok(drawn(editor).some((line) => /^ {6}at \| dropped at/.test(line)));
    const again = await answering(/^Sync$/, () => vscode.commands.executeCommand('indexLens.sync'));
    assert.deepEqual(
      again.map(({ message }) => message),
      ['host_tests is in sync with the models.'],
    );
  });

  it('copies the call for mongosh and for Mongoose', async () => {
    await connectToServer();
    await act('indexLens.copyForShell', 'companyId, phone', /^none$/);
    assert.equal(
      await vscode.env.clipboard.readText(),
      'db.contacts.createIndex({ companyId: 1, phone: 1 });',
    );
    await act('indexLens.copyForMongoose', 'companyId, phone', /^none$/);
    assert.equal(await vscode.env.clipboard.readText(), 'schema.index({ companyId: 1, phone: 1 });');
  });

  it('shows all of an index, and follows what becomes of it', async () => {
    const { details } = await connectToServer();
    await act('indexLens.showIndex', 'companyId, phone', /^none$/);
    const { panel } = details;
    assert.equal(panel.shown?.title, 'companyId_1_phone_1');
    assert.match(panel.shown.definition?.text ?? '', /^models\/Contact\.js:\d+$/);
    await act('indexLens.hideIndex', 'companyId, phone', /^Hide$/);
    assert.match(panel.shown.status.words, /is hidden/);
    assert.ok(panel.shown.buttons.some(({ type }) => type === 'unhide'));
    panel.received({ type: 'definition', id: 'definition', count: 1 });
    await eventually(() =>
      vscode.window.visibleTextEditors.find(({ document }) => document.fileName.endsWith('Contact.js')),
    );
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { noMarks } from '../../src/host/connections.js';
import {
  answering,
  connectToServer,
  database,
  disconnect,
  drawn,
  eventually,
  freshDatabase,
  inside,
  lensesOf,
  nodeAt,
  onServer,
  openFile,
  testUri,
} from './inside.js';

/** Makes an index on contacts, beside the extension. */
async function createIndex(key: Record<string, 1>): Promise<void> {
  await onServer((client) => client.db(database).collection('contacts').createIndex(key));
}

describe('a live server', () => {
  before(freshDatabase);
  afterEach(disconnect);

  it('is drawn with database, collections and indexes, missing ones in place', async () => {
    await createIndex({ companyId: 1, phone: 1 });
    await createIndex({ shoeSize: 1 });
    const editor = await connectToServer();
    const lines = drawn(editor);
    assert.match(lines[0] ?? '', /^test server \| .*MongoDB \d+\.\d+\.\d+$/);
    assert.equal(lines[1], `  ${database} | 18 missing · 1 extra`);
    assert.ok(lines.includes('    appointments | 0 of 6 applied · not created'), lines.join('\n'));
    const contacts = lines.indexOf('    contacts | 1 of 8 applied · 1 extra');
    assert.ok(contacts > 0, lines.join('\n'));
    const indexes = lines.slice(contacts + 1, contacts + 11);
    assert.match(indexes[0] ?? '', /^ {6}_id \| /);
    assert.equal(indexes[1], '      companyId, social.facebookId | missing');
    assert.match(indexes[4] ?? '', /^ {6}companyId, phone \| [\d.]+ KB · 0 uses$/);
    assert.match(indexes[9] ?? '', /^ {6}shoeSize \| extra · /);
    assert.equal(editor.tree.view.badge?.value, 18);
  });

  it('keeps its marks when its connection string is pasted again', async () => {
    const { connections, session } = await inside();
    const paste = () =>
      answering(/Paste/, () => vscode.commands.executeCommand('indexLens.connect'), testUri());
    await paste();
    const { id } = session.snapshot.active ?? assert.fail('not connected');
    const kept = { kind: 'kept', name: id.replace(/^kept:/, '') } as const;
    await connections.mark(kept, { ...noMarks, readOnly: true, production: true });
    await paste();
    const { readOnly, production } = session.snapshot.active?.marks ?? noMarks;
    await connections.forget(kept.name);
    assert.deepEqual({ readOnly, production }, { readOnly: true, production: true });
  });

  it('tells a screen reader what the icon says', async () => {
    const editor = await connectToServer();
    const item = editor.tree.getTreeItem(nodeAt(editor, database, 'contacts', 'companyId, email'));
    assert.equal(item.accessibilityInformation?.label, 'Index on companyId, email, missing');
    assert.match(item.contextValue ?? '', /\bmissing\b/);
  });

  it('gives the key pattern of an index and the way to its definition', async () => {
    const editor = await connectToServer();
    const index = nodeAt(editor, database, 'contacts', 'companyId, social.facebookId');
    await vscode.commands.executeCommand('indexLens.copyKeyPattern', index);
    assert.equal(await vscode.env.clipboard.readText(), '{ companyId: 1, "social.facebookId": 1 }');
    await vscode.commands.executeCommand('indexLens.goToDefinition', index);
    const { document, selection } = vscode.window.activeTextEditor ?? assert.fail('no editor opened');
    assert.match(document.uri.path, /models\/Contact\.js$/);
    assert.match(document.lineAt(selection.active).text, /social\.facebookId/);
  });

  it('is watched while it builds, also what began before it was connected', async () => {
    const fail = { configureFailPoint: 'hangAfterStartingIndexBuild' };
    await onServer((client) => client.db('admin').command({ ...fail, mode: 'alwaysOn' }));
    const built = createIndex({ companyId: 1, email: 1 });
    const editor = await (async () => {
      try {
        await eventually(async () => {
          const stats = await onServer((client) =>
            client
              .db(database)
              .collection('contacts')
              .aggregate([{ $collStats: { storageStats: {} } }])
              .toArray(),
          );
          const { indexBuilds } = (stats[0] as { storageStats: { indexBuilds: unknown[] } }).storageStats;
          return indexBuilds.length > 0 || undefined;
        });
        const connected = await connectToServer();
        const row = nodeAt(connected, database, 'contacts', 'companyId, email');
        assert.match(row.description, /^building/);
        return connected;
      } finally {
        await onServer((client) => client.db('admin').command({ ...fail, mode: 'off' }));
        await built;
      }
    })();
    await eventually(
      () =>
        /^[\d.]+ KB/.test(nodeAt(editor, database, 'contacts', 'companyId, email').description) || undefined,
    );
    await onServer((client) => client.db(database).collection('contacts').dropIndex('companyId_1_email_1'));
  });

  it('is read anew by a refresh', async () => {
    const editor = await connectToServer();
    const before = editor.session.snapshot.active?.comparison?.summary.extra ?? 0;
    await createIndex({ hatSize: 1 });
    await vscode.commands.executeCommand('indexLens.refresh');
    assert.equal(editor.session.snapshot.active?.comparison?.summary.extra, before + 1);
  });

  it('is checked in one sentence, with a report to read', async () => {
    await connectToServer();
    const said = await answering(/^Show Report$/, () => vscode.commands.executeCommand('indexLens.check'));
    assert.match(said[0]?.message ?? '', /^host_tests: 18 missing, \d+ extra; 1 index applied\.$/);
    const shown = await eventually(() =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'index-lens-report'),
    );
    assert.match(shown.getText(), /appointments/);
  });

  it('that is down is told in one sentence without the password, in message and tree', async () => {
    const editor = await inside();
    const uri = 'mongodb://app:s3cret@127.0.0.1:1/petbuddy?serverSelectionTimeoutMS=500';
    await editor.connections.keep({ name: 'down', address: '127.0.0.1:1' }, uri);
    const said = await answering(/^none$/, () =>
      vscode.commands.executeCommand('indexLens.connect', { kind: 'kept', name: 'down' }),
    );
    assert.equal(said.length, 1);
    assert.match(said[0]?.message ?? '', /127\.0\.0\.1:1/);
    const lines = drawn(editor);
    assert.equal(lines[0], 'down | not connected');
    assert.match(lines[1] ?? '', /127\.0\.0\.1:1/);
    assert.doesNotMatch([...lines, ...said.map(({ message }) => message)].join('\n'), /s3cret|app:/);
    assert.equal(editor.session.snapshot.active?.connection.state, 'failed');
  });

  it('stays when another one cannot be reached', async () => {
    const editor = await connectToServer();
    const down = { kind: 'kept', name: 'down' };
    await editor.connections.keep(
      { name: 'down', address: '127.0.0.1:1' },
      'mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=300',
    );
    await answering(/^none$/, () => vscode.commands.executeCommand('indexLens.connect', down));
    assert.equal(editor.session.snapshot.active?.connection.state, 'connected');
    await vscode.commands.executeCommand('indexLens.refresh');
    assert.equal(editor.session.snapshot.active.stale, null);
    assert.equal(drawn(editor)[0]?.startsWith('test server'), true);
  });

  it('is remembered by its name, the string in secret storage only', async () => {
    const { connections } = await connectToServer();
    assert.deepEqual(connections.open(), [{ source: { kind: 'kept', name: 'test server' }, database: null }]);
    assert.equal(await connections.uriOf('test server'), testUri());
    assert.equal(JSON.stringify(connections.list()).includes('mongodb://'), false);
  });

  it('leaves nothing behind once it is disconnected', async () => {
    const editor = await connectToServer();
    assert.notEqual(editor.tree.view.badge, undefined);
    await disconnect();
    assert.deepEqual(drawn(editor), []);
    assert.equal(editor.tree.view.badge, undefined);
    assert.deepEqual(editor.session.snapshot.connections, []);
    assert.deepEqual(editor.connections.open(), []);
  });

  it('stands beside another one; each is read, shown and closed by itself', async () => {
    const editor = await connectToServer();
    const other = { kind: 'kept', name: 'other' } as const;
    await editor.connections.keep({ name: 'other', address: 'test' }, testUri());
    await editor.connections.mark(other, { ...noMarks, readOnly: true, database: 'host_tests_other' });
    await vscode.commands.executeCommand('indexLens.connect', other);
    const [first, second] = editor.tree.getChildren();
    assert.match(first?.description ?? '', /^[^·]*MongoDB|^127/);
    assert.match(second?.description ?? '', /^in use · read-only · /);
    const databases = editor.session.snapshot.connections.map(({ comparison }) => comparison?.database);
    assert.deepEqual(databases, [database, 'host_tests_other']);
    const said = await answering(/^Create/, () => vscode.commands.executeCommand('indexLens.ensureAll'));
    assert.match(said[0]?.message ?? '', /^other is marked as read-only: nothing is changed on it\./);
    await vscode.commands.executeCommand('indexLens.useConnection', first);
    assert.equal(editor.session.snapshot.active?.comparison?.database, database);
    await vscode.commands.executeCommand('indexLens.disconnect', second);
    assert.equal(editor.session.snapshot.connections.length, 1);
    await editor.connections.forget('other');
  });

  it('is the one that a folder is bound to', async () => {
    const editor = await connectToServer();
    const configuration = vscode.workspace.getConfiguration('indexLens');
    const missing = (): number => editor.session.snapshot.active?.comparison?.summary.missing ?? 0;
    assert.ok(missing() > 0);
    try {
      await configuration.update('connection', 'elsewhere', vscode.ConfigurationTarget.Workspace);
      await eventually(() => (missing() === 0 ? true : undefined));
      const { document } = await openFile('models/Contact.js');
      assert.match((await lensesOf(document)).join('\n'), /defined · Connect/);
      await configuration.update('connection', 'test server', vscode.ConfigurationTarget.Workspace);
      await eventually(() => (missing() > 0 ? true : undefined));
    } finally {
      await configuration.update('connection', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});

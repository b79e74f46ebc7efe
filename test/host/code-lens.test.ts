import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  answering,
  connectToServer,
  database,
  disconnect,
  eventually,
  freshDatabase,
  inside,
  lensesOf,
  onServer,
  openFile,
  stateLensesOf,
} from './inside.js';

const definitions = [21, 22, 23, 26, 27, 28, 29, 30];

describe('CodeLens on a model', () => {
  before(freshDatabase);
  afterEach(disconnect);
  afterEach(() => vscode.commands.executeCommand('workbench.action.files.revert'));

  it('counts the definitions and offers to connect while nothing is connected', async () => {
    await inside();
    const { document } = await openFile('models/Contact.js');
    assert.deepEqual(await stateLensesOf(document), ['3: 8 indexes defined · Connect']);
  });

  it('counts the queries that each index serves best', async () => {
    const { document } = await openFile('models/Contact.js');
    const counts = await eventually(async () => {
      const found = (await lensesOf(document)).filter((title) => title.endsWith('1 query'));
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(counts, ['21: 1 query', '22: 1 query', '28: 1 query']);
  });

  it('wakes nobody in a file that cannot define an index', async () => {
    const { document } = await openFile('scripts/words.js');
    assert.deepEqual(await lensesOf(document), []);
  });

  it('shows what is missing, and what an ensure made of it', async () => {
    const { document } = await openFile('models/Contact.js');
    const { plans } = await connectToServer();
    assert.deepEqual(await stateLensesOf(document), [
      '3: 0 of 8 applied · Ensure now',
      ...definitions.map((line) => `${line}: missing · Ensure now`),
    ]);
    await vscode.commands.executeCommand('indexLens.ensureModel', 'contacts');
    assert.equal(plans.shown?.headline.words, '8 indexes to create in 1 collection');
    assert.match(
      plans.shown.collections[0]?.facts ?? '',
      /^contacts · 1 document, \d+ B · 1 index now, 9 after/,
    );
    plans.received({ type: 'create', id: null, count: 1 });
    await eventually(() => plans.shown?.headline.words === '8 indexes created.' || undefined);
    await eventually(async () => (await stateLensesOf(document))[0] === '3: 8 of 8 applied' || undefined);
    const live = await onServer((client) => client.db(database).collection('contacts').indexes());
    assert.equal(live.length, 9);
    const after = await stateLensesOf(document);
    assert.equal(after[0], '3: 8 of 8 applied');
    assert.equal(after.length, 9);
    for (const title of after.slice(1)) assert.match(title, /^\d+: applied · [\d.]+ KB · 0 uses$/);
  });

  it('creates nothing when the plan is not agreed to', async () => {
    await connectToServer();
    await vscode.commands.executeCommand('indexLens.ensureModel', 'messages');
    const names = await onServer((client) => client.db(database).listCollections().toArray());
    assert.deepEqual(
      names.map(({ name }) => name),
      ['contacts'],
    );
  });

  it('creates one index from its own lens', async () => {
    await connectToServer();
    const { document } = await openFile('models/Message.js');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    const own = lenses.find(({ command }) => command?.title === 'missing · Ensure now')?.command;
    assert.ok(own);
    const said = await answering(/^Create 1 Index$/, () =>
      vscode.commands.executeCommand(own.command, ...((own.arguments ?? []) as unknown[])),
    );
    assert.equal(said[1]?.message, '1 index created.');
    const live = await onServer((client) => client.db(database).collection('messages').indexes());
    assert.equal(live.length, 2);
  });

  it('moves with the text and follows what is typed, saved or not', async () => {
    await connectToServer();
    const editor = await openFile('models/Contact.js');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 0), '// one line more\n');
    });
    const moved = await stateLensesOf(editor.document);
    assert.equal(moved[0], '4: 8 of 8 applied');
    assert.match(moved[1] ?? '', /^22: applied/);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(31, 0), 'contactSchema.index({ tags: 1 });\n');
    });
    const at = (await stateLensesOf(editor.document)).map((lens) => parseInt(lens));
    assert.deepEqual(at.slice(0, 1 + definitions.length), [4, ...definitions.map((line) => line + 1)]);
    const more = await eventually(async () => {
      const lenses = await stateLensesOf(editor.document);
      return lenses.length > 1 + definitions.length ? lenses : undefined;
    });
    assert.equal(more[0], '4: 8 of 9 applied · Ensure now');
    assert.ok(more.includes('32: missing · Ensure now'), more.join('\n'));
  });

  it('can be turned off', async () => {
    const { document } = await openFile('models/Contact.js');
    const settings = vscode.workspace.getConfiguration('indexLens');
    await settings.update('codeLens.enabled', false, true);
    try {
      assert.deepEqual(await lensesOf(document), []);
    } finally {
      await settings.update('codeLens.enabled', undefined, true);
    }
  });
});

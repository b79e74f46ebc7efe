import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as vscode from 'vscode';
import type { ExplainView } from '../../src/model/explain-messages.js';
import {
  answering,
  connectToServer,
  database,
  disconnect,
  eventually,
  freshDatabase,
  lensesOf,
  onServer,
  openFile,
} from './inside.js';

function sources(view: ExplainView | null): readonly string[] {
  return view?.values.map(({ source }) => source) ?? [];
}

/** Tabs of the explain panel; other tests may have left other panels open. */
function explainTabs(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input, label }) =>
      input instanceof vscode.TabInputWebview && label.startsWith('Explain') ? [label] : [],
    ),
  );
}

describe('explain', () => {
  before(freshDatabase);
  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await eventually(() => explainTabs().length === 0 || undefined);
  });
  afterEach(disconnect);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens the panel for the query at the cursor', async () => {
    await connectToServer();
    const editor = await openFile('services/contacts.js');
    editor.selection = new vscode.Selection(4, 10, 4, 10);
    const said = await answering(/^none$/, () => vscode.commands.executeCommand('indexLens.explainQuery'));
    assert.deepEqual(said, []);
    await eventually(() => explainTabs().includes('Explain Contact.findOne') || undefined);
  });

  it('says what to do where there is no query', async () => {
    await connectToServer();
    const editor = await openFile('models/Contact.js');
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    const said = await answering(/^none$/, () => vscode.commands.executeCommand('indexLens.explainQuery'));
    assert.equal(said.length, 1);
    assert.match(said[0]?.message ?? '', /query/i);
    assert.deepEqual(explainTabs(), []);
  });

  it('values are edited in place, checked, remembered and forgotten', async () => {
    const { explained } = await connectToServer();
    await explainContact();
    const senderId = 'social.facebookId = senderId';
    assert.deepEqual(sources(explained.shown), ['a document of contacts', 'a document of contacts']);
    explained.received({ type: 'set-value', id: senderId, text: 'no value' });
    explained.received({ type: 'set-value', id: senderId, text: '"nobody"' });
    await eventually(() => (sources(explained.shown)[1] === 'you' ? true : undefined));
    assert.equal(explained.shown?.values[1]?.value, '"nobody"');
    assert.equal(explained.shown.explanation.plan.metrics?.returned, 0);
    await explainContact();
    await eventually(() => (sources(explained.shown)[1] === 'you, last time' ? true : undefined));
    explained.received({ type: 'forget-value', id: senderId });
    await eventually(() => (sources(explained.shown)[1] === 'a document of contacts' ? true : undefined));
    explained.received({ type: 'sample-extreme' });
    await eventually(() =>
      sources(explained.shown)[1] === 'the most frequent in contacts' ? true : undefined,
    );
    // What is asked while a query runs is not forgotten for what was asked before.
    explained.received({ type: 'sample-typical' });
    explained.received({ type: 'set-value', id: senderId, text: '"nobody"' });
    await eventually(() => (sources(explained.shown)[1] === 'you' ? true : undefined));
    assert.deepEqual(sources(explained.shown), ['a document of contacts', 'you']);
    explained.received({ type: 'forget-value', id: senderId });
    await eventually(() => (sources(explained.shown)[1] === 'a document of contacts' ? true : undefined));
  });

  it('a production connection plans, and runs only when asked', async () => {
    const { explained, session } = await connectToServer();
    const id = session.snapshot.active?.id ?? '';
    session.marked(id, { color: null, readOnly: false, production: true, database: null });
    await explainContact();
    const planned = explained.shown;
    assert.equal(planned?.explanation.plan.metrics, null);
    assert.deepEqual(
      planned.buttons.map(({ type }) => type),
      ['run-for-figures'],
    );
    explained.received({ type: 'run-for-figures' });
    await eventually(() => explained.shown?.explanation.plan.metrics ?? undefined);
    assert.deepEqual(explained.shown?.notices, []);
  });

  it('keeps what changed between two explains of a query', async () => {
    const { explained } = await connectToServer();
    await explainContact();
    explained.received({ type: 'forget-history' });
    await eventually(() => (explained.shown?.history.length === 0 ? true : undefined));
    await explainContact();
    await explainContact();
    await onServer((client) =>
      client.db(database).collection('contacts').createIndex({ companyId: 1, 'social.facebookId': 1 }),
    );
    await explainContact();
    assert.deepEqual(
      explained.shown?.history.map(({ plan }) => plan),
      ['IXSCAN companyId_1_social.facebookId_1', 'COLLSCAN'],
    );
  });

  it('stands above the query with what came of it, until the query or the indexes change', async () => {
    await connectToServer();
    await onServer((client) => client.db(database).collection('contacts').dropIndexes());
    await vscode.commands.executeCommand('indexLens.refresh');
    const editor = await openFile('services/contacts.js');
    const lens = async () =>
      (await lensesOf(editor.document)).filter((title) => title.startsWith('5: ')).join();
    await eventually(async () => ((await lens()) === '5: Explain' ? true : undefined));
    await explainContact();
    assert.match(await lens(), /^5: \$\(\w+\)\sCOLLSCAN · 1 of 1 · \d+ ms$/);
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(5, 0), '    active: true,\n');
    });
    assert.match(await lens(), /COLLSCAN .* the query changed$/);
    await vscode.commands.executeCommand('undo');
    assert.match(await lens(), /ms$/);
    await onServer((client) => client.db(database).collection('contacts').createIndex({ companyId: 1 }));
    await vscode.commands.executeCommand('indexLens.refresh');
    await eventually(async () => ((await lens()).endsWith('the indexes changed') ? true : undefined));
    await vscode.workspace.getConfiguration('indexLens').update('explain.codeLens', 'off', true);
    assert.equal(await lens(), '');
    await vscode.workspace.getConfiguration('indexLens').update('explain.codeLens', undefined, true);
  });

  it('tries the advised index on a copy, creates it, and leaves no scratch database', async () => {
    const { explained, session } = await connectToServer();
    await onServer((client) => client.db(database).collection('contacts').dropIndexes());
    await explainContact();
    const [advice] = explained.shown?.advice ?? [];
    assert.equal(advice?.key, '{ companyId: 1, "social.facebookId": 1 }');
    const said = await answering(/^(Try It|Create 1 Index)$/, async () => {
      explained.received({ type: 'try-index', id: advice.id });
      await eventually(() => explained.shown?.proof ?? undefined);
      assert.deepEqual(
        explained.shown?.proof?.rows.map(({ plan }) => plan),
        ['COLLSCAN', `IXSCAN ${advice.id}`],
      );
      explained.received({ type: 'create-index', id: advice.id });
      await eventually(() => (explained.shown?.advice.length === 0 ? true : undefined));
    });
    assert.match(said[0]?.detail ?? '', /index_lens_try_/);
    assert.deepEqual(explained.shown?.explanation.plan.indexes, [advice.id]);
    const names = await onServer(async (client) => client.db('admin').admin().listDatabases());
    assert.ok(names.databases.every(({ name }) => !name.startsWith('index_lens_try')));
    session.marked(session.snapshot.active?.id ?? '', {
      ...{ color: null, readOnly: true, production: false, database: null },
    });
    explained.received({ type: 'compare-full-scan' });
    await eventually(() => (explained.shown?.proof?.title === 'Against a full scan' ? true : undefined));
  });

  it('extends an index in one change that can be undone, and makes a hidden one visible', async () => {
    const { explained } = await connectToServer();
    await onServer(async (client) => {
      const contacts = client.db(database).collection('contacts');
      await contacts.dropIndexes();
      await contacts.insertMany(
        Array.from({ length: 1_200 }, (_, n) => ({ companyId: 1, social: { facebookId: `f${n}` } })),
      );
      await contacts.createIndex({ companyId: 1 });
    });
    await vscode.commands.executeCommand('indexLens.refresh');
    await explainContact();
    const [advice] = explained.shown?.advice ?? [];
    const labels = advice?.buttons.map(({ label }) => label) ?? [];
    assert.deepEqual(labels.slice(0, 1), ['Extend Now…']);
    const id = advice?.id ?? '';
    const extended = await answering(/^Extend$/, async () => {
      explained.received({ type: 'extend-index', id });
      await eventually(() => (explained.shown?.advice.length === 0 ? true : undefined));
    });
    assert.equal(extended[0]?.message, 'Extend companyId_1 of contacts?');
    assert.match(
      extended[0].detail,
      /Creates companyId_1_social\.facebookId_1 in contacts, then drops companyId_1/,
    );
    assert.deepEqual(await indexNames(), ['_id_', id]);
    await onServer((client) =>
      client.db(database).command({ collMod: 'contacts', index: { name: id, hidden: true } }),
    );
    await vscode.commands.executeCommand('indexLens.refresh');
    await explainContact();
    assert.deepEqual(explained.shown?.advice[0]?.buttons[0]?.type, 'unhide-index');
    const unhidden = await answering(/^Unhide$/, async () => {
      explained.received({ type: 'unhide-index', id });
      await eventually(() => (explained.shown?.advice.length === 0 ? true : undefined));
    });
    assert.equal(unhidden[0]?.message, `Unhide ${id} of contacts?`);
    assert.deepEqual(explained.shown.explanation.plan.indexes, [id]);
    // What gave way is remembered as what is dropped is, and can be had back.
    const target = { kind: 'dropped', collection: 'contacts', name: 'companyId_1' } as const;
    await answering(/^Create$/, () =>
      vscode.commands.executeCommand('indexLens.createAgain', { target, connection: null }),
    );
    assert.deepEqual(await indexNames(), ['_id_', id, 'companyId_1']);
  });

  async function indexNames(): Promise<readonly string[]> {
    const all = await onServer((client) => client.db(database).collection('contacts').indexes());
    return all.map(({ name }) => String(name));
  }

  it('a pasted filter is asked of the collection that is chosen', async () => {
    const { explained } = await connectToServer();
    const document = await vscode.workspace.openTextDocument({ content: '{ "companyId": 1 }' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, document.lineAt(0).text.length);
    const explainIt = () => vscode.commands.executeCommand('indexLens.explainQuery');
    const before = explained.shown;
    const closed = await answering(/^nothing$/, explainIt);
    assert.deepEqual(
      closed.map(({ message, detail }) => [message, detail.split('\n').includes('contacts')]),
      [['Explain Query', true]],
    );
    assert.equal(explained.shown, before);
    await answering(/^contacts$/, explainIt);
    const { command } = (await eventually(() => explained.shown ?? undefined)).explanation;
    assert.deepEqual(command, { find: 'contacts', filter: { companyId: 1 } });
  });

  it('a connect drops the scratch databases that an ended editor left there, and no others', async () => {
    const { scratch, session } = await connectToServer();
    const connection = session.snapshot.active?.id ?? '';
    await disconnect();
    const ended = spawn(process.execPath, ['--version'], { env: { ELECTRON_RUN_AS_NODE: '1' } });
    await once(ended, 'exit');
    const [left, unknown] = [
      'index_lens_try_20260101T000000_00000001',
      'index_lens_try_20260101T000000_00000002',
    ];
    await onServer(async (client) => {
      for (const name of [left, unknown]) await client.db(name).collection('contacts').insertOne({});
    });
    const there = () =>
      onServer(async (client) => {
        const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
        return databases.map(({ name }) => name).filter((name) => name.startsWith('index_lens_try'));
      });
    await scratch.begun(connection, left, ended.pid);
    await connectToServer();
    await eventually(async () => ((await there()).includes(left) ? undefined : true));
    assert.deepEqual(await there(), [unknown]);
    await eventually(() => (scratch.left(connection).length === 0 ? true : undefined));
    await onServer((client) => client.db(unknown).dropDatabase());
  });

  async function explainContact(): Promise<void> {
    const editor = await openFile('services/contacts.js');
    editor.selection = new vscode.Selection(4, 10, 4, 10);
    const said = await answering(/^none$/, () => vscode.commands.executeCommand('indexLens.explainQuery'));
    assert.deepEqual(said, []);
  }

  it('asks to connect first', async () => {
    await openFile('services/contacts.js');
    const said = await answering(/^none$/, () => vscode.commands.executeCommand('indexLens.explainQuery'));
    assert.match(said[0]?.message ?? '', /No server is connected/);
  });
});

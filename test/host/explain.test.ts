import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { answering, connectToServer, disconnect, eventually, freshDatabase, openFile } from './inside.js';

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

  it('asks to connect first', async () => {
    await openFile('services/contacts.js');
    const said = await answering(/^none$/, () => vscode.commands.executeCommand('indexLens.explainQuery'));
    assert.match(said[0]?.message ?? '', /No server is connected/);
  });
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { screenshotFailures, Workbench } from './workbench.js';

// Advice while a query is typed: the squiggle, its explanation, the index in the model, ensured, and it is gone; then
// the strategy of all collections, written into the code.

describe('advice in the workbench', () => {
  const uri = new URL(process.env.INDEX_LENS_TEST_URI ?? '');
  uri.pathname = '/advice';
  let client: MongoClient;
  let workbench: Workbench;
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(180_000);
    client = await new MongoClient(uri.href).connect();
    const db = client.db();
    await db.dropDatabase();
    const integrations = Array.from({ length: 2_000 }, (_, seq) => ({
      companyId: seq,
      companyName: `${seq}`,
    }));
    await db.collection('companyintegrations').insertMany(integrations);
    await db.collection('companyintegrations').createIndexes([{ key: { companyId: 1 }, unique: true }]);
    workbench = await Workbench.open({ viewport: { width: 1440, height: 900 } });
    await workbench.connect(uri.href, /companyintegrations/);
  });

  after(async () => {
    await workbench.close();
    await client.close();
  });

  /** From now on notes when the text changed last, and when something was first told of it; it may have been before. */
  function watch(): Promise<void> {
    return workbench.inHost((vscode) => {
      const noted = { typed: 0, told: 0 };
      Object.assign(globalThis, { noted });
      const isTold = () => {
        const uri = vscode.window.activeTextEditor?.document.uri;
        const found = uri ? vscode.languages.getDiagnostics(uri) : [];
        // VS Code's own TypeScript may have a word on it, too.
        return found.some(
          ({ message, source }) => source === 'Index Lens' && message.includes('companyName'),
        );
      };
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (!document.fileName.endsWith('webhook.js') || contentChanges.length === 0) return;
        noted.typed = performance.now();
        noted.told = isTold() ? noted.typed : 0;
      });
      // The editor's own event of it comes later.
      setInterval(() => {
        if (noted.told === 0 && isTold()) noted.told = performance.now();
      }, 5);
    }, null);
  }

  /** In milliseconds. */
  function waited(): Promise<number> {
    return workbench.inHost(async () => {
      const { noted } = globalThis as unknown as { noted: { typed: number; told: number } };
      while (noted.told === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      return noted.told - noted.typed;
    }, null);
  }

  /** What Index Lens tells of the active file. */
  function messages(): Promise<readonly string[]> {
    return workbench.inHost((vscode) => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      const found = uri ? vscode.languages.getDiagnostics(uri) : [];
      return found.filter(({ source }) => source === 'Index Lens').map(({ message }) => message);
    }, null);
  }

  function activeText(): Promise<string> {
    return workbench.inHost((vscode) => vscode.window.activeTextEditor?.document.getText() ?? '', null);
  }

  /** The rules that the Problems panel tells of a line of the active file; the line counts from 1. */
  function rulesAt(line: number): Promise<readonly string[]> {
    return workbench.inHost((vscode, at) => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      const found = uri ? vscode.languages.getDiagnostics(uri) : [];
      return found
        .filter(({ range, source }) => source === 'Index Lens' && range.start.line === at - 1)
        .map(({ code }) => (typeof code === 'object' ? String(code.value) : ''));
    }, line);
  }

  it('marks a query without an index while it is typed', async () => {
    await workbench.openFile('services/webhook.js', 13);
    // A try before this one has typed it already.
    await workbench.command('workbench.action.files.revert');
    const query = '\nconst byName = (companyName) => CompanyIntegration.find({ companyName });';
    await workbench.inHost(async (vscode) => {
      const editor = vscode.window.activeTextEditor;
      if (!editor) return;
      const { lineCount } = editor.document;
      const end = editor.document.lineAt(lineCount - 1).range.end;
      editor.selection = new vscode.Selection(end, end);
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    }, null);
    await watch();
    await workbench.page.keyboard.insertText(query.slice(0, -5));
    await workbench.page.waitForTimeout(600);
    await workbench.page.keyboard.type(query.slice(-5));
    const text = await readFile(path.join(workbench.folder, 'services/webhook.js'), 'utf8');
    const line = text.split('\n').length + 1;
    while (!(await messages()).some((message) => message.includes('companyName')))
      await workbench.page.waitForTimeout(50);
    const ms = await waited();
    console.log(`      the squiggle came ${ms.toFixed(0)} ms after the last change of the text`);
    // Far above what is aimed at: the machine may do a lot else.
    assert.ok(ms < 5_000, `${ms} ms`);
    assert.deepEqual(await rulesAt(line), ['missing-index']);
    await workbench.command('editor.action.showHover');
    await workbench.pictures('advice-squiggle');
  });

  it('adds the index to the model, which is ensured, and the mark goes', async () => {
    await workbench.inHost(async (vscode) => {
      const editor = vscode.window.activeTextEditor;
      const at =
        editor &&
        vscode.languages
          .getDiagnostics(editor.document.uri)
          .find(({ message, source }) => source === 'Index Lens' && message.includes('companyName'));
      if (editor && at) editor.selection = new vscode.Selection(at.range.start, at.range.start);
      await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    }, null);
    await workbench.command('editor.action.quickFix');
    const fix = workbench.page.getByText('Add index { companyName: 1 } to CompanyIntegration');
    await fix.waitFor();
    await workbench.screenshot('advice-fixes-dark');
    await fix.click();
    await workbench.openFile('models/CompanyIntegration.js');
    const unique = 'companyIntegrationSchema.index({ companyId: 1 }, { unique: true });';
    const written = `${unique}\ncompanyIntegrationSchema.index({ companyName: 1 });\n`;
    // The fix finds its way into the file in its own time.
    while (!(await activeText()).includes(written)) await workbench.page.waitForTimeout(50);
    const create = workbench.dialog.getByRole('button', { name: 'Create 1 Index' });
    await workbench.codeLens('1 query').first().waitFor();
    await workbench.pictures('advice-model');
    await workbench.clickCodeLens(/^missing · Ensure now/, create);
    await create.click();
    await workbench
      .toast(/created/)
      .first()
      .waitFor();
    const live = await client.db().collection('companyintegrations').indexes();
    assert.ok(live.some(({ name }) => name === 'companyName_1'));
    await workbench.openFile('services/webhook.js', 20);
    while ((await messages()).some((message) => message.includes('companyName')))
      await workbench.page.waitForTimeout(100);
    await workbench.clearToasts();
    await workbench.pictures('advice-settled');
  });

  it('plans the indexes of all collections, and writes them into the code', async () => {
    await workbench.palette('Index Lens: Plan Index Strategy');
    const panel = workbench.webview();
    await panel.getByRole('heading', { name: 'Index Strategy' }).waitFor();
    const part = panel.getByRole('region', { name: 'Appointment' });
    assert.match(await part.innerText(), /companyId_1_locationId_1_start_1[^]*Remove/);
    for (const theme of ['light', 'high-contrast-dark', 'dark'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`strategy-${theme}`);
      assert.deepEqual(await workbench.webviewViolations(), [], theme);
    }
    await panel.getByRole('button', { name: 'Measure on a Copy…' }).click();
    await workbench.dialog.getByText(/copies up to 20,000 documents/).waitFor();
    await workbench.screenshot('strategy-measure-dark');
    await workbench.dialog.getByRole('button', { name: 'Measure', exact: true }).click();
    const integrations = panel.getByRole('region', { name: 'CompanyIntegration' });
    await integrations.getByText(/^Measured on a copy of 2,000 documents: \d+ queries examine/).waitFor();
    await integrations.locator('summary').first().click();
    await workbench.accessiblePictures('strategy-measured');
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    assert.ok(!databases.some(({ name }) => name.startsWith('index_lens_try')));
    for (const name of ['Appointment', 'Contact', 'Message']) {
      const box = panel.getByRole('checkbox', { name: `All changes of ${name}` });
      // Of a mixed box the first click ticks all.
      await box.check();
      await box.uncheck();
      // The other boxes follow with the host's answer.
      const ticked = panel.getByRole('region', { name }).getByRole('checkbox', { checked: true });
      await ticked.first().waitFor({ state: 'hidden' });
    }
    await panel.getByRole('button', { name: /into the Code$/ }).click();
    // The file comes to the front; the panel behind it says what was written.
    await workbench.page.getByText('companyIntegrationSchema.index({ facebookChatId: 1 })').first().waitFor();
    await workbench.page.getByRole('tab', { name: /^Index Strategy/ }).click();
    await panel
      .getByRole('status')
      .filter({ hasText: 'Written into models/CompanyIntegration.js' })
      .waitFor();
    await workbench.screenshot('strategy-written-dark');
    const text = await workbench.inHost(
      async (vscode, file) => {
        const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
        return document.getText();
      },
      path.join(workbench.folder, 'models/CompanyIntegration.js'),
    );
    for (const name of ['facebookChatId', 'instagramChatId'])
      assert.ok(text.includes(`companyIntegrationSchema.index({ ${name}: 1 });`), text);
  });
});

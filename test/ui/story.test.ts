import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../scripts/run.js';
import { screenshotFailures, Workbench } from './workbench.js';

// The seed's story as a user lives it: connect, look, ensure, explain before and after. Each step leaves pictures.

const example = path.join(import.meta.dirname, '..', '..', 'examples', 'petbuddy');
const contacts = 20_000;

function databaseUri(database: string): string {
  const uri = new URL(process.env.INDEX_LENS_TEST_URI ?? '');
  uri.pathname = `/${database}`;
  return uri.href;
}

describe('the story in the workbench', () => {
  let workbench: Workbench;
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(180_000);
    const uri = databaseUri('petbuddy');
    const sizes = [
      '--contacts',
      String(contacts),
      '--messages',
      '20000',
      '--appointments',
      '5000',
      '--companies',
      '50',
    ];
    await run(process.execPath, ['scripts/generate.js', '--drop', ...sizes], {
      cwd: example,
      env: { ...process.env, MONGODB_URI: uri, INDEX_LENS_URI: uri },
    });
    workbench = await Workbench.open({ viewport: { width: 1440, height: 900 } });
    await writeFile(path.join(workbench.folder, '.env'), `MONGODB_URI=${uri}\n`);
  });

  after(async () => {
    await workbench.close();
  });

  async function closeEditors(): Promise<void> {
    await workbench.inHost(async (vscode) => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }, null);
  }

  it('says what to do while nothing is connected', async () => {
    await workbench.openView('Index Lens');
    await workbench.widenSideBar(380);
    await workbench.page.getByRole('button', { name: 'Connect to MongoDB' }).waitFor();
    await workbench.openFile('models/Contact.js');
    await workbench.codeLens('8 indexes defined · Connect').waitFor();
    await workbench.pictures('1-welcome');
  });

  it('connects with a string of the workspace, without showing it', async () => {
    await workbench.palette('Index Lens: Connect…');
    await workbench.rows.filter({ hasText: 'MONGODB_URI' }).first().waitFor();
    await workbench.screenshot('2-connect');
    assert.doesNotMatch(await workbench.page.locator('.quick-input-widget').innerText(), /mongodb:\/\//);
    await workbench.pick('MONGODB_URI');
    await workbench
      .treeItem(/contacts/)
      .first()
      .waitFor();
  });

  it('shows what is missing, in the tree and above the definitions', async () => {
    await workbench.expand(/contacts/);
    await workbench
      .treeItem(/companyId.*facebookId/)
      .first()
      .waitFor();
    await workbench.codeLens('0 of 8 applied · Ensure now').waitFor();
    await workbench
      .codeLens(/^missing/i)
      .nth(7)
      .waitFor();
    assert.equal(await workbench.codeLens(/^missing/i).count(), 8);
    await workbench.pictures('3-missing');
  });

  it('explains the look-up as a collection scan', async () => {
    await workbench.openFile('services/contacts.js', 5);
    await workbench.palette('Index Lens: Explain Selected Query');
    await workbench
      .webview()
      .getByText(/Collection scan: read 20,000 documents to return 1/)
      .first()
      .waitFor();
    await workbench.pictures('4-explain-before');
  });

  it('shows the explain panel so that everyone can use it', async () => {
    for (const theme of ['light', 'high-contrast-dark', 'dark'] as const) {
      await workbench.setTheme(theme);
      assert.deepEqual(await workbench.webviewViolations(), [], theme);
    }
  });

  it('ensures one model after showing its plan', async () => {
    await closeEditors();
    await workbench.openFile('models/Contact.js');
    const create = workbench.webview().getByRole('button', { name: 'Create 8 Indexes' });
    await workbench.clickCodeLens('0 of 8 applied · Ensure now', create);
    await workbench.pictures('5-plan');
    await create.click();
    await workbench.webview().getByRole('status').filter({ hasText: '8 indexes created.' }).waitFor();
    await workbench.screenshot('6-ensured-panel');
    await workbench.openFile('models/Contact.js');
    await workbench.codeLens('8 of 8 applied').waitFor();
    await workbench.pictures('6-ensured');
  });

  it('explains the same look-up by its index', async () => {
    await workbench.openFile('services/contacts.js', 5);
    await workbench.palette('Index Lens: Explain Selected Query');
    await workbench
      .webview()
      .getByText(/companyId_1_social.facebookId_1: read 1 key and 1 document/)
      .first()
      .waitFor();
    await workbench.pictures('7-explain-after');
  });

  it('follows an edit of the model', async () => {
    await closeEditors();
    await workbench.openFile('models/CompanyIntegration.js', 11);
    await workbench.inHost(async (vscode) => {
      const editor = vscode.window.activeTextEditor;
      await editor?.edit((edit) => {
        edit.insert(new vscode.Position(11, 0), 'companyIntegrationSchema.index({ facebookChatId: 1 });\n');
      });
    }, null);
    await workbench.codeLens('0 of 2 applied · Ensure now').waitFor();
    await workbench.screenshot('8-edited');
  });

  it('clears everything on disconnect', async () => {
    await workbench.palette('Index Lens: Disconnect');
    await workbench.page.getByRole('button', { name: 'Connect to MongoDB' }).waitFor();
    await workbench.codeLens('2 indexes defined · Connect').waitFor();
  });
});

import path from 'node:path';
import { run } from '../../scripts/run.js';
import { screenshotFailures, Workbench } from './workbench.js';

// A bad plan and what settles it, as a user lives it: values written over, the advised index tried, created, compared.

const example = path.join(import.meta.dirname, '..', '..', 'examples', 'petbuddy');

describe('explaining in the workbench', () => {
  let workbench: Workbench;
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(240_000);
    const url = new URL(process.env.INDEX_LENS_TEST_URI ?? '');
    url.pathname = '/petbuddy_explain';
    const sizes = ['--contacts', '20000', '--messages', '10', '--appointments', '10', '--companies', '50'];
    await run(process.execPath, ['scripts/generate.js', '--drop', ...sizes], {
      cwd: example,
      env: { ...process.env, MONGODB_URI: url.href, INDEX_LENS_URI: url.href },
    });
    workbench = await Workbench.open({ viewport: { width: 1440, height: 1100 } });
    await workbench.connect(url.href, /contacts/);
    await workbench.openFile('services/contacts.js', 5);
  });

  after(async () => {
    await workbench.close();
  });

  it('explains from above the query, with advice', async () => {
    const advice = workbench.webview().getByText('Defined in the code, missing on the server');
    await workbench.clickCodeLens(/^Explain$/, advice);
    await workbench
      .codeLens(/COLLSCAN · 1 of 20,000/)
      .first()
      .waitFor();
    await workbench.accessiblePictures('explain-bad-with-advice');
  });

  it('takes a value that is written over, and says what is none', async () => {
    const field = workbench.webview().getByLabel('Value of social.facebookId');
    await field.fill('ObjectId("12"');
    await workbench
      .webview()
      .getByText(/Write 42, "text", true/)
      .waitFor();
    await workbench.accessiblePictures('explain-value-refused');
    await field.fill('"nobody"');
    await field.press('Enter');
    await workbench.webview().getByRole('cell', { name: /^you/ }).waitFor();
    await workbench.screenshot('explain-value-edited');
    await workbench.webview().locator('tr.input').getByRole('button', { name: 'Forget' }).click();
    await workbench.webview().locator('tr.input').waitFor({ state: 'detached' });
  });

  it('tries the index on a copy, creates it, and has before and after in one table', async () => {
    const panel = workbench.webview();
    await panel.getByRole('button', { name: 'Try It…' }).click();
    await workbench.dialog.getByRole('button', { name: 'Try It' }).click();
    await panel.getByText(/^The planner takes/).waitFor();
    await workbench.accessiblePictures('explain-tried');
    await panel.getByRole('button', { name: 'Create Now…' }).click();
    await workbench.dialog.getByRole('button', { name: 'Create 1 Index' }).click();
    await panel.getByRole('heading', { name: 'History' }).waitFor();
    await panel
      .getByText(/^IXSCAN companyId_1_social.facebookId_1$/)
      .first()
      .waitFor();
    await workbench.clearToasts();
    await workbench.accessiblePictures('explain-after-with-history');
    await panel.getByRole('button', { name: 'Compare with a Full Scan' }).click();
    await panel.getByRole('heading', { name: 'Against a full scan' }).waitFor();
    await workbench.screenshot('explain-full-scan');
  });
});

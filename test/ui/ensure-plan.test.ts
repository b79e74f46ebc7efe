import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';
import { screenshotFailures, Workbench } from './workbench.js';

// The plan of an ensure in its panel: what is chosen, how far the server is, what came of it.

const hang = 'hangIndexBuildDuringCollectionScanPhaseBeforeInsertion';

describe('the plan of an ensure in the workbench', () => {
  const uri = new URL(process.env.INDEX_LENS_TEST_URI ?? '');
  uri.pathname = '/plans';
  let client: MongoClient;
  let workbench: Workbench;
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(180_000);
    client = await new MongoClient(uri.href).connect();
    const db = client.db();
    await db.dropDatabase();
    const contacts = Array.from({ length: 10_000 }, (_, seq) => ({
      seq,
      companyId: seq % 7,
      phone: `${seq}`,
    }));
    await db.collection('contacts').insertMany(contacts);
    await db
      .collection('contacts')
      .createIndexes([
        { key: { companyId: 1, phone: 1 }, name: 'by_phone' },
        { key: { companyId: 1, email: 1 } },
      ]);
    await db.collection('companyintegrations').insertMany([{ companyId: 7 }, { companyId: 7 }]);
    workbench = await Workbench.open({ viewport: { width: 1440, height: 900 } });
    await workbench.connect(uri.href, /contacts/);
  });

  after(async () => {
    await letGoOn();
    await workbench.close();
    await client.close();
  });

  async function holdAtTenPercent(): Promise<void> {
    const data = { fieldsToMatch: { seq: 1_000 } };
    await client.db('admin').command({ configureFailPoint: hang, mode: 'alwaysOn', data });
  }

  async function letGoOn(): Promise<void> {
    await client.db('admin').command({ configureFailPoint: hang, mode: 'off' });
  }

  async function closeEditors(): Promise<void> {
    await workbench.inHost(async (vscode) => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }, null);
  }

  const panel = () => workbench.webview();
  const button = (name: string | RegExp) => panel().getByRole('button', { name });
  const headline = (text: string | RegExp) => panel().getByRole('status').filter({ hasText: text });
  const part = (name: string) => panel().getByRole('region', { name });
  const box = (name: string) => panel().getByRole('checkbox', { name });

  it('shows what would be created, what exists and what differs', async () => {
    await workbench.palette('Index Lens: Ensure All Indexes…');
    await headline('17 indexes to create in 4 collections').waitFor();
    const contacts = await part('Contact').innerText();
    assert.match(contacts, /10,000 documents, .*KB · 3 indexes now, 9 after, budget 10/);
    assert.match(contacts, /companyId_1_phone_1[^]*differs, left alone/);
    assert.match(contacts, /On the server its name is by_phone\./);
    assert.match(contacts, /companyId_1_email_1[^]*exists/);
    assert.match(await part('CompanyIntegration').innerText(), /Unique over 2 documents/);
    await workbench.accessiblePictures('ensure-plan');
  });

  it('shows the ways to settle what differs, and copies the plan', async () => {
    await panel()
      .getByText(/ways to settle it/)
      .click();
    await panel().getByText('The code takes what is live').waitFor();
    await workbench.accessiblePictures('ensure-ways');
    await button('Copy as Script').click();
    await workbench.page.locator('.statusbar').getByText('Script for mongosh copied').waitFor();
    const script = await workbench.inHost((vscode) => vscode.env.clipboard.readText(), null);
    assert.match(script, /target\.runCommand\(\{\n {2}createIndexes: "contacts"/);
    await panel()
      .getByText(/ways to settle it/)
      .click();
  });

  it('counts the duplicates that a unique index would meet', async () => {
    await part('CompanyIntegration').getByRole('button', { name: 'Count Duplicates' }).click();
    await part('CompanyIntegration').getByText('1 key in 2 documents: companyId: 7').waitFor();
    await part('CompanyIntegration').getByRole('button', { name: 'Copy Aggregation' }).click();
    await workbench.page.locator('.statusbar').getByText('Aggregation copied').waitFor();
  });

  it('leaves out what is unticked, by mouse and by keyboard', async () => {
    await box('Create the missing indexes of Message').uncheck();
    await headline('13 indexes to create in 3 collections').waitFor();
    const one = box('Create companyId_1_contactStatus_1');
    await one.focus();
    await workbench.page.keyboard.press('Space');
    await headline('12 indexes to create in 3 collections').waitFor();
    const focused = panel().locator('input:focus');
    assert.equal(await focused.getAttribute('aria-label'), 'Create companyId_1_contactStatus_1');
    const mixed = panel().locator('input:indeterminate');
    assert.equal(await mixed.getAttribute('aria-label'), 'Create the missing indexes of Contact');
    await workbench.screenshot('ensure-plan-unticked');
  });

  it('shows how far the server is', async () => {
    await holdAtTenPercent();
    await button('Create 12 Indexes').click();
    await part('Contact').getByText('building: scanning collection, 10 %').first().waitFor();
    await headline('Creating 12 indexes: 2 of 3 collections done').waitFor();
    assert.match(await part('Appointment').innerText(), /done in [\d,]+ ms/);
    await workbench.accessiblePictures('ensure-running');
  });

  it('asks before it cancels', async () => {
    await button('Cancel…').click();
    await workbench.dialog.getByText('Stop creating indexes?').waitFor();
    await workbench.screenshot('ensure-cancel');
    await workbench.page.keyboard.press('Escape');
    await workbench.dialog.waitFor({ state: 'hidden' });
    assert.ok(await button('Cancel…').isEnabled());
  });

  it('keeps the outcome, with the reason of what failed', async () => {
    await letGoOn();
    await headline('11 indexes created, 1 index failed, 1 index left alone.').waitFor();
    const integrations = await part('CompanyIntegration').innerText();
    assert.match(integrations, /Documents with the same key exist already: companyId: 7/);
    assert.match(integrations, /Remove or change the duplicates/);
    assert.match(await part('Contact').innerText(), /companyId_1_contactStatus_1[^]*left out/);
    assert.doesNotMatch(await part('Message').innerText(), /created in/);
    const live = await client.db().collection('contacts').indexes();
    assert.equal(live.length, 8);
    assert.equal((await client.db().listCollections({ name: 'messages' }).toArray()).length, 0);
    await workbench.accessiblePictures('ensure-outcome');
  });

  it('plans again what is missing still', async () => {
    await button('Plan Again').click();
    await headline('6 indexes to create in 3 collections').waitFor();
    await panel().getByText('Nothing to do in 1 collection').click();
    await part('Appointment').getByText('exists').first().waitFor();
  });

  it('shows the plan of a small ensure when it is asked for', async () => {
    await closeEditors();
    await workbench.openFile('models/Contact.js');
    const create = workbench.dialog.getByRole('button', { name: 'Create 1 Index' });
    await workbench.clickCodeLens(/7 of 8|6 of 8/, create);
    await workbench.screenshot('ensure-small');
    await workbench.dialog.getByRole('button', { name: 'Show Plan…' }).click();
    await headline('1 index to create in 1 collection').waitFor();
  });

  it('brings what is running back to the front, and begins nothing beside it', async () => {
    await holdAtTenPercent();
    await button('Create 1 Index').click();
    await part('Contact').getByText('building: scanning collection, 10 %').waitFor();
    await closeEditors();
    await workbench.palette('Index Lens: Ensure All Indexes…');
    await workbench.toast('Indexes are being created already.').waitFor();
    await part('Contact').getByText('building: scanning collection, 10 %').waitFor();
    await workbench.clearToasts();
  });

  it('aborts a build on the server when that is chosen', async () => {
    await button('Cancel…').click();
    await workbench.screenshot('ensure-cancel');
    await workbench.dialog.getByRole('button', { name: 'Abort the Build' }).click();
    await headline('1 index unfinished, 1 index left alone.').waitFor();
    await part('Contact')
      .getByText(/^Aborted while/)
      .waitFor();
    const live = await client.db().collection('contacts').indexes();
    assert.ok(!live.some(({ name }) => name === 'companyId_1_contactStatus_1'));
    await button('Plan Again').click();
    await button(/^Create/).click();
    await part('Contact').getByText('building: scanning collection, 10 %').waitFor();
  });

  it('leaves a build that is cancelled to the server', async () => {
    await button('Cancel…').click();
    await workbench.dialog.getByRole('button', { name: 'Stop After This Build' }).click();
    await headline('1 index unfinished, 1 index left alone.').waitFor();
    await part('Contact')
      .getByText(/the build goes on on the server/)
      .waitFor();
    await workbench.accessiblePictures('ensure-cancelled');
    await letGoOn();
    const live = await client.db().collection('contacts').indexes();
    assert.ok(live.some(({ name }) => name === 'companyId_1_contactStatus_1'));
  });
});

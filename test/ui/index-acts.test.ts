import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';
import { screenshotFailures, Workbench } from './workbench.js';

// Single indexes on a production server: a build in the tree, the details of one, a filter, a drop and its way back.

const hang = 'hangIndexBuildDuringCollectionScanPhaseBeforeInsertion';

describe('single indexes in the workbench', () => {
  const uri = new URL(process.env.INDEX_LENS_TEST_URI ?? '');
  uri.pathname = '/acts';
  let client: MongoClient;
  let workbench: Workbench;
  let build: Promise<unknown> = Promise.resolve();
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(180_000);
    client = await new MongoClient(uri.href).connect();
    const db = client.db();
    await db.dropDatabase();
    await db.createCollection('readings', { timeseries: { timeField: 'at' } });
    await db.createCollection('lastmessages', { capped: true, size: 100_000 });
    const contacts = Array.from({ length: 10_000 }, (_, seq) => ({
      seq,
      companyId: seq % 7,
      phone: `${seq}`,
    }));
    await db.collection('contacts').insertMany(contacts);
    await db.createCollection('activecontacts', { viewOn: 'contacts', pipeline: [] });
    await db
      .collection('contacts')
      .createIndexes([
        { key: { companyId: 1, phone: 1 } },
        { key: { lastSeenAt: 1 }, expireAfterSeconds: 7_776_000, sparse: true, name: 'forget' },
      ]);
    await db.collection('messages').insertOne({ contactId: 1 });
    workbench = await Workbench.open({ viewport: { width: 1440, height: 900 } });
    await workbench.connect(uri.href, /contacts/);
    await workbench.widenSideBar(420);
    await workbench.palette('Index Lens: Connection Settings…');
    await workbench.pick('Production');
    await workbench
      .treeItem(/production/)
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  after(async () => {
    await letGoOn();
    await workbench.close();
    await client.close();
  });

  async function letGoOn(): Promise<void> {
    await client.db('admin').command({ configureFailPoint: hang, mode: 'off' });
    await build;
  }

  const panel = () => workbench.webview();

  it('shows a build with how far it is, and what kind each collection is of', async () => {
    const data = { fieldsToMatch: { seq: 1_000 } };
    await client.db('admin').command({ configureFailPoint: hang, mode: 'alwaysOn', data });
    build = client.db().collection('contacts').createIndex({ companyId: 1, email: 1 });
    await workbench.palette('Index Lens: Refresh');
    await workbench
      .treeItem(/companyId, email, building 10 %/)
      .first()
      .waitFor();
    await workbench.treeItem(/activecontacts, view of contacts/).waitFor();
    await workbench.treeItem(/readings, time series by at/).waitFor();
    await workbench.treeItem(/lastmessages, capped at/).waitFor();
    await workbench.pictures('tree-building');
    await letGoOn();
  });

  it('shows all of one index, so that everyone can use it', async () => {
    await workbench
      .treeItem(/lastSeenAt/)
      .first()
      .click();
    await panel().getByRole('heading', { name: 'forget' }).waitFor();
    await panel().getByText('of the collection take').waitFor();
    await panel().getByText('No two documents').waitFor({ state: 'hidden' });
    await panel().getByText('Documents that lack the indexed paths are not in it.').waitFor();
    for (const theme of ['light', 'high-contrast-dark', 'dark'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`index-details-${theme}`);
      assert.deepEqual(await workbench.webviewViolations(), [], theme);
    }
  });

  it('shows which queries of the code an index serves', async () => {
    await workbench
      .treeItem(/companyId, phone/)
      .first()
      .click();
    await panel().getByRole('heading', { name: 'Queries in code that it serves' }).waitFor();
    await workbench.screenshot('index-details-queries');
    await workbench
      .treeItem(/lastSeenAt/)
      .first()
      .click();
    await panel().getByRole('heading', { name: 'forget' }).waitFor();
  });

  it('hides from the details, with the keyboard alone', async () => {
    const hide = panel().getByRole('button', { name: 'Hide…' });
    await hide.focus();
    await workbench.page.keyboard.press('Enter');
    await workbench.dialog.getByRole('button', { name: 'Hide', exact: true }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await panel().getByRole('button', { name: 'Unhide…' }).waitFor();
    await workbench.toast('forget of contacts is hidden.').waitFor();
    await workbench.clearToasts();
  });

  it('drops on production only when the name is typed, and creates it again', async () => {
    await workbench.menuEntry(/lastSeenAt/, 'Drop…');
    await workbench.dialog.getByText('Drop forget of contacts?').waitFor();
    await workbench.pictures('drop-production');
    await workbench.dialog.getByRole('button', { name: 'Drop', exact: true }).click();
    await workbench.input.waitFor();
    await workbench.input.fill('forgotten');
    await workbench.inputMessage.getByText('This is not forget').waitFor();
    await workbench.pictures('drop-typed');
    await workbench.answer('forget');
    await workbench.toast('forget of contacts is dropped.').waitFor();
    await workbench
      .treeItem(/lastSeenAt, dropped at/)
      .first()
      .waitFor();
    await panel().getByText('neither on the server nor in code').waitFor();
    await workbench.screenshot('dropped');
    await workbench
      .toast('forget of contacts is dropped.')
      .getByRole('button', { name: 'Create It Again' })
      .click();
    await workbench.toast('forget of contacts is created.').waitFor();
    const live = await client.db().collection('contacts').indexes();
    const again = live.find(({ name }) => name === 'forget');
    assert.deepEqual(
      { expires: again?.expireAfterSeconds, sparse: again?.sparse, hidden: again?.hidden },
      { expires: 7_776_000, sparse: true, hidden: true },
    );
    await workbench.clearToasts();
  });

  it('filters while one types, says when nothing matches, and shows all again', async () => {
    await workbench.command('workbench.action.closeAllEditors');
    await workbench.palette('Index Lens: Filter Indexes…');
    await workbench.input.fill('phone');
    await workbench
      .treeItem(/messages/)
      .first()
      .waitFor({ state: 'hidden' });
    await workbench
      .treeItem(/companyId, phone/)
      .first()
      .waitFor();
    await workbench.input.fill('zebra');
    const nothing = workbench.treeItem(/No collection matches “zebra”/);
    await nothing.waitFor();
    await workbench.screenshot('tree-no-match');
    await workbench.page.keyboard.press('Enter');
    await nothing.click();
    await workbench
      .treeItem(/messages/)
      .first()
      .waitFor();
  });
});

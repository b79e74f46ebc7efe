import assert from 'node:assert/strict';
import { MongoClient } from 'mongodb';
import { screenshotFailures, Workbench } from './workbench.js';

// A connection string in the environment that names no database: nothing is asked before the view opens.

describe('opening the view with INDEX_LENS_URI set', () => {
  const uri = process.env.INDEX_LENS_TEST_URI ?? '';
  let workbench: Workbench;
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(180_000);
    const client = await new MongoClient(uri).connect();
    await client.db('zoo').collection('animals').createIndex({ kind: 1 });
    await client.close();
    workbench = await Workbench.open({ env: { INDEX_LENS_URI: uri } });
  });

  after(async () => {
    await workbench.close();
  });

  it('connects by itself and asks for a database', async () => {
    await workbench.openView('Index Lens');
    await workbench.treeItem(/INDEX_LENS_URI/).waitFor();
    await workbench.treeItem(/Choose a database/).waitFor();
    assert.equal(await workbench.page.locator('.notifications-toasts .notification-list-item').count(), 0);
  });

  it('reads the database that is chosen, and calls extra what no model defines', async () => {
    await workbench.treeItem(/Choose a database/).click();
    await workbench.rows.filter({ hasText: 'zoo' }).first().waitFor();
    await workbench.pick('zoo');
    await workbench.expand(/animals/);
    await workbench
      .treeItem(/^.*kind.*extra/i)
      .first()
      .waitFor();
    await workbench.screenshot('database-chosen');
  });

  it('offers in the palette what makes sense now', async () => {
    const titles = await workbench.paletteTitles('Index Lens:');
    assert.ok(titles.includes('Index Lens: Disconnect'), titles.join('\n'));
    assert.ok(!titles.some((title) => title.includes('Copy Key Pattern')), titles.join('\n'));
  });
});

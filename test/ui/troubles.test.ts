import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort } from '../../scripts/free-port.js';
import { startMongod, startOldMongod, type RunningMongod } from '../../scripts/mongod.js';
import { screenshotFailures, Workbench } from './workbench.js';

// What goes wrong for users: each case gives a sentence that helps, and everything else goes on working.

describe('troubles in the workbench', () => {
  let workbench: Workbench;
  const servers: RunningMongod[] = [];
  screenshotFailures(() => workbench);

  before(async function () {
    this.timeout(240_000);
    const guarded = await startMongod({ auth: true });
    const old = await startOldMongod();
    servers.push(guarded, old);
    await addReader(guarded.uri);
    const address = `127.0.0.1:${guarded.port}`;
    workbench = await Workbench.open({ viewport: { width: 1440, height: 900 } });
    const strings = {
      WRONG_URI: `mongodb://reader:not-the-password@${address}/petbuddy?authSource=admin`,
      DOWN_URI: `mongodb://127.0.0.1:${await freePort()}/petbuddy`,
      OLD_URI: `mongodb://127.0.0.1:${old.port}/petbuddy`,
      READER_URI: `mongodb://reader:secret-word@${address}/petbuddy?authSource=admin`,
    };
    const lines = Object.entries(strings).map(([name, uri]) => `${name}=${uri}\n`);
    await writeFile(path.join(workbench.folder, '.env'), lines.join(''));
    await writeFile(path.join(workbench.folder, 'models', 'Broken.js'), broken);
    await workbench.openView('Index Lens');
    await workbench.widenSideBar(380);
    await workbench.openFile('models/Contact.js');
    await workbench.codeLens('8 indexes defined · Connect').waitFor();
  });

  after(async () => {
    await workbench.close();
    for (const server of servers) await server.stop();
  });

  async function connectTo(variable: string): Promise<void> {
    await workbench.palette('Index Lens: Connect…');
    await workbench.rows.filter({ hasText: variable }).first().waitFor();
    await workbench.pick(variable);
  }

  async function refusal(variable: string, says: RegExp): Promise<string> {
    await connectTo(variable);
    const toast = workbench.toast(says).first();
    await toast.waitFor();
    const text = await toast.innerText();
    await workbench.screenshot(`trouble-${variable.toLowerCase()}`);
    await workbench.clearToasts();
    assert.doesNotMatch(text, /not-the-password|secret-word|\bat .*\.js/);
    return text;
  }

  it('says that user or password are wrong', async () => {
    assert.match(await refusal('WRONG_URI', /password/i), /127\.0\.0\.1/);
  });

  it('says that nothing answers', async () => {
    assert.match(await refusal('DOWN_URI', /refused|answers|reach/i), /127\.0\.0\.1/);
  });

  it('says that the server is too old', async () => {
    assert.match(await refusal('OLD_URI', /4\.0/), /4\.2|4\.4|upgrade/i);
  });

  it('keeps the models readable meanwhile', async () => {
    await workbench.codeLens(/^8 indexes defined/).waitFor();
  });

  it('shows usage as not permitted, never as zero', async () => {
    await connectTo('READER_URI');
    await workbench.codeLens('1 of 8 applied · Ensure now').waitFor();
    const notice = workbench.treeItem(/usage is not permitted.*clusterMonitor/i).first();
    await notice.waitFor();
    assert.match(
      await workbench
        .codeLens(/^applied/)
        .first()
        .innerText(),
      /^applied · [\d.]+ KB$/,
    );
    for (const theme of ['light', 'high-contrast-dark', 'dark'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`trouble-no-usage-${theme}`);
    }
  });

  it('says that this user may not create indexes', async () => {
    const create = workbench.webview().getByRole('button', { name: 'Create 7 Indexes' });
    await workbench.clickCodeLens('1 of 8 applied · Ensure now', create);
    await create.click();
    await workbench.webview().getByText('This user may not create indexes on contacts.').first().waitFor();
    await workbench
      .webview()
      .getByText(/Ask for the role readWrite/)
      .first()
      .waitFor();
    await workbench.screenshot('trouble-not-permitted');
  });

  it('reads a broken file as far as it goes, and calls nothing of it extra', async () => {
    await workbench.openFile('models/Broken.js');
    await workbench
      .codeLens(/incomplete/)
      .first()
      .waitFor();
    await workbench.screenshot('trouble-syntax-error');
  });
});

const broken = `const mongoose = require('mongoose');

const brokenSchema = new mongoose.Schema({ name: String, });
brokenSchema.index({ name: 1 });
brokenSchema.index({ name: 

module.exports = mongoose.model('Broken', brokenSchema);
`;

async function addReader(uri: string): Promise<void> {
  const client = await new MongoClient(uri).connect();
  const contacts = client.db('petbuddy').collection('contacts');
  await contacts.insertOne({ companyId: 1, phone: '1' });
  await contacts.createIndex({ companyId: 1, phone: 1 });
  const roles = [{ role: 'read', db: 'petbuddy' }];
  await client.db('admin').command({ createUser: 'reader', pwd: 'secret-word', roles });
  await client.close();
}

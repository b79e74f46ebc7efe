import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { findComposeServices, readComposeService } from '../../src/host/compose-files.js';
import { disconnect, inside, testUri } from './inside.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const file = path.join(folder, 'compose.host-test.yml');

describe('a server that the workspace runs by Compose', () => {
  const { port } = new URL(testUri());

  before(() => writeFile(file, `services:\n  db:\n    image: mongo:7\n    ports: ["${port}:27017"]\n`));
  after(() => rm(file));
  afterEach(disconnect);

  it('is found under the name of service and file; one that is gone connects to nothing', async () => {
    const services = (await findComposeServices()).filter((one) => one.file === file);
    assert.deepEqual(services, [{ service: 'db', uri: `mongodb://localhost:${port}/`, file }]);
    const { session } = await inside();
    await vscode.commands.executeCommand('indexLens.connect', { kind: 'compose', file, service: 'none' });
    assert.equal(session.snapshot.active, null);
    assert.equal(await readComposeService(file, 'none'), null);
    assert.equal(await readComposeService(`${file}.gone`, 'db'), null);
  });

  it('is nothing to offer while the file is half typed', async () => {
    await writeFile(file, 'services:\n  db: {image: mongo:7\n   ports: [');
    assert.deepEqual(
      (await findComposeServices()).filter((one) => one.file === file),
      [],
    );
  });
});

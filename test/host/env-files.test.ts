import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { findEnvStrings, readEnvString } from '../../src/host/env-files.js';

const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const file = path.join(folder, '.env.host-test');
const text = [
  '# MONGODB_OLD=mongodb://old/db',
  'PORT=3000',
  'MONGODB_URI="mongodb://app:p#w@db.example.com/petbuddy?a=b" # quoted',
  "export REPORTS='mongodb+srv://cluster0.example.net/reports'",
  'PLAIN = mongodb://localhost:27017/x # bare',
  'NOT_MONGO=https://mongodb://x',
].join('\r\n');

describe('environment files', () => {
  before(() => writeFile(file, text));
  after(() => rm(file));

  it('finds the variables that hold a connection string', async () => {
    const found = (await findEnvStrings()).filter((one) => one.file === file);
    assert.deepEqual(
      found.map(({ variable, uri }) => [variable, uri]),
      [
        ['MONGODB_URI', 'mongodb://app:p#w@db.example.com/petbuddy?a=b'],
        ['REPORTS', 'mongodb+srv://cluster0.example.net/reports'],
        ['PLAIN', 'mongodb://localhost:27017/x'],
      ],
    );
  });

  it('reads a variable when it is needed, and null once it is gone', async () => {
    assert.equal(await readEnvString(file, 'PLAIN'), 'mongodb://localhost:27017/x');
    assert.equal(await readEnvString(file, 'GONE'), null);
    assert.equal(await readEnvString(`${file}.gone`, 'PLAIN'), null);
  });
});

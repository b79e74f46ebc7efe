import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { connectToServer, disconnect, freshDatabase, inside } from './inside.js';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  readonly activationEvents: readonly string[];
}

describe('activation', () => {
  it('registers every command of the manifest', async () => {
    await inside();
    const manifest = vscode.extensions.getExtension('index-lens.index-lens')?.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it('does not wake for every file of a language', () => {
    const manifest = vscode.extensions.getExtension('index-lens.index-lens')?.packageJSON as Manifest;
    assert.deepEqual(
      manifest.activationEvents.filter((event) => !event.startsWith('workspaceContains:')),
      [],
    );
  });

  it('loads the driver with the first connection, not before', async () => {
    await freshDatabase();
    await inside();
    assert.equal(isDriverLoaded(), false);
    await connectToServer();
    assert.equal(isDriverLoaded(), true);
    await disconnect();
  });
});

function isDriverLoaded(): boolean {
  return Object.keys(require.cache).some((file) => /dist[\\/]mongodb\.cjs$/.test(file));
}

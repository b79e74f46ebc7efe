import * as vscode from 'vscode';

import { sourceId, type Connections } from '../host/connections.js';
import type { LiveServers } from './live-servers.js';

/** Deletes a kept connection string from secret storage, and disconnects when it is the one in use. */
export async function forget(servers: LiveServers, connections: Connections): Promise<void> {
  const kept = connections.list();
  if (kept.length === 0) {
    void vscode.window.showInformationMessage('No connection is kept.');
    return;
  }
  const items = kept.map(({ name, address }) => ({
    label: name,
    description: address === name ? '' : address,
  }));
  const item = await vscode.window.showQuickPick(items, {
    title: 'Forget a Connection',
    placeHolder: 'Its connection string is deleted from secret storage',
  });
  if (!item) return;
  const server = servers.find(sourceId({ kind: 'kept', name: item.label }));
  if (server) await servers.disconnect(server);
  await connections.forget(item.label);
}

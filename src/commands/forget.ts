import * as vscode from 'vscode';

import type { Connections } from '../host/connections.js';
import type { Session } from '../host/session.js';
import type { LiveServer } from './live-server.js';

/** Deletes a kept connection string from secret storage, and disconnects when it is the one in use. */
export async function forget(server: LiveServer, session: Session, connections: Connections): Promise<void> {
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
  const { connection } = session.snapshot;
  if (connection.state !== 'none' && connection.name === item.label) await server.disconnect();
  await connections.forget(item.label);
}

import * as vscode from 'vscode';

import type { Connections, OpenConnection } from '../host/connections.js';
import { setting } from '../host/settings.js';
import { environmentSource, requestOf } from './connection-sources.js';
import type { LiveServers } from './live-servers.js';

/**
 * Connects to what was open last in this workspace, else to INDEX_LENS_URI. A failure is drawn in the tree:
 * nobody asked for these connections, so no message pops up.
 */
export async function connectOnOpen(servers: LiveServers, connections: Connections): Promise<void> {
  const idle = servers.session.snapshot.connections.length === 0;
  if (!idle || !vscode.workspace.isTrusted || !setting('connectOnOpen')) return;
  const environment = environmentSource();
  const last = connections.open();
  const open = last.length === 0 && environment ? [{ source: environment, database: null }] : last;
  for (const one of open) await reopen(servers, connections, one);
}

async function reopen(
  servers: LiveServers,
  connections: Connections,
  { source, database }: OpenConnection,
): Promise<void> {
  try {
    const server = await servers.connect(await requestOf(source, connections, database));
    server?.current();
    void server?.read().catch(() => undefined);
  } catch {
    // the session holds the error, and the tree shows it
  }
}

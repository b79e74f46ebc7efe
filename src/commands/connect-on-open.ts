import * as vscode from 'vscode';

import type { Connections } from '../host/connections.js';
import type { Session } from '../host/session.js';
import { setting } from '../host/settings.js';
import { environmentSource, requestOf } from './connection-sources.js';
import type { LiveServer } from './live-server.js';

/**
 * Connects to what was connected last in this workspace, else to INDEX_LENS_URI. A failure is drawn in the tree:
 * nobody asked for this connection, so no message pops up.
 */
export async function connectOnOpen(
  server: LiveServer,
  session: Session,
  connections: Connections,
): Promise<void> {
  const last = connections.last();
  const source = last?.source ?? environmentSource();
  const idle = session.snapshot.connection.state === 'none';
  if (!source || !idle || !vscode.workspace.isTrusted || !setting('connectOnOpen')) return;
  const request = await requestOf(source, connections, last?.database ?? null).catch(() => null);
  if (!request) return;
  try {
    if (!(await server.connect(request))) return;
    server.current();
    await server.read();
  } catch {
    // the session holds the error, and the tree shows it
  }
}

import * as vscode from 'vscode';

import type { Targeted } from '../host/contributions.js';
import type { LiveServers } from './live-servers.js';

/** Chooses which of the open connections the palette, lenses and status bar speak of. */
export async function useConnection({ session }: LiveServers, node?: Targeted): Promise<void> {
  const id = node?.connection ?? (await pickConnection(session.snapshot, 'Use a Connection'));
  if (id !== undefined) session.activate(id);
}

type Open = LiveServers['session']['snapshot'];

/** The id of an open connection; the only one is not asked for. */
export async function pickConnection(
  { connections, active }: Open,
  title: string,
): Promise<string | undefined> {
  if (connections.length === 1) return connections[0]?.id;
  const items = connections.map(({ id, connection }) => ({
    label: `$(${id === active?.id ? 'check' : 'plug'}) ${connection.name}`,
    description: connection.state === 'connected' ? (connection.database ?? '') : connection.state,
    id,
  }));
  const item = await vscode.window.showQuickPick(items, { title, placeHolder: 'Which connection?' });
  return item?.id;
}

import * as vscode from 'vscode';

import {
  connectionColors,
  type ConnectionColor,
  type ConnectionMarks,
  type Connections,
} from '../host/connections.js';
import type { Targeted } from '../host/contributions.js';
import type { LiveServer } from './live-server.js';
import type { LiveServers } from './live-servers.js';
import { pickConnection } from './use-connection.js';

/** Changes what the user says of a connection: name, colour, default database, read-only, production. */
export async function connectionSettings(
  servers: LiveServers,
  connections: Connections,
  node?: Targeted,
): Promise<void> {
  const id = node?.connection ?? (await pickConnection(servers.session.snapshot, 'Connection Settings'));
  if (id === undefined) return;
  const server = servers.of(id);
  for (;;) {
    const marks = connections.marksOf(server.source);
    const choice = await pickSetting(server, marks);
    if (choice === undefined) return;
    if (choice === 'name') {
      await rename(server, servers, connections);
      return;
    }
    const changed = await changedMarks(choice, marks);
    if (!changed) continue;
    await connections.mark(server.source, changed);
    servers.session.marked(server.id, changed);
  }
}

type Setting = 'name' | 'color' | 'database' | 'readOnly' | 'production';

async function pickSetting(server: LiveServer, marks: ConnectionMarks): Promise<Setting | undefined> {
  type Item = vscode.QuickPickItem & { readonly setting: Setting };
  const mark = (on: boolean): string => (on ? '$(check)' : '$(circle-large-outline)');
  const { name } = server.snapshot.connection;
  const items: readonly Item[] = [
    ...(server.source.kind === 'kept'
      ? [{ setting: 'name', label: '$(edit) Name', description: name } as const]
      : []),
    { setting: 'color', label: '$(symbol-color) Color', description: marks.color ?? 'none' },
    {
      setting: 'database',
      label: '$(database) Default Database',
      description: marks.database ?? 'as the connection string names it',
    },
    {
      setting: 'readOnly',
      label: `${mark(marks.readOnly)} Read-Only`,
      detail: 'Nothing is changed on its server.',
    },
    {
      setting: 'production',
      label: `${mark(marks.production)} Production`,
      detail: 'What drops or rebuilds an index wants a typed confirmation.',
    },
  ];
  const item = await vscode.window.showQuickPick(items, {
    title: `Settings of ${name}`,
    placeHolder: 'Choose what to change; press Escape when done',
  });
  return item?.setting;
}

/** Null: the user went back. */
async function changedMarks(
  setting: Exclude<Setting, 'name'>,
  marks: ConnectionMarks,
): Promise<ConnectionMarks | null> {
  switch (setting) {
    case 'readOnly':
      return { ...marks, readOnly: !marks.readOnly };
    case 'production':
      return { ...marks, production: !marks.production };
    case 'database': {
      const database = await vscode.window.showInputBox({
        title: 'Default Database',
        prompt: 'What to look at when this connection is opened. Empty: what the connection string names.',
        value: marks.database ?? '',
      });
      return database === undefined ? null : { ...marks, database: database.trim() || null };
    }
    case 'color': {
      const color = await pickColor();
      return color === undefined ? null : { ...marks, color };
    }
  }
}

async function pickColor(): Promise<ConnectionColor | null | undefined> {
  type Item = vscode.QuickPickItem & { readonly color: ConnectionColor | null };
  const items: readonly Item[] = [
    { label: 'none', color: null },
    ...connectionColors.map((color) => ({
      label: color,
      color,
      iconPath: new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor(`charts.${color}`)),
    })),
  ];
  const item = await vscode.window.showQuickPick(items, { title: 'Color of the Connection' });
  return item?.color;
}

/** What is open under the old name is closed and opened again under the new one. */
async function rename(server: LiveServer, servers: LiveServers, connections: Connections): Promise<void> {
  const kept = connections.list().find(({ name }) => name === server.snapshot.connection.name);
  if (!kept) return;
  const taken = new Set(connections.list().map(({ name }) => name));
  const name = await vscode.window.showInputBox({
    title: 'Name of the Connection',
    value: kept.name,
    validateInput: (text) => {
      if (text.trim() === '') return 'A connection needs a name.';
      return text.trim() !== kept.name && taken.has(text.trim()) ? 'Another connection has this name.' : null;
    },
  });
  if (name === undefined || name.trim() === kept.name) return;
  await servers.disconnect(server);
  await connections.rename(kept, name.trim());
  await vscode.commands.executeCommand('indexLens.connect', { kind: 'kept', name: name.trim() });
}

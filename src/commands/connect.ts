import * as vscode from 'vscode';

import type { Connections } from '../host/connections.js';
import type { ConnectionSource, Targeted } from '../host/contributions.js';
import { withProgress } from '../host/progress.js';
import { UserError } from '../model/user-error.js';
import { chooseDatabase } from './choose-database.js';
import { addressOf, requestOf, sourceChoices } from './connection-sources.js';
import type { ConnectionRequest, LiveServer } from './live-server.js';
import type { LiveServers } from './live-servers.js';
import { refresh } from './refresh.js';

/** Connects to a source, or asks for one; then reads the database, asking for it where none is named. */
export async function connect(
  servers: LiveServers,
  connections: Connections,
  from?: ConnectionSource | Targeted,
): Promise<void> {
  requireTrust();
  const chosen = sourceOf(servers, from) ?? (await pickSource(connections));
  if (chosen === undefined) return;
  const server =
    chosen === 'paste' ? await paste(servers, connections) : await open(servers, connections, chosen);
  if (server) await look(server, connections);
}

/** A row of the tree is connected again by what it was connected by. */
function sourceOf(servers: LiveServers, from?: ConnectionSource | Targeted): ConnectionSource | undefined {
  if (!from || !('target' in from)) return from;
  return from.connection === null ? undefined : servers.find(from.connection)?.source;
}

/** Nothing leaves an untrusted workspace for a server that the workspace may have named itself. */
function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    'usage',
    'Connecting waits until this workspace is trusted.',
    'Run "Workspaces: Manage Workspace Trust".',
  );
}

async function pickSource(connections: Connections): Promise<ConnectionSource | 'paste' | undefined> {
  type Item = vscode.QuickPickItem & { readonly source?: ConnectionSource | 'paste' };
  const items = sourceChoices(connections).then((choices) => {
    const rows: Item[] = [];
    let group = '';
    for (const choice of choices) {
      if (choice.group !== group)
        rows.push({ label: choice.group, kind: vscode.QuickPickItemKind.Separator });
      group = choice.group;
      rows.push({ label: `$(plug) ${choice.label}`, description: choice.address, source: choice.source });
    }
    if (rows.length > 0) rows.push({ label: '', kind: vscode.QuickPickItemKind.Separator });
    return [...rows, { label: '$(key) Paste a connection string…', source: 'paste' } satisfies Item];
  });
  const item = await vscode.window.showQuickPick(items, {
    title: 'Connect to MongoDB',
    placeHolder: 'Which server do you want to see?',
    matchOnDescription: true,
  });
  return item?.source;
}

async function open(
  servers: LiveServers,
  connections: Connections,
  source: ConnectionSource,
): Promise<LiveServer | null> {
  const server = await test(servers, await requestOf(source, connections));
  if (server) await connections.opened({ source, database: null });
  return server;
}

/** Asks for a string until it connects or the user gives up, and keeps it then. */
async function paste(servers: LiveServers, connections: Connections): Promise<LiveServer | null> {
  for (let uri = await askUri(); uri !== undefined; uri = await askUri(uri)) {
    const name = await freeName(connections, uri);
    const source = { kind: 'kept', name } as const;
    try {
      const server = await test(servers, {
        source,
        name,
        uri,
        marks: connections.marksOf(source),
        database: null,
      });
      if (!server) return null;
      await connections.keep({ name, address: addressOf(uri) }, uri);
      await connections.opened({ source, database: null });
      return server;
    } catch (error) {
      if (!(error instanceof UserError) || error.code === 'cancelled') throw error;
      const edit = 'Edit Connection String';
      if ((await vscode.window.showErrorMessage(`${error.message} ${error.next}`, edit)) !== edit)
        return null;
    }
  }
  return null;
}

function askUri(value?: string): Thenable<string | undefined> {
  return vscode.window
    .showInputBox({
      title: 'Connect to MongoDB',
      prompt: 'Paste a connection string. It is kept in the editor’s secret storage.',
      placeHolder: 'mongodb://user:password@host:27017/database',
      password: true,
      ignoreFocusOut: true,
      value,
      validateInput: (text) =>
        text === '' || /^\s*mongodb(\+srv)?:\/\/./.test(text)
          ? null
          : 'A connection string begins with mongodb:// or mongodb+srv://',
    })
    .then((text) => (text?.trim() === '' ? undefined : text?.trim()));
}

/** Named for its address; a second string for the same address gets a number. */
async function freeName(connections: Connections, uri: string): Promise<string> {
  const address = addressOf(uri);
  for (let count = 1; ; count++) {
    const name = count === 1 ? address : `${address} (${count})`;
    const kept = await connections.uriOf(name);
    if (kept === null || kept === uri) return name;
  }
}

function test(servers: LiveServers, request: ConnectionRequest): Promise<LiveServer | null> {
  return withProgress(`Connecting to ${request.name}`, (signal) => servers.connect(request, signal));
}

async function look(server: LiveServer, connections: Connections): Promise<void> {
  try {
    server.current();
  } catch {
    await chooseDatabase(server, connections);
    return;
  }
  await refresh(server);
}

import * as vscode from 'vscode';

import type { Connections } from '../host/connections.js';
import { withProgress } from '../host/progress.js';
import { UserError } from '../model/user-error.js';
import { listDatabases } from '../server/databases.js';
import type { LiveServer } from './live-server.js';
import { refresh } from './refresh.js';

/** Picks one of the server's databases, or takes a name where the role may not list them; then reads it. */
export async function chooseDatabase(server: LiveServer, connections: Connections): Promise<void> {
  const { connection, source } = server;
  if (!connection) return;
  const names = await withProgress('Listing databases', (signal) =>
    listDatabases(connection, { signal }),
  ).catch((error: unknown) => {
    if (error instanceof UserError && error.code === 'not-permitted') return [];
    throw error;
  });
  const database = names.length > 0 ? await pick(names) : await ask();
  if (!database) return;
  server.chooseDatabase(database);
  await connections.opened({ source, database });
  await refresh(server);
}

function pick(names: readonly string[]): Thenable<string | undefined> {
  return vscode.window.showQuickPick(names, {
    title: 'Choose Database',
    placeHolder: 'The database whose indexes are shown',
  });
}

function ask(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Choose Database',
    prompt: 'No database can be listed with this user. Type the name of one.',
  });
}

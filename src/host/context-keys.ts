import * as vscode from 'vscode';

import type { ContextKeys } from './contributions.js';
import type { Session, Snapshot } from './session.js';

/** Keeps the values that package.json's `when` clauses read true to the session. */
export function followContextKeys(session: Session): vscode.Disposable {
  let known: Partial<ContextKeys> = {};
  const update = (snapshot: Snapshot): void => {
    const next = keysOf(snapshot);
    for (const key of Object.keys(next) as (keyof ContextKeys)[]) {
      if (known[key] !== next[key]) void vscode.commands.executeCommand('setContext', key, next[key]);
    }
    known = next;
  };
  update(session.snapshot);
  return session.onDidChange(update);
}

function keysOf({ active, connections, catalog }: Snapshot): ContextKeys {
  return {
    'indexLens.connection': active?.connection.state ?? 'none',
    'indexLens.severalConnections': connections.length > 1,
    'indexLens.catalog': catalog === null ? 'unread' : catalog.models.length > 0 ? 'models' : 'none',
    'indexLens.missing': (active?.comparison?.summary.missing ?? 0) > 0,
  };
}

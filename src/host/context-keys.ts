import * as vscode from 'vscode';

import type { ContextKeys } from './contributions.js';
import type { Session, Snapshot } from './session.js';
import type { TreeChoice } from '../model/tree-choice.js';
import type { TreeChoices } from './tree-choices.js';

/** Keeps the values that package.json's `when` clauses read true to the session and to what the user chose. */
export function followContextKeys(session: Session, choices: TreeChoices): vscode.Disposable {
  let known: Partial<ContextKeys> = {};
  const update = (): void => {
    const next = keysOf(session.snapshot, choices.choice);
    for (const key of Object.keys(next) as (keyof ContextKeys)[]) {
      if (known[key] !== next[key]) void vscode.commands.executeCommand('setContext', key, next[key]);
    }
    known = next;
  };
  update();
  return vscode.Disposable.from(session.onDidChange(update), choices.onDidChange(update));
}

function keysOf({ active, connections, catalog }: Snapshot, { filter }: TreeChoice): ContextKeys {
  return {
    'indexLens.connectionState': active?.connection.state ?? 'none',
    'indexLens.severalConnections': connections.length > 1,
    'indexLens.catalog': catalog === null ? 'unread' : catalog.models.length > 0 ? 'models' : 'none',
    'indexLens.filtered': filter !== '',
    'indexLens.missing': (active?.comparison?.summary.missing ?? 0) > 0,
  };
}

import * as vscode from 'vscode';

import type { Catalog } from '../model/catalog.js';
import { fileOf } from './conversions.js';
import type { ConnectionSnapshot, Snapshot } from './session.js';

/** A folder of the workspace whose setting `indexLens.connection` names a connection. */
interface BoundFolder {
  /** Absolute, with a slash at its end. */
  readonly folder: string;
  readonly connection: string;
}

export function onDidChangeBindings(changed: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(changed),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('indexLens.connection')) changed();
    }),
  );
}

/** The code that a connection is held against: folders that are bound to another one are no part of it. */
export function partFor(catalog: Catalog, name: string): Catalog {
  const foreign = boundFolders().filter(({ connection }) => connection !== name);
  if (foreign.length === 0) return catalog;
  const isForeign = (file: string): boolean => foreign.some(({ folder }) => file.startsWith(folder));
  const key = foreign.map(({ folder }) => folder).join('\n');
  const known = parts.get(catalog)?.get(key);
  if (known) return known;
  const part = {
    ...catalog,
    models: catalog.models.filter(({ place }) => !isForeign(place.file)),
    queries: catalog.queries.filter(({ place }) => !isForeign(place.file)),
    problems: catalog.problems.filter(({ place }) => !place || !isForeign(place.file)),
  };
  parts.set(catalog, (parts.get(catalog) ?? new Map<string, Catalog>()).set(key, part));
  return part;
}

/** The same part is the same object, so that nothing is compared twice. */
const parts = new WeakMap<Catalog, Map<string, Catalog>>();

/** The connection that a file is shown against: its folder's, else the active one. Null: it is not open. */
export function connectionFor({ connections, active }: Snapshot, file: string): ConnectionSnapshot | null {
  const bound = boundFolders().find(({ folder }) => file.startsWith(folder));
  if (!bound) return active;
  return connections.find(({ connection }) => connection.name === bound.connection) ?? null;
}

function boundFolders(): readonly BoundFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => {
    const connection = vscode.workspace.getConfiguration('indexLens', uri).get<string>('connection', '');
    return connection === '' ? [] : [{ folder: `${fileOf(uri)}/`, connection }];
  });
}

import * as vscode from 'vscode';

import type { Target } from '../host/contributions.js';
import { toLocation } from '../host/conversions.js';

/** Opens the file at the definition of an index, or at the schema of a collection. */
export async function goToDefinition(target: Target | null): Promise<void> {
  const place = target?.kind === 'index' || target?.kind === 'collection' ? target.place : null;
  if (!place) return;
  const { uri, range } = toLocation(place);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(range.start, range.start) });
}

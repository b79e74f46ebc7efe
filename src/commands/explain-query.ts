import * as vscode from 'vscode';

import { fileOf, toRange } from '../host/conversions.js';
import type { Files } from '../host/files.js';
import { sourceLanguages } from '../host/files.js';
import type { Place } from '../model/place.js';
import { UserError } from '../model/user-error.js';
import type { LiveServers } from './live-servers.js';
import type { ShownExplanations } from './shown-explanations.js';

/** Explains the query at a place, or at the cursor or in the selection. */
export async function explainQuery(
  servers: LiveServers,
  files: Files,
  shown: ShownExplanations,
  place?: Place,
): Promise<void> {
  const { document, range } = place ? await at(place) : atCursor();
  const server = servers.ofFile(fileOf(document.uri));
  server.current();
  await shown.explain(server, await files.queryAt(document, range));
}

async function at({ file, range }: Place) {
  return { document: await vscode.workspace.openTextDocument(vscode.Uri.file(file)), range: toRange(range) };
}

function atCursor() {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !sourceLanguages.includes(editor.document.languageId)) {
    throw new UserError(
      'no-query',
      'No query is selected.',
      'Put the cursor on a query in a JavaScript or TypeScript file.',
    );
  }
  return { document: editor.document, range: editor.selection };
}

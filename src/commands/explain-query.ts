import * as vscode from 'vscode';

import { fileOf, toRange } from '../host/conversions.js';
import type { Files } from '../host/files.js';
import { sourceLanguages } from '../host/files.js';
import type { Place } from '../model/place.js';
import { UserError } from '../model/user-error.js';
import type { LiveServer } from './live-server.js';
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
  const site = await files.queryAt(document, range);
  // What is pasted may not say whose it is.
  const isOpen = site.collection === null && site.api === 'shell';
  const collection = isOpen ? await chosenCollection(server) : site.collection;
  if (collection !== undefined) await shown.explain(server, { ...site, collection });
}

function chosenCollection({ snapshot }: LiveServer): Thenable<string | undefined> {
  const names = (snapshot.live?.collections ?? []).map(({ collection }) => collection);
  return vscode.window.showQuickPick(names, {
    title: 'Explain Query',
    placeHolder: 'The collection that the query is asked of',
  });
}

async function at({ file, range }: Place) {
  return { document: await vscode.workspace.openTextDocument(vscode.Uri.file(file)), range: toRange(range) };
}

function atCursor() {
  const editor = vscode.window.activeTextEditor;
  const isReadable =
    editor && (sourceLanguages.includes(editor.document.languageId) || !editor.selection.isEmpty);
  if (!editor || !isReadable) {
    throw new UserError(
      'no-query',
      'No query is selected.',
      'Put the cursor on a query in a JavaScript or TypeScript file, or select one in any text.',
    );
  }
  return { document: editor.document, range: editor.selection };
}

import * as vscode from 'vscode';

import { fileOf } from '../host/conversions.js';
import type { Files } from '../host/files.js';
import { sourceLanguages } from '../host/files.js';
import { UserError } from '../model/user-error.js';
import type { LiveServers } from './live-servers.js';
import type { ShownExplanations } from './shown-explanations.js';

/** Explains the query at the cursor or in the selection. */
export async function explainQuery(
  servers: LiveServers,
  files: Files,
  shown: ShownExplanations,
): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !sourceLanguages.includes(editor.document.languageId)) {
    throw new UserError(
      'no-query',
      'No query is selected.',
      'Put the cursor on a query in a JavaScript or TypeScript file.',
    );
  }
  const server = servers.ofFile(fileOf(editor.document.uri));
  server.current();
  await shown.explain(server, await files.queryAt(editor.document, editor.selection));
}

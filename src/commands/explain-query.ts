import * as vscode from 'vscode';

import { fileOf } from '../host/conversions.js';
import type { Files } from '../host/files.js';
import { sourceLanguages } from '../host/files.js';
import { withProgress } from '../host/progress.js';
import { explain } from '../explain.js';
import type { Explanation } from '../model/explanation.js';
import type { Json } from '../model/json.js';
import type { QuerySite } from '../model/query.js';
import { UserError } from '../model/user-error.js';
import type { ValueInput } from './value-input.js';
import type { LiveServer } from './live-server.js';
import type { LiveServers } from './live-servers.js';

/** Explains the query at the cursor or in the selection, asking for values that nothing else gives. */
export async function explainQuery(
  servers: LiveServers,
  files: Files,
  inputs: ValueInput,
  show: (explanation: Explanation, rerun: () => Promise<Explanation>) => void,
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
  const site = await files.queryAt(editor.document, editor.selection);
  let input: Record<string, Json> = {};
  for (;;) {
    const explanation = await run(server, site, input);
    const asked = await inputs.ask(explanation, input);
    if (asked === 'cancelled') return;
    if (asked === null) {
      show(explanation, () => run(server, site, input));
      return;
    }
    input = asked;
  }
}

function run(server: LiveServer, site: QuerySite, input: Record<string, Json>): Promise<Explanation> {
  const { connection, database } = server.current();
  return withProgress('Explaining the query', (signal) =>
    explain(site, connection, database, { input, signal }),
  );
}

import * as vscode from 'vscode';

import type { TreeChoices } from '../host/tree-choices.js';

/** Narrows the Indexes view while one types; Escape brings back what was there. */
export async function filterTree(choices: TreeChoices): Promise<void> {
  const before = choices.choice.filter;
  const input = vscode.window.createInputBox();
  input.title = 'Filter Indexes';
  input.prompt = 'Names, paths, models, or words such as missing, unique, unused. All of them must match.';
  input.placeholder = 'contacts missing';
  input.value = before;
  const isAccepted = await new Promise<boolean>((resolve) => {
    input.onDidChangeValue((filter) => {
      choices.choose({ filter: filter.trim() });
    });
    input.onDidAccept(() => {
      resolve(true);
    });
    input.onDidHide(() => {
      resolve(false);
    });
    input.show();
  });
  if (!isAccepted) choices.choose({ filter: before });
  input.dispose();
}

import * as vscode from 'vscode';

import type { TreeChoices } from '../host/tree-choices.js';
import { treeSorts, type TreeSort } from '../model/tree-choice.js';

/** Chooses the order of the Indexes view. */
export async function sortTree(choices: TreeChoices): Promise<void> {
  const items = treeSorts.map((sort) => ({
    ...words[sort],
    label: `$(${sort === choices.choice.sort ? 'check' : 'blank'}) ${words[sort].label}`,
    sort,
  }));
  const item = await vscode.window.showQuickPick(items, {
    title: 'Sort Indexes',
    placeHolder: 'What comes first?',
  });
  if (item) choices.choose({ sort: item.sort });
}

const words: Readonly<Record<TreeSort, { readonly label: string; readonly description: string }>> = {
  name: { label: 'Name', description: 'collections from a to z, indexes as in the code' },
  size: { label: 'Size', description: 'the largest first' },
  usage: { label: 'Usage', description: 'the most used first' },
  attention: { label: 'Needs Attention', description: 'what is missing, differs or is advised on first' },
};

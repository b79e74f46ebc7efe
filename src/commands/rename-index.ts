import * as vscode from 'vscode';

import { rebuildIndex } from '../compare/rebuild.js';
import type { Target } from '../host/contributions.js';
import { liveOf } from '../model/comparison.js';
import { liveIndexAt, type IndexChanges } from './index-changes.js';
import type { LiveServer } from './live-server.js';

/** Gives an index another name, which the server does by building it anew. */
export async function renameIndex(
  server: LiveServer,
  changes: IndexChanges,
  target: Target | null,
): Promise<void> {
  const found = liveIndexAt(server, target);
  const { key, options, name: before } = found.live;
  const taken = new Set(liveOf(found.collection).map(({ name }) => name));
  const typed = await vscode.window.showInputBox({
    title: `Rename ${before}`,
    prompt:
      'The server cannot rename an index: it is built anew under this name, and the plan is shown first.',
    value: before,
    ignoreFocusOut: true,
    validateInput: (text) => refusal(text.trim(), before, taken),
  });
  const name = typed?.trim() ?? '';
  if (name === '' || name === before) return;
  const { collection } = found.collection;
  await changes.ask(server, rebuildIndex(collection, [found.live], { key, options, name }, 'live'), found);
}

/** Names that the server does not take, or has already (MongoDB's manual, `createIndexes`, `name`). */
function refusal(name: string, before: string, taken: ReadonlySet<string>): string | null {
  if (name === before || name === '') return null;
  if (name === '*') return 'The server takes any name but *.';
  return taken.has(name) ? `There is an index ${name} already.` : null;
}

import * as vscode from 'vscode';

import { setTtl as setting } from '../compare/index-change.js';
import type { Target } from '../host/contributions.js';
import { duration } from '../report/index-words.js';
import { typedSeconds } from '../source/typed-seconds.js';
import { liveIndexAt, type IndexChanges } from './index-changes.js';
import type { LiveServer } from './live-server.js';

/** Asks after how long documents expire, and sets it. */
export async function setTtl(
  server: LiveServer,
  changes: IndexChanges,
  target: Target | null,
): Promise<void> {
  const found = liveIndexAt(server, target);
  const { name, options } = found.live;
  const before = options.expireAfterSeconds;
  const text = await vscode.window.showInputBox({
    title: `Expiry of ${name}`,
    prompt: 'Seconds after the date on the indexed path, or a time such as 12 hours, 30 days.',
    value: typeof before === 'number' ? String(before) : '',
    placeHolder: '30 days',
    ignoreFocusOut: true,
    validateInput: (typed) => (typed.trim() === '' ? null : said(typedSeconds(typed))),
  });
  const seconds = text === undefined ? null : typedSeconds(text);
  if (seconds === null || seconds === before) return;
  await changes.ask(server, setting(found.collection.collection, found.live, seconds), found);
}

function said(seconds: number | null): vscode.InputBoxValidationMessage | string {
  return seconds === null
    ? 'Type whole seconds from 0 to 2147483647, or a time such as 90 minutes, 12 hours, 30 days.'
    : {
        message: `Documents expire after ${duration(seconds)}.`,
        severity: vscode.InputBoxValidationSeverity.Info,
      };
}

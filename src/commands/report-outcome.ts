import * as vscode from 'vscode';

import type { Log } from '../host/log.js';
import type { EnsureOutcome } from '../model/ensure.js';
import { outcomeLines } from '../report/ensure-words.js';

export function logOutcome(outcome: EnsureOutcome, log: Log): void {
  for (const line of outcomeLines(outcome)) log.info(line);
}

/** The outcome in one sentence, with the first reason where something failed. */
export function tellOutcome(outcome: EnsureOutcome, log: Log): void {
  const [first = ''] = outcomeLines(outcome);
  const [failed] = outcome.failed;
  if (!failed) {
    void vscode.window.showInformationMessage(first);
    return;
  }
  const showLog = 'Show Log';
  const why = `${failed.name}: ${failed.message} ${failed.hint}`;
  void vscode.window.showErrorMessage(`${first} ${why}`, showLog).then((answer) => {
    if (answer === showLog) log.show();
  });
}

import * as vscode from 'vscode';

import type { ConnectionSnapshot } from '../host/session.js';
import { UserError } from '../model/user-error.js';

/** A change of a server, as it is shown before it is made. */
export interface ProposedChange {
  /** A question. */
  readonly message: string;
  readonly database: string;
  readonly detail: string;
  /** The button that agrees. */
  readonly action: string;
  /** What must be typed on a production connection; null: a button is enough there, too. */
  readonly typed: string | null;
  /** A button beside it that does something else, and what. */
  readonly instead?: { readonly title: string; readonly run: () => unknown };
}

/**
 * Asks for a change. Throws UserError `read-only` on a connection that is marked so; on one that is marked as
 * production, what takes something away is typed.
 */
export async function confirmChange(
  connection: ConnectionSnapshot,
  change: ProposedChange,
): Promise<boolean> {
  const { marks } = connection;
  requireWritable(connection);
  const { message, database, action, typed, instead } = change;
  const { name } = connection.connection;
  const detail = `${database} on ${name}${marks.production ? ' · production' : ''}\n\n${change.detail}`;
  const show = marks.production ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  const answer = await show(message, { modal: true, detail }, action, ...(instead ? [instead.title] : []));
  if (answer === instead?.title) await instead?.run();
  if (answer !== action) return false;
  return !marks.production || typed === null || (await isTyped(connection, change, typed));
}

export function requireWritable({ marks, connection }: ConnectionSnapshot): void {
  if (!marks.readOnly) return;
  throw new UserError(
    'read-only',
    `${connection.name} is marked as read-only: nothing is changed on it.`,
    'Take the mark away in its settings.',
  );
}

/** Throws UserError `usage` on a connection that is marked as production. */
export function requireTrials({ marks, connection }: ConnectionSnapshot): void {
  if (!marks.production) return;
  throw new UserError(
    'usage',
    `${connection.name} is marked as production: nothing is tried on it.`,
    'Try it on a connection to a copy of the data.',
  );
}

async function isTyped(
  { connection }: ConnectionSnapshot,
  { message, action }: ProposedChange,
  typed: string,
): Promise<boolean> {
  const text = await vscode.window.showInputBox({
    title: `${message} ${connection.name} is marked as production`,
    prompt: `Type ${typed} and press Enter: ${action}`,
    placeHolder: typed,
    ignoreFocusOut: true,
    validateInput: (value) => (value === '' || typed.startsWith(value) ? null : `This is not ${typed}`),
  });
  return text === typed;
}

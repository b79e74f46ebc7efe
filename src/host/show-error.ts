import * as vscode from 'vscode';

import { UserError, type UserErrorCode } from '../model/user-error.js';
import type { CommandId } from './contributions.js';
import type { Log } from './log.js';

interface Remedy {
  readonly title: string;
  readonly command: CommandId;
}

/** The button that goes with an error, where one command is the way on. */
const remedies: Partial<Record<UserErrorCode, Remedy>> = {
  'not-connected': { title: 'Connect…', command: 'indexLens.connect' },
  'read-only': { title: 'Connection Settings…', command: 'indexLens.connectionSettings' },
  'bad-uri': { title: 'Connect…', command: 'indexLens.connect' },
  authentication: { title: 'Connect…', command: 'indexLens.connect' },
  unreachable: { title: 'Connect…', command: 'indexLens.connect' },
  'connection-lost': { title: 'Refresh', command: 'indexLens.refresh' },
  timeout: { title: 'Refresh', command: 'indexLens.refresh' },
  'no-database': { title: 'Choose Database…', command: 'indexLens.chooseDatabase' },
};

/** Tells the user what went wrong, and the log what nobody expected. */
export class ErrorReporter {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Resolves when the message is gone. A cancel by the user says nothing. */
  async show(error: unknown): Promise<void> {
    if (error instanceof UserError) {
      if (error.code !== 'cancelled') await this.#showUserError(error);
      return;
    }
    this.#log.error(error);
    const showLog = 'Show Log';
    const answer = await vscode.window.showErrorMessage(
      'Index Lens met an error it did not expect. The log says more.',
      showLog,
    );
    if (answer === showLog) this.#log.show();
  }

  async #showUserError(error: UserError): Promise<void> {
    this.#log.info(`${error.code}: ${error.message} ${error.next}`);
    const remedy = remedies[error.code];
    const buttons = remedy ? [remedy.title] : [];
    const answer = await vscode.window.showErrorMessage(`${error.message} ${error.next}`, ...buttons);
    if (remedy && answer === remedy.title) await vscode.commands.executeCommand(remedy.command);
  }
}

/** An unexpected error as one a user may see, for places that can only hold that. */
export function asUserError(error: unknown, log: Log): UserError {
  if (error instanceof UserError) return error;
  log.error(error);
  return new UserError(
    'server',
    'Index Lens met an error it did not expect.',
    'See "Index Lens: Show Log".',
    {
      cause: error,
    },
  );
}

import * as vscode from 'vscode';

import type { CommandArguments, CommandId } from './contributions.js';
import type { ErrorReporter } from './show-error.js';

/** What is thrown inside a command reaches the user as one sentence, or the log with its stack. */
export function registerCommand<Id extends CommandId>(
  id: Id,
  errors: ErrorReporter,
  run: (...args: CommandArguments[Id]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: CommandArguments[Id]) => {
    try {
      return await run(...args);
    } catch (error) {
      void errors.show(error);
      return undefined;
    }
  });
}

/** A command as CodeLenses and tree items carry it. */
export function commandLink<Id extends CommandId>(
  id: Id,
  title: string,
  ...args: CommandArguments[Id]
): vscode.Command {
  return { command: id, title, arguments: args };
}

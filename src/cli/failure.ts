import { UserError } from '../model/user-error.js';
import { redactUri } from '../server/redact.js';
import type { Terminal } from './terminal.js';

/** 0: nothing to do. 1: findings. 2: the job could not be done. */
export type ExitCode = 0 | 1 | 2;

/** One line on standard error that says what happened and what to try. */
export function reportFailure(error: unknown, terminal: Terminal): void {
  terminal.notice(withoutSecrets(`index-lens: ${sentence(error)}`));
  if (terminal.env.INDEX_LENS_DEBUG && error instanceof Error) {
    terminal.notice(withoutSecrets(error.stack ?? error.message));
  }
}

function sentence(error: unknown): string {
  if (error instanceof UserError) return oneLine(`${error.message} ${error.next}`);
  const message = error instanceof Error ? error.message : String(error);
  return `Something went wrong that should not have: ${oneLine(message)} (set INDEX_LENS_DEBUG=1 for the stack)`;
}

export function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/gu, ' ').trim();
}

/** A connection string given in the wrong place would come back in a message. */
function withoutSecrets(text: string): string {
  return text.replace(/mongodb(?:\+srv)?:\/\/[^\s'"`]+/giu, (uri) => redactUri(uri));
}

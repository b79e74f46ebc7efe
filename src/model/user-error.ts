/** Stable codes of the errors a user may see. */
export type UserErrorCode =
  | 'usage'
  | 'not-connected'
  | 'read-only'
  | 'bad-uri'
  | 'unreachable'
  | 'authentication'
  | 'not-permitted'
  | 'server-too-old'
  | 'no-database'
  | 'no-query'
  | 'no-collection'
  | 'unreadable'
  | 'not-editable'
  | 'timeout'
  | 'connection-lost'
  | 'cancelled'
  | 'server';

/**
 * An error that a user may see: `message` says what happened in one sentence, `next` what to do.
 * Neither holds a secret. Everything else that is thrown is a defect and is logged with its stack.
 */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    readonly code: UserErrorCode,
    message: string,
    readonly next: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

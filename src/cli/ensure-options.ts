import { UserError } from '../model/user-error.js';
import type { ServerOptions } from './target.js';

export interface EnsureOptions extends ServerOptions {
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly only: readonly string[];
  readonly yes?: boolean;
  readonly sync?: boolean;
  readonly dropExtra?: boolean;
  readonly background?: boolean;
}

/** Throws UserError `usage` for options that do not go together. */
export function refuseContradictions({ sync, dropExtra, background, dryRun }: EnsureOptions): void {
  if (dropExtra && !sync) {
    throw new UserError(
      'usage',
      'The option --drop-extra goes with --sync only.',
      'Try index-lens --help, or add --sync.',
    );
  }
  if (background && (sync || dryRun)) {
    throw new UserError(
      'usage',
      `The option --background starts builds, and ${sync ? '--sync has to wait for them' : '--dry-run starts none'}.`,
      'Try index-lens --help, or give one of the two.',
    );
  }
}

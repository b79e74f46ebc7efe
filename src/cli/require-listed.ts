import { UserError } from '../model/user-error.js';
import { some } from '../report/words.js';

/**
 * After the report: what the code defines on these collections could neither be checked nor ensured. Throws UserError
 * `not-permitted`, which ends with exit code 2; none: all could be listed.
 */
export function requireListed(collections: readonly string[], database: string): void {
  if (collections.length === 0) return;
  throw new UserError(
    'not-permitted',
    `This user may not list the indexes of ${some([...collections])}, so that nothing is known of them.`,
    `Ask for the role read on ${database}, or connect as another user.`,
  );
}

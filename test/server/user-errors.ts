import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { UserError, type UserErrorCode } from '../../src/model/user-error.js';

/**
 * Expects a `UserError` of this code, with a sentence and a next step, and none of `secrets` in anything it could show:
 * message, next step, stack, causes.
 */
export async function rejectsWith(
  code: UserErrorCode,
  work: Promise<unknown>,
  message: RegExp,
  secrets: readonly string[] = [],
): Promise<UserError> {
  const error = await work.then(
    () => assert.fail(`Expected ${code}, but it succeeded.`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof UserError, `No UserError: ${inspect(error)}`);
  assert.equal(error.code, code, `${error.message} ${error.next}`);
  assert.match(error.message, message);
  assert.match(error.message, /^\S.*[.!?…]$/s, 'A message is one sentence.');
  assert.ok(error.next.length > 10, 'A next step is said.');
  const shown = inspect(error, { depth: 10 });
  for (const secret of secrets) {
    assert.ok(!shown.toLowerCase().includes(secret.toLowerCase()), `Shows ${secret}: ${shown}`);
  }
  return error;
}

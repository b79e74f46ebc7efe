import { planEnsure, withoutIndexes } from './compare/ensure-plan.js';
import type { EnsureOutcome, EnsurePlan } from './model/ensure.js';
import type { Connection } from './server/connection.js';
import { ensureIndexes, type EnsureOptions } from './server/ensure.js';

export { planEnsure, withoutIndexes };

/** Carries out a plan that was shown and agreed to. Nothing to create: the server is not asked. */
export async function ensure(
  connection: Connection,
  plan: EnsurePlan,
  options: EnsureOptions = {},
): Promise<EnsureOutcome> {
  return ensureIndexes(connection, plan, options);
}

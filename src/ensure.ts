import { conflictWays } from './compare/conflict-ways.js';
import { planEnsure, withoutIndexes } from './compare/ensure-plan.js';
import type { Comparison } from './model/comparison.js';
import type { ConflictWay } from './model/conflict.js';
import type { EnsureOutcome, EnsurePlan, SkippedIndex } from './model/ensure.js';
import type { Connection } from './server/connection.js';
import { ensureIndexes, type EnsureOptions } from './server/ensure.js';

export { planEnsure, withoutIndexes };

/** A plan, with the ways to settle what it has to leave alone. */
export interface Planned {
  readonly plan: EnsurePlan;
  readonly ways: ReadonlyMap<SkippedIndex, readonly ConflictWay[]>;
}

export function withWays(plan: EnsurePlan, { collections, server }: Comparison): Planned {
  const ways = plan.collections.flatMap(({ skipped }) =>
    skipped.map((index) => {
      const collection = collections.find((one) => one.collection === index.collection);
      const compared = collection?.indexes.find(
        ({ name, status, defined }) => name === index.name && status === 'different' && defined,
      );
      return [index, collection && compared ? conflictWays(collection, compared, server) : []] as const;
    }),
  );
  return { plan, ways: new Map(ways) };
}

/** Carries out a plan that was shown and agreed to. Nothing to create: the server is not asked. */
export async function ensure(
  connection: Connection,
  plan: EnsurePlan,
  options: EnsureOptions = {},
): Promise<EnsureOutcome> {
  return ensureIndexes(connection, plan, options);
}

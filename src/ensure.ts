import { conflictWays } from './compare/conflict-ways.js';
import { planEnsure, planIndex, withoutIndexes } from './compare/ensure-plan.js';
import { planSync } from './compare/sync-plan.js';
import type { Comparison } from './model/comparison.js';
import type { ConflictWay } from './model/conflict.js';
import type { EnsureOutcome, EnsurePlan, SkippedIndex } from './model/ensure.js';
import type { StartedBuilds } from './model/started-builds.js';
import type { SyncOutcome, SyncPlan } from './model/sync.js';
import type { Connection } from './server/connection.js';
import { ensureIndexes, type EnsureOptions } from './server/ensure.js';
import { startInBackground } from './server/start-in-background.js';
import { syncIndexes, type SyncOptions } from './server/sync.js';

export { planEnsure, planIndex, planSync, withoutIndexes };

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

/** The same, but what has begun is left to the server. */
export async function startEnsure(
  connection: Connection,
  plan: EnsurePlan,
  options: { readonly signal?: AbortSignal } = {},
): Promise<StartedBuilds> {
  return startInBackground(connection, plan, options);
}

/** Carries out a plan that also settles what differs and drops what is extra. */
export async function sync(
  connection: Connection,
  plan: SyncPlan,
  options: SyncOptions = {},
): Promise<SyncOutcome> {
  return syncIndexes(connection, plan, options);
}

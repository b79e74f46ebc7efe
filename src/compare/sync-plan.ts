import type { ComparedCollection, Comparison } from '../model/comparison.js';
import type { ConflictWay } from '../model/conflict.js';
import type { SkippedIndex } from '../model/ensure.js';
import type { IndexChange } from '../model/index-change.js';
import type { ServerInfo } from '../model/live.js';
import type { SyncPlan } from '../model/sync.js';
import { conflictWays } from './conflict-ways.js';
import { maySupportSharding } from './dispensable.js';
import { planEnsure } from './ensure-plan.js';
import { dropIndex } from './index-change.js';

/**
 * What Mongoose's `syncIndexes` does, shown first, and created before it drops. A collection with an incomplete model,
 * or without a model, is only ever added to. An index that differs in its name alone stays, as with Mongoose, which does
 * not compare names; so does one that supports the shard key. `only`: as for `planEnsure`.
 */
export function planSync(comparison: Comparison, only: readonly string[] = []): SyncPlan {
  const ensure = planEnsure(comparison, only);
  const chosen = comparison.collections.filter(
    ({ collection, models }) =>
      models.length > 0 &&
      (only.length === 0 || only.some((name) => name === collection || models.includes(name))),
  );
  const complete = chosen.filter((one) => one.complete);
  const settle = complete.flatMap((one) => settling(one, comparison.server));
  const exchanged = (collection: string, name: string) =>
    settle.some((one) => one.collection === collection && droppedBy(one).includes(name));
  const extra = complete.flatMap(({ collection, indexes, shardKey }) =>
    indexes.flatMap(({ status, live }) =>
      status === 'extra' && live && !exchanged(collection, live.name)
        ? [{ drop: dropIndex(collection, live), isSharding: maySupportSharding(live.key, shardKey) }]
        : [],
    ),
  );
  const isSettled = ({ collection, live }: SkippedIndex) =>
    settle.some((one) => one.collection === collection && one.index.name === live?.name);
  const collections = ensure.collections.map((one) => ({
    ...one,
    skipped: one.skipped.filter((index) => !isSettled(index)),
  }));
  return {
    ensure: { ...ensure, collections },
    settle,
    drop: extra.flatMap(({ drop, isSharding }) => (isSharding ? [] : [drop])),
    sharding: extra.flatMap(({ drop, isSharding }) => (isSharding ? [drop] : [])),
    incomplete: chosen
      .filter((one) => !one.complete && one.unlisted.length === 0)
      .map(({ collection }) => collection),
  };
}

/** The first safe way of each; where two definitions want the same live index, the first one has it. */
function settling(collection: ComparedCollection, server: ServerInfo): readonly IndexChange[] {
  const taken = new Set<string>();
  return collection.indexes.flatMap((index) => {
    if (index.status !== 'different' || index.differences.join() === 'name') return [];
    const change = conflictWays(collection, index, server).find((way) => isSafe(way, collection))?.change;
    if (!change) return [];
    const names = [change.index.name, ...droppedBy(change)];
    if (names.some((name) => taken.has(name))) return [];
    for (const name of names) taken.add(name);
    return [change];
  });
}

/** Of its own accord no sync creates an index under a new name, or leaves a shard key without an index meanwhile. */
function isSafe({ kind, change }: ConflictWay, { shardKey }: ComparedCollection): boolean {
  const drops = change?.steps.filter((step) => step.kind === 'drop') ?? [];
  const isBare = kind === 'replace' && drops.some(({ index }) => maySupportSharding(index.key, shardKey));
  return change !== null && kind !== 'new-name' && !isBare;
}

function droppedBy({ steps }: IndexChange): readonly string[] {
  return steps.flatMap((step) => (step.kind === 'drop' ? [step.index.name] : []));
}

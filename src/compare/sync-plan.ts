import type { ComparedCollection, Comparison } from '../model/comparison.js';
import type { SkippedIndex } from '../model/ensure.js';
import type { IndexChange } from '../model/index-change.js';
import type { ServerInfo } from '../model/live.js';
import type { SyncPlan } from '../model/sync.js';
import { conflictWays } from './conflict-ways.js';
import { planEnsure } from './ensure-plan.js';
import { dropIndex } from './index-change.js';

/**
 * What Mongoose's `syncIndexes` does, shown first, and created before it drops. A collection with an incomplete model,
 * or without a model, is only ever added to. An index that differs in its name alone stays, as with Mongoose, which does
 * not compare names. `only`: as for `planEnsure`.
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
  const drop = complete.flatMap(({ collection, indexes }) =>
    indexes.flatMap(({ status, live }) =>
      status === 'extra' && live && !exchanged(collection, live.name) ? [dropIndex(collection, live)] : [],
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
    drop,
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
    const ways = conflictWays(collection, index, server).filter(({ kind }) => kind !== 'new-name');
    const change = ways.find((way) => way.change)?.change;
    if (!change) return [];
    const names = [change.index.name, ...droppedBy(change)];
    if (names.some((name) => taken.has(name))) return [];
    for (const name of names) taken.add(name);
    return [change];
  });
}

function droppedBy({ steps }: IndexChange): readonly string[] {
  return steps.flatMap((step) => (step.kind === 'drop' ? [step.index.name] : []));
}

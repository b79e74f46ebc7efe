import type { TreeSort } from '../model/tree-choice.js';
import {
  liveOf,
  type ComparedCollection,
  type ComparedIndex,
  type IndexStatus,
} from '../model/comparison.js';
import type { LiveIndex } from '../model/index-specification.js';

/** Collections in the order that the user chose, each with its indexes in that order; by name they stay as in code. */
export function inOrder(
  collections: readonly ComparedCollection[],
  sort: TreeSort,
): readonly ComparedCollection[] {
  const byName = collections.toSorted((a, b) => a.collection.localeCompare(b.collection));
  if (sort === 'name') return byName;
  return sortedBy(byName, (collection) => collectionWeight(collection, sort)).map((collection) => ({
    ...collection,
    indexes: sortedBy(collection.indexes, (index) => indexWeight(index, collection, sort)),
    unjudged: sortedBy(collection.unjudged, (live) => (sort === 'attention' ? 0 : measure(live, sort))),
  }));
}

/** The heaviest first, unknown last; what weighs the same stays as it was. */
function sortedBy<T>(all: readonly T[], weight: (one: T) => number | null): readonly T[] {
  return all
    .map((one) => ({ one, weight: weight(one) ?? -1 }))
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ one }) => one);
}

type Measured = Exclude<TreeSort, 'name'>;

/** Documents and indexes together; all uses of its indexes; how much asks for a look. Null: unknown. */
function collectionWeight(collection: ComparedCollection, sort: Measured): number | null {
  const { indexes, advice, sizeBytes } = collection;
  if (sort === 'attention') {
    return advice.length + indexes.reduce((sum, { status }) => sum + attention[status], 0);
  }
  const measures = liveOf(collection).map((live) => measure(live, sort));
  const known = measures.filter((each) => each !== null);
  const total = known.length > 0 || measures.length === 0 ? known.reduce((sum, each) => sum + each, 0) : null;
  if (sort === 'usage') return total;
  return total === null && sizeBytes === null ? null : (total ?? 0) + (sizeBytes ?? 0);
}

function indexWeight(index: ComparedIndex, { advice }: ComparedCollection, sort: Measured): number | null {
  if (sort !== 'attention') return index.live && measure(index.live, sort);
  return attention[index.status] + advice.filter(({ indexes: [about] }) => about === index.name).length;
}

function measure(live: LiveIndex, sort: 'size' | 'usage'): number | null {
  return sort === 'size' ? live.sizeBytes : (live.usage?.ops ?? null);
}

const attention: Readonly<Record<IndexStatus, number>> = {
  missing: 100,
  different: 50,
  building: 10,
  hidden: 3,
  extra: 2,
  applied: 0,
};

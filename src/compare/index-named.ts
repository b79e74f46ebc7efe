import type { ComparedCollection, ComparedIndex, Comparison } from '../model/comparison.js';
import type { IndexSpecification, LiveIndex } from '../model/index-specification.js';

/** One index with its collection. `compared`: null for `_id_` and for what is not judged; then it is live. */
export interface IndexFound {
  readonly collection: ComparedCollection;
  readonly compared: ComparedIndex | null;
  readonly live: LiveIndex | null;
  /** As it is live, else as it is defined. */
  readonly specification: IndexSpecification;
}

/** The index of this name, as the tree names it: a defined one by its definition's name. Null: there is none. */
export function indexNamed({ collections }: Comparison, collection: string, name: string): IndexFound | null {
  const found = collections.find((one) => one.collection === collection);
  if (!found) return null;
  const compared = found.indexes.find((index) => index.name === name) ?? null;
  const others = [found.idIndex, ...found.unjudged, ...found.indexes.map(({ live }) => live)];
  const live = compared ? compared.live : (others.find((index) => index?.name === name) ?? null);
  const specification = live ?? compared;
  return specification && { collection: found, compared, live, specification };
}

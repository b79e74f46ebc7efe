import type { IndexRole } from '../../model/judgement.js';
import type { Access } from './accesses.js';
import { isCovered } from './covered.js';
import { implies } from './implied.js';
import type { IndexSearch } from './index-search.js';
import type { IndexView } from './index-view.js';
import type { JudgedQuery } from './judged-query.js';
import { isArrayPath } from './array-paths.js';
import { certainLeaves } from './match-tree.js';
import { providesSort } from './provided-sort.js';
import { trialOf } from './plan-trial.js';
import { isNear } from './usable-leaf.js';

export type WholeRead = Access & { readonly role: IndexRole };

/** Indexes that are read from end to end: for their order, or because a hint says so. */
export function wholeReads(
  query: JudgedQuery,
  views: readonly IndexView[],
  found: readonly Access[],
  isHinted: boolean,
): readonly WholeRead[] {
  const leaves = certainLeaves(query.match);
  if (leaves.some((leaf) => isNear(leaf) || leaf.operator === '$text')) return [];
  const visible = views.filter(({ index }) => !index.isHidden);
  // The branches of an `$or` are planned one by one, and then no other way is looked for.
  const isBranched = query.match.kind === 'or' && found.length > 0;
  const ordering =
    query.sort.length > 0 && !isBranched && !found.some(({ sorted }) => sorted)
      ? visible.flatMap((view) => readInOrder(query, view))
      : [];
  if (found.length > 0 || ordering.length > 0 || !isHinted) return ordering;
  return visible.map((view) => read(query, view));
}

function isEverything({ match }: JudgedQuery): boolean {
  return match.kind === 'and' && match.parts.length === 0;
}

function readInOrder(query: JudgedQuery, view: IndexView): readonly WholeRead[] {
  if (view.parts.some(({ kind }) => kind !== 'ordered' && kind !== 'hashed')) return [];
  if (view.isSparse || view.collation !== query.context.collation) return [];
  if (view.filter && !implies(query.match, view.filter)) return [];
  const whole = read(query, view);
  return whole.sorted ? [whole] : [];
}

function read(query: JudgedQuery, view: IndexView): WholeRead {
  const { context, sort, taken } = query;
  const search: IndexSearch = {
    view,
    parts: view.parts.map((part) => ({
      ...part,
      bounds: 'all',
      decision: 'exact',
      leaves: [],
      isMultikey: isArrayPath(part.path, context.facts),
      hasTexts: true,
      isOrdered: part.kind === 'ordered',
    })),
    rest: certainLeaves(query.match),
  };
  const sorted = providesSort(search.parts, sort);
  const covered =
    isEverything(query) && isCovered(search, taken, sorted ? [] : sort.map(([path]) => path), context.facts);
  return {
    searches: [search],
    sorted,
    covered,
    role: 'order',
    weight: trialOf(search, sorted, covered, query),
  };
}

import type { IndexOptions, KeyPattern } from '../model/index-specification.js';
import type { CollectionFacts, JudgedIndex } from '../model/judgement.js';
import { isCovered } from './covered.js';
import { orders, usefulPaths } from './candidate-keys.js';
import { costOf } from './index-cost.js';
import { searchOf } from './index-search.js';
import { viewOf } from './index-view.js';
import type { JudgedQuery } from './judged-query.js';
import { certainLeaves, type Leaf, type Match } from './match-tree.js';
import { providesSort } from './provided-sort.js';

/** So many documents are sorted in memory as fast as they are read; without a sample, none count as few. */
const fewToSort = 1000;
/** What a document sorted in memory weighs beside one examined, where they are not few. */
const sortWeight = 10;
/** An estimate this much worse is as good. */
const asGood = 1.02;

/** What a query would cost by an index: keys and documents examined, and a sort in memory. Infinite: it cannot use it. */
export function weightOf(
  match: Match,
  outer: readonly Leaf[],
  index: JudgedIndex,
  query: JudgedQuery,
): number {
  const { context, sort, taken, limit } = query;
  const { facts } = context;
  const leaves = [...certainLeaves(match), ...outer];
  const found = searchOf(viewOf(index, facts), leaves, { kind: 'and', parts: [match, ...outer] }, context);
  const search = typeof found === 'string' ? inOrder(index, leaves, query) : found;
  if (search === null) return Number.POSITIVE_INFINITY;
  const sorted = providesSort(search.parts, sort);
  const covered = isCovered(search, taken, sorted ? [] : sort.map(([path]) => path), facts);
  const cost = costOf(search, { sorted, covered, limit }, facts);
  const cheap = facts.samples !== undefined && cost.sorted <= fewToSort;
  return cost.keys + cost.documents + (cheap ? 0 : sortWeight * cost.sorted);
}

/** An index that is read whole for its order: worth it only where the read stops early. */
function inOrder(index: JudgedIndex, leaves: readonly Leaf[], query: JudgedQuery) {
  const view = viewOf(index, query.context.facts);
  if (query.sort.length === 0 || view.isSparse || view.filter || index.isHidden) return null;
  const parts = view.parts.map((part) => ({
    ...part,
    bounds: 'all' as const,
    decision: 'exact' as const,
    leaves: [],
    isMultikey: false,
    hasTexts: true,
    isOrdered: part.kind === 'ordered',
  }));
  return providesSort(parts, query.sort) ? { view, parts, rest: leaves } : null;
}

export interface BestKey {
  readonly key: KeyPattern;
  readonly weight: number;
}

/** Orders by what they cost; of those as good as the best, the shorter ones and then the usual ones first. */
export function bestKeys(
  match: Match,
  outer: readonly Leaf[],
  options: IndexOptions,
  query: JudgedQuery,
): readonly BestKey[] {
  const paths = usefulPaths([...certainLeaves(match), ...outer], query);
  const weighed = orders(paths)
    .map((key): BestKey => ({ key, weight: weightOf(match, outer, proposed(key, options), query) }))
    .filter(({ weight }) => Number.isFinite(weight));
  const least = Math.min(...weighed.map(({ weight }) => weight));
  return weighed
    .filter(({ weight }) => weight <= least * asGood)
    .toSorted((a, b) => a.key.length - b.key.length);
}

export function proposed(key: KeyPattern, options: IndexOptions): JudgedIndex {
  return { key, options, name: key.flat().join('_'), isHidden: false };
}

/** What reading every document weighs. */
export function wholeWeight({ documents }: CollectionFacts): number {
  return documents ?? 100_000;
}

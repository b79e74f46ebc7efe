import type { IndexOptions, KeyPattern } from '../../model/index-specification.js';
import type { JudgedIndex } from '../../model/judgement.js';
import { isCovered } from '../judging/covered.js';
import { orders, usefulPaths } from './candidate-keys.js';
import { costOf } from '../judging/index-cost.js';
import { searchOf } from '../judging/index-search.js';
import { viewOf } from '../judging/index-view.js';
import type { JudgedQuery } from '../judging/judged-query.js';
import { certainLeaves, type Leaf, type Match } from '../judging/match-tree.js';
import { trialOf } from '../judging/plan-trial.js';
import { providesSort } from '../judging/provided-sort.js';

/** So many documents are sorted in memory as fast as they are read. */
const fewToSort = 1000;
/** What each further one weighs beside a key or document examined: measured on MongoDB 7.0, 0.2 to 1. */
const oneSorted = 0.25;
/** What a document sorted in memory weighs where no sample tells how many there are: the sort comes before ranges. */
const unknownSort = 10;
/** An estimate this much worse is as good. */
const asGood = 1.02;

/** How a query would do by an index; both infinite: it cannot use it. */
export interface Weighed {
  /** Keys and documents examined, and a sort in memory. */
  readonly weight: number;
  /** By which the planner would choose: see `trialOf`. */
  readonly trial: number;
  /** It needs no sort in memory. */
  readonly sorted: boolean;
}

const never: Weighed = {
  weight: Number.POSITIVE_INFINITY,
  trial: Number.POSITIVE_INFINITY,
  sorted: false,
};

export function weighed(
  match: Match,
  outer: readonly Leaf[],
  index: JudgedIndex,
  query: JudgedQuery,
): Weighed {
  const { context, sort, taken, limit } = query;
  const { facts } = context;
  const leaves = [...certainLeaves(match), ...outer];
  const view = viewOf(index, facts);
  const found = searchOf(view, leaves, { kind: 'and', parts: [match, ...outer] }, context);
  const searches = [typeof found === 'string' ? null : found, inOrder(index, leaves, query)];
  const ways = searches
    .filter((search) => search !== null)
    .map((search): Weighed => {
      const sorted = providesSort(search.parts, sort);
      const covered = isCovered(search, taken, sorted ? [] : sort.map(([path]) => path), facts);
      const cost = costOf(search, { sort, sorted, covered, limit }, facts);
      const sorting =
        facts.samples === undefined
          ? unknownSort * cost.sorted
          : oneSorted * Math.max(0, cost.sorted - fewToSort);
      return {
        weight: cost.keys + cost.documents + sorting,
        trial: trialOf(search, sorted, covered, query),
        sorted,
      };
    });
  return ways.toSorted((a, b) => a.trial - b.trial)[0] ?? never;
}

export function weightOf(
  match: Match,
  outer: readonly Leaf[],
  index: JudgedIndex,
  query: JudgedQuery,
): number {
  return weighed(match, outer, index, query).weight;
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

/**
 * Orders by what they cost; of those as good as the best, the ones that need no sort go first, since they stop early
 * where more is found than estimated; then the shorter ones, and then the usual ones.
 */
export function bestKeys(
  match: Match,
  outer: readonly Leaf[],
  options: IndexOptions,
  query: JudgedQuery,
): readonly BestKey[] {
  const paths = usefulPaths([...certainLeaves(match), ...outer], query);
  const all = orders(paths)
    .map((key) => ({ key, ...weighed(match, outer, proposed(key, options), query) }))
    .filter(({ weight }) => Number.isFinite(weight));
  const least = Math.min(...all.map(({ weight }) => weight));
  return all
    .filter(({ weight }) => weight <= least * asGood)
    .toSorted((a, b) => Number(b.sorted) - Number(a.sorted) || a.key.length - b.key.length);
}

export function proposed(key: KeyPattern, options: IndexOptions): JudgedIndex {
  return { key, options, name: key.flat().join('_'), isHidden: false };
}

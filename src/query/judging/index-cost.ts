import type { CollectionFacts } from '../../model/judgement.js';
import type { IndexSearch, SearchedPart } from './index-search.js';
import { countOf, missesFrom, missesOf } from './key-misses.js';
import type { Sort } from './provided-sort.js';
import { documentsIn, jointCount } from './selectivity.js';
import { shareRead } from './share-read.js';

/** Of an array, where it is not searched for one value: an index has a key for each. */
const assumedElements = 2;

export interface Cost {
  readonly keys: number;
  readonly documents: number;
  /** Documents that are sorted in memory. */
  readonly sorted: number;
}

export interface Reading {
  readonly sort: Sort;
  /** The index has the sort's order, or there is no sort. */
  readonly sorted: boolean;
  readonly covered: boolean;
  /** 0: none. */
  readonly limit: number;
}

/** What reading by an index costs: estimated keys and documents examined. */
export function costOf(search: IndexSearch, reading: Reading, facts: CollectionFacts): Cost {
  const { sorted, covered, limit } = reading;
  const all = documentsIn(facts);
  if (isUniquePoint(search)) return { keys: 1, documents: covered ? 0 : 1, sorted: 0 };
  const isSpread = search.parts.some(
    ({ isMultikey, bounds }) => isMultikey && (bounds === 'all' || bounds === 'range'),
  );
  const merged = sorted ? mergedScans(search.parts, reading.sort) : 1;
  const leaves = search.parts.flatMap((part) => part.leaves);
  const found = jointCount(leaves, all, all, facts);
  const missed =
    merged > 1 ? missesFrom(search.parts, 'merged', all, 1, facts) : missesOf(search.parts, all, facts);
  const keys = (found + missed) * (isSpread ? assumedElements : 1);
  const matches = jointCount(search.rest, found, all, facts);
  if (!sorted) {
    const fetched = limit > 0 && sortsKeys(search, reading) ? Math.min(limit, found) : found;
    return { keys, documents: covered ? 0 : fetched, sorted: matches };
  }
  // A read that stops early looks at a share of the keys, where the order lets it stop.
  const share = limit > 0 && matches > limit ? shareRead(search, reading.sort, limit, matches, facts) : 1;
  // Of each scan that is merged the first key is read, whichever is the next.
  return { keys: keys * share + merged - 1, documents: covered ? 0 : found * share, sorted: 0 };
}

/** Keys that decide and hold the sort's paths are sorted before documents are fetched: no more than the limit. */
function sortsKeys({ parts, rest }: IndexSearch, { sort }: Reading): boolean {
  return (
    rest.length === 0 &&
    parts.every(({ decision }) => decision !== 'documents') &&
    sort.every(([path]) =>
      parts.some((part) => part.path === path && part.kind === 'ordered' && !part.isMultikey),
    )
  );
}

/** One value for each path of a unique index: one document at most. */
function isUniquePoint({ view, parts }: IndexSearch): boolean {
  return view.index.options.unique === true && parts.every(({ bounds }) => bounds === 'point');
}

/** Each combination of values that stands before the sort's paths is scanned by itself, and the scans are merged. */
function mergedScans(parts: readonly SearchedPart[], sort: Sort): number {
  const last = parts.findLastIndex(({ path }) => sort.some(([sorted]) => sorted === path));
  return parts.slice(0, Math.max(0, last)).reduce((scans, part) => scans * countOf(part), 1);
}

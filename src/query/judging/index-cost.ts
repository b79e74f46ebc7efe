import type { CollectionFacts } from '../../model/judgement.js';
import type { IndexSearch, SearchedPart } from './index-search.js';
import { gapsOf, valuesOf } from './gaps.js';
import type { Sort } from './provided-sort.js';
import { jointFraction } from './selectivity.js';

/** Where the count is not known: large enough that an index matters. */
export const assumedDocuments = 100_000;

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
  const all = facts.documents ?? assumedDocuments;
  if (isUniquePoint(search)) return { keys: 1, documents: covered ? 0 : 1, sorted: 0 };
  const isSpread = search.parts.some(
    ({ isMultikey, bounds }) => isMultikey && (bounds === 'all' || bounds === 'range'),
  );
  const isMerged = sorted && mergesPoints(search.parts, reading.sort);
  const found =
    all *
    jointFraction(
      search.parts.flatMap(({ leaves }) => leaves),
      facts,
    );
  const missed = missesFrom(search.parts, isMerged ? 'merged' : 'whole', all, 1, facts);
  const keys = (found + missed) * (isSpread ? assumedElements : 1);
  const matches = found * jointFraction(search.rest, facts);
  if (!sorted) {
    const fetched = limit > 0 && sortsKeys(search, reading) ? Math.min(limit, found) : found;
    return { keys, documents: covered ? 0 : fetched, sorted: matches };
  }
  // A read that stops early looks at a share of the keys, where the order lets it stop.
  const share = limit > 0 && matches > limit ? limit / matches : 1;
  return { keys: keys * share, documents: covered ? 0 : found * share, sorted: 0 };
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
function mergesPoints(parts: readonly SearchedPart[], sort: Sort): boolean {
  const last = parts.findLastIndex(({ path }) => sort.some(([sorted]) => sorted === path));
  return parts.slice(0, Math.max(0, last)).some(({ bounds }) => bounds === 'points');
}

/**
 * What stands before a part: one stretch of keys (`whole`; `merged`: one for each combination of values), or one for
 * each of several values that are looked up (`points`) or come one after the other (`range`).
 */
type Before = 'whole' | 'merged' | 'points' | 'range';

/**
 * Keys looked at that no document is found by, from `parts` on, in `rows` keys in `groups` stretches. A scan of one
 * stretch ends without any; one over several sees each time that it has come too far, or not far enough, and jumps
 * (https://www.mongodb.com/docs/manual/core/multikey-index-bounds/ has the bounds).
 */
function missesFrom(
  parts: readonly SearchedPart[],
  before: Before,
  rows: number,
  groups: number,
  facts: CollectionFacts,
): number {
  const [part, ...rest] = parts;
  if (!part || !parts.some(({ leaves }) => leaves.length > 0)) return 0;
  const within = rows * jointFraction(part.leaves, facts);
  const count = part.bounds === 'points' ? Math.max(...part.leaves.map(valuesOf)) : 1;
  const own = jumps(part, count, before, (rows - within) / groups, facts) * groups;
  if (part.bounds === 'point' || part.bounds === 'points') {
    const isOne = count === 1 || before === 'merged';
    const next = isOne ? before : before === 'range' ? 'range' : 'points';
    return Math.max(
      own,
      missesFrom(rest, next, within, Math.min(Math.max(1, within), groups * count), facts),
    );
  }
  const values = Math.min(Math.max(1, within), groups * distinctOf(part, within, facts));
  return own + missesFrom(rest, 'range', within, values, facts);
}

/** In one stretch of keys, of which `outside` are not wanted. */
function jumps(
  part: SearchedPart,
  count: number,
  before: Before,
  outside: number,
  facts: CollectionFacts,
): number {
  if (before === 'merged' || (before === 'whole' && count === 1)) return 0;
  const { below, above, between } = gapsOf(part, facts);
  const gaps = between + Number(above) + Number(below && before === 'range');
  // Few keys leave some of the gaps empty.
  const seen = gaps === 0 ? 0 : gaps * (1 - Math.exp(-outside / gaps));
  return before === 'points' ? Math.max(1, seen) : seen;
}

function distinctOf({ path, leaves }: SearchedPart, most: number, facts: CollectionFacts): number {
  return Math.max(1, (facts.samples?.[path]?.distinct ?? most) * jointFraction(leaves, facts));
}

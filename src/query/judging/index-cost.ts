import type { CollectionFacts } from '../../model/judgement.js';
import type { IndexSearch, SearchedPart } from './index-search.js';
import { endOfRange, gapsOf, valuesOf } from './gaps.js';
import type { Sort } from './provided-sort.js';
import { jointCount, jointFraction } from './selectivity.js';

/** Where the count is not known: large enough that an index matters. */
export const assumedDocuments = 100_000;

function documentsIn({ documents }: CollectionFacts): number {
  return documents ?? assumedDocuments;
}

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
  const share = limit > 0 && matches > limit ? shareRead(search, reading, matches, facts) : 1;
  // Of each scan that is merged the first key is read, whichever is the next.
  return { keys: keys * share + merged - 1, documents: covered ? 0 : found * share, sorted: 0 };
}

/**
 * The share of the keys that is read to find `limit` of `matches` documents. Of an index that is read whole, documents
 * with the same values of the sort stand together; where the next path puts those that match first, the rest of the
 * last such group is not read.
 */
function shareRead(
  { parts, rest }: IndexSearch,
  { sort, limit }: Reading,
  matches: number,
  facts: CollectionFacts,
): number {
  const next = parts[sort.length];
  const own = rest.filter(({ path }) => path === next?.path);
  const isWhole = parts.every(({ leaves }) => leaves.length === 0);
  const reversed = parts[0]?.descends !== (sort[0]?.[1] ?? 1) < 0;
  if (!next || !isWhole || endOfRange(own, facts) !== (next.descends !== reversed ? 'high' : 'low'))
    return limit / matches;
  const all = documentsIn(facts);
  const groups = sort.reduce((product, [path]) => product * (facts.samples?.[path]?.distinct ?? all), 1);
  const inGroup = matches / Math.min(all, groups);
  const left = limit % inGroup;
  return (limit - left) / matches + (left / matches) * jointFraction(own, facts);
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

/** How many values of a path are looked up one by one. */
function countOf({ bounds, leaves }: SearchedPart): number {
  return bounds === 'points' ? Math.max(...leaves.map(valuesOf)) : 1;
}

/** A scan that jumps looks at the key behind the last one at least; a stretch ends without. */
function missesOf(parts: readonly SearchedPart[], rows: number, facts: CollectionFacts): number {
  const first = parts.findIndex(({ bounds }) => bounds !== 'point');
  const jumping = parts.slice(first + 1).some(({ leaves }) => leaves.length > 0);
  const open = parts[first];
  const isStretch = !open || (countOf(open) === 1 && !jumping);
  const missed = missesFrom(parts, 'start', rows, 1, facts);
  return isStretch ? missed : Math.max(1, missed);
}

/**
 * What stands before a part: nothing (`start`), one value of each path (`point`; `merged`: one scan for each combination
 * of values), or several that are looked up (`points`) or come one after the other (`range`).
 */
type Before = 'start' | 'point' | 'merged' | 'points' | 'range';

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
  const within = jointCount(part.leaves, rows, documentsIn(facts), facts);
  const count = countOf(part);
  const own = jumps(part, count, before, (rows - within) / groups, facts) * groups;
  if (part.bounds === 'point' || part.bounds === 'points') {
    const next = Math.min(Math.max(1, within), groups * count);
    return Math.max(own, missesFrom(rest, behind(before, count), within, next, facts));
  }
  const values = Math.min(Math.max(1, within), groups * distinctOf(part, within, facts));
  return own + missesFrom(rest, 'range', within, values, facts);
}

/** What stands before the part behind one that is looked up by `count` values. */
function behind(before: Before, count: number): Before {
  if (before === 'merged' || before === 'range') return before;
  return before === 'points' || count > 1 ? 'points' : 'point';
}

/** In one stretch of keys, of which `outside` are not wanted. */
function jumps(
  part: SearchedPart,
  count: number,
  before: Before,
  outside: number,
  facts: CollectionFacts,
): number {
  const isStretch = count === 1 && (before === 'start' || before === 'point');
  if (before === 'merged' || isStretch) return 0;
  const { below, above, between } = gapsOf(part, facts);
  const gaps = between + Number(above) + Number(below);
  // Few keys leave some of the gaps empty.
  const filled = gaps === 0 ? 0 : 1 - Math.exp(-outside / gaps);
  if (before === 'range') return gaps * filled;
  // Values are looked up from the first one on; behind the last one another key comes, here or in the next stretch.
  return between * filled + (before === 'start' ? Number(above) : 1);
}

function distinctOf({ path, leaves }: SearchedPart, most: number, facts: CollectionFacts): number {
  return Math.max(1, (facts.samples?.[path]?.distinct ?? most) * jointFraction(leaves, facts));
}

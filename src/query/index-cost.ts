import type { CollectionFacts } from '../model/judgement.js';
import type { IndexSearch, SearchedPart } from './index-search.js';
import { itemsOf, type Leaf } from './match-tree.js';
import type { Sort } from './provided-sort.js';
import { jointFraction } from './selectivity.js';

/** Where the count is not known: large enough that an index matters. */
const assumedDocuments = 100_000;

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
  const keys =
    (keysFrom(search.parts, all, 1, facts) + lookUps(search.parts)) * (isSpread ? assumedElements : 1);
  const found =
    all *
    jointFraction(
      search.parts.flatMap(({ leaves }) => leaves),
      facts,
    );
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

/** Each combination of values is looked up by itself; one that is not there costs a key all the same. */
function lookUps(parts: readonly SearchedPart[]): number {
  const counts = parts.flatMap(({ bounds, leaves }) => (bounds === 'points' ? leaves.map(valuesOf) : []));
  return counts.length === 0 ? 0 : counts.reduce((all, count) => all * count, 1) / 2;
}

function valuesOf({ value }: Leaf): number {
  return itemsOf(value)?.length ?? 1;
}

/**
 * Keys looked at from `parts` on, in `rows` keys that stand together for each of `groups` values before them. Where a
 * path is not bounded to single values, a scan may still jump from one of its values to the next.
 */
function keysFrom(
  parts: readonly SearchedPart[],
  rows: number,
  groups: number,
  facts: CollectionFacts,
): number {
  const [part, ...rest] = parts;
  if (!part) return rows;
  const within = rows * jointFraction(part.leaves, facts);
  if (!rest.some(({ leaves }) => leaves.length > 0)) return within;
  if (part.bounds === 'point' || part.bounds === 'points') return keysFrom(rest, within, groups, facts);
  const values = Math.min(within, groups * distinctOf(part, within, facts));
  return Math.min(within, keysFrom(rest, within, values, facts) + 2 * values);
}

function distinctOf({ path, leaves }: SearchedPart, most: number, facts: CollectionFacts): number {
  return Math.max(1, (facts.samples?.[path]?.distinct ?? most) * jointFraction(leaves, facts));
}

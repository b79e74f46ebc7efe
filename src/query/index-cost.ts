import type { CollectionFacts } from '../model/judgement.js';
import type { IndexSearch, SearchedPart } from './index-search.js';
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

/** What reading by an index costs: estimated keys and documents examined. `limit`: 0 is none. */
export function costOf(
  search: IndexSearch,
  { sorted, covered, limit }: { readonly sorted: boolean; readonly covered: boolean; readonly limit: number },
  facts: CollectionFacts,
): Cost {
  const all = facts.documents ?? assumedDocuments;
  if (isUniquePoint(search)) return { keys: 1, documents: covered ? 0 : 1, sorted: 0 };
  const isSpread = search.parts.some(
    ({ isMultikey, bounds }) => isMultikey && (bounds === 'all' || bounds === 'range'),
  );
  const keys = keysOf(search.parts, all, facts) * (isSpread ? assumedElements : 1);
  const found =
    all *
    jointFraction(
      search.parts.flatMap(({ leaves }) => leaves),
      facts,
    );
  const matches = found * jointFraction(search.rest, facts);
  // A read that stops early looks at a share of the keys, where the order lets it stop.
  const share = sorted && limit > 0 && matches > limit ? limit / matches : 1;
  return { keys: keys * share, documents: covered ? 0 : found * share, sorted: sorted ? 0 : matches };
}

/** One value for each path of a unique index: one document at most. */
function isUniquePoint({ view, parts }: IndexSearch): boolean {
  return view.index.options.unique === true && parts.every(({ bounds }) => bounds === 'point');
}

/** The scan goes through the first path without a single value; below it, it may jump from value to value. */
function keysOf(parts: readonly SearchedPart[], documents: number, facts: CollectionFacts): number {
  const open = parts.findIndex(({ bounds }) => bounds !== 'point' && bounds !== 'points');
  const fixed = parts.slice(0, open < 0 ? parts.length : open);
  const rows =
    documents *
    jointFraction(
      fixed.flatMap(({ leaves }) => leaves),
      facts,
    );
  const scanned = parts[open];
  if (!scanned) return rows;
  const within = rows * jointFraction(scanned.leaves, facts);
  const below = parts.slice(open + 1).flatMap(({ leaves }) => leaves);
  if (below.length === 0) return within;
  const distinct = (facts.samples?.[scanned.path]?.distinct ?? within) * jointFraction(scanned.leaves, facts);
  return Math.min(within, within * jointFraction(below, facts) + 2 * Math.min(distinct, within));
}

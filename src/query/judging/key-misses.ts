import type { CollectionFacts } from '../../model/judgement.js';
import { distinctValues } from '../../model/distinct-values.js';
import type { SearchedPart } from './index-search.js';
import { gapsOf, valuesOf } from './gaps.js';
import { Remembered } from './remembered.js';
import { documentsIn, jointCount, jointFraction, jointTest } from './selectivity.js';

/** How many values of a path are looked up one by one. */
export function countOf({ bounds, leaves }: SearchedPart): number {
  return bounds === 'points' ? Math.max(...leaves.map(valuesOf)) : 1;
}

/** A scan that jumps looks at the key behind the last one at least; a stretch ends without. */
export function missesOf(parts: readonly SearchedPart[], rows: number, facts: CollectionFacts): number {
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
export function missesFrom(
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
  const own = jumps(part, count, before, rows / groups, facts) * groups;
  if (part.bounds === 'point' || part.bounds === 'points') {
    const next = Math.min(Math.max(1, within), groups * count);
    const further = missesFrom(rest, behind(before, count), within, next, facts);
    // Of each value of a range the scan sees that its one value here is passed, then where the rest of it begins.
    return before === 'range' && part.bounds === 'point' ? own + further : Math.max(own, further);
  }
  const values = Math.min(Math.max(1, within), groups * distinctOf(part, within, facts));
  return own + missesFrom(rest, 'range', within, values, facts);
}

/** What stands before the part behind one that is looked up by `count` values. */
function behind(before: Before, count: number): Before {
  if (before === 'merged' || before === 'range') return before;
  return before === 'points' || count > 1 ? 'points' : 'point';
}

/** In one stretch of `rows` keys. */
function jumps(
  part: SearchedPart,
  count: number,
  before: Before,
  rows: number,
  facts: CollectionFacts,
): number {
  const isStretch = count === 1 && (before === 'start' || before === 'point');
  if (before === 'merged' || isStretch || part.leaves.length === 0) return 0;
  const { below, above, between } = gapsOf(part, facts);
  // Few keys leave some of the gaps empty; each value of a range has one key at least.
  const others = before === 'range' ? Math.max(0, rows - 1) : rows;
  const isSeen = (gap: number) => 1 - (before === 'range' ? 1 - gap : 1) * Math.exp(-gap * others);
  const inside = between.reduce((sum, gap) => sum + isSeen(gap), 0);
  if (before === 'range') return isSeen(below) + inside + isSeen(above);
  // Values are looked up from the first one on; behind the last one another key comes, here or in the next stretch.
  return inside + (before === 'start' ? Number(above > 0) : 1);
}

const values = new Remembered<number>();

/** How many values of a path with `most` documents its predicates leave. */
function distinctOf({ path, leaves }: SearchedPart, most: number, facts: CollectionFacts): number {
  const sample = facts.samples?.[path];
  if (!sample) return Math.max(1, most * jointFraction(leaves, facts));
  return values.of(sample, leaves, () => {
    const test = jointTest(leaves);
    if (!test) return Math.max(1, sample.distinct * jointFraction(leaves, facts));
    return distinctValues(sample.values.flat().filter(test), documentsIn(facts) / sample.values.length);
  });
}

import type { Advice } from '../model/advice.js';
import { standings, type AdvisedCollection, type AdvisedIndex } from './advised-collection.js';
import { hasDuty, isDispensable } from './dispensable.js';

/**
 * An index whose key, read forwards or backwards, begins another one's, with the same collation, sparse and partial
 * filter: the other one serves every query that it serves
 * (https://www.mongodb.com/docs/manual/core/indexes/index-types/index-compound/#index-prefixes;
 * test/server/redundant-prefix.test.ts asks the server's planner). What is live is redundant only beside what is live
 * and visible, and what code defines only beside what code defines.
 */
export function redundantPrefixes(collection: AdvisedCollection): Advice[] {
  const ordered = collection.indexes.map(orderedIndex).filter((index) => index !== null);
  return ordered
    .filter(({ index }) => isDispensable(index, collection) && isSettled(index))
    .flatMap((one) => {
      const others = ordered.filter((other) => replaces(other, one));
      // The last in line is redundant beside none: what is dropped leaves it standing.
      const stays = others.find((other) => !others.some((next) => replaces(next, other)));
      return stays ? [adviceOn(one, stays)] : [];
    });
}

/** An index whose entries are ordered by the values of paths, with its place in the collection. */
interface OrderedIndex {
  readonly index: AdvisedIndex;
  readonly key: readonly (readonly [path: string, descends: boolean])[];
  readonly position: number;
}

/** Null for an index of a type of its own, and for a wildcard index. */
function orderedIndex(index: AdvisedIndex, position: number): OrderedIndex | null {
  const key = index.key.flatMap(([path, direction]) =>
    typeof direction === 'number' && !/(?:^|\.)\$\*\*$/u.test(path) ? [[path, direction < 0] as const] : [],
  );
  return key.length === index.key.length ? { index, key, position } : null;
}

/** Whether it is known what it is, and will be. */
function isSettled({ isDisputed, live, defined }: AdvisedIndex): boolean {
  return !isDisputed && !live?.building && !(defined?.stale && !live);
}

/** Whether `other` is there to stay and serves what `one` serves. Of two that serve the same, one replaces the other. */
function replaces(other: OrderedIndex, one: OrderedIndex): boolean {
  return (
    other !== one &&
    sameOptions.every((name) => other.index.form.options.get(name) === one.index.form.options.get(name)) &&
    begins(one.key, other.key) &&
    canStandFor(other.index, one.index) &&
    (other.key.length > one.key.length || outranks(other, one))
  );
}

/** Whatever else differs, as `unique`, changes neither which entries an index holds nor how it is read. */
const sameOptions = ['collation', 'sparse', 'partialFilterExpression'];

function canStandFor(other: AdvisedIndex, one: AdvisedIndex): boolean {
  const isThere = other.live !== null || one.live === null;
  return isThere && isSettled(other) && !other.live?.hidden && standingOf(other) >= standingOf(one);
}

function standingOf({ standing }: AdvisedIndex): number {
  return standings.indexOf(standing);
}

function begins(one: OrderedIndex['key'], other: OrderedIndex['key']): boolean {
  const reversed = isReversed(one, other);
  return one.every(
    ([path, descends], at) => other[at]?.[0] === path && other[at][1] === (descends !== reversed),
  );
}

function isReversed([first]: OrderedIndex['key'], [otherFirst]: OrderedIndex['key']): boolean {
  return first?.[1] !== otherFirst?.[1];
}

/** Of two indexes that serve the same: the one with a duty, then the better founded, then the first. */
function outranks(other: OrderedIndex, one: OrderedIndex): boolean {
  const rank = ({ index, position }: OrderedIndex) => [
    Number(hasDuty(index)),
    standingOf(index),
    Number(index.live !== null),
    -position,
  ];
  const [left, right] = [rank(other), rank(one)];
  const at = left.findIndex((value, place) => value !== right[place]);
  return (left[at] ?? 0) > (right[at] ?? 0);
}

function adviceOn(one: OrderedIndex, stays: OrderedIndex): Advice {
  const { live, name } = one.index;
  const relation = one.key.length < stays.key.length ? 'is a prefix of' : 'has the key of';
  const backwards = one.key.length > 1 && isReversed(one.key, stays.key) ? ' read backwards' : '';
  const serves = stays.index.live ? 'serves' : 'will serve';
  return {
    rule: 'redundant-prefix',
    severity: 'info',
    message: `\`${name}\` ${relation} \`${stays.index.name}\`${backwards}, which ${serves} every query that it ${live ? 'serves' : 'would serve'}.`,
    evidence: { indexBytes: live?.sizeBytes ?? null, documentBytes: null, usage: live?.usage ?? null },
    change: change(one.index),
    indexes: [name, stays.index.name],
  };
}

function change({ live, defined }: AdvisedIndex): string {
  if (!live) return 'Take its definition out: it need not be built.';
  const first = defined ? 'Take its definition out, then ' : '';
  const rest = live.hidden
    ? 'drop it: it is hidden already.'
    : 'hide it, and drop it when nothing gets slower.';
  return first + rest.slice(0, 1)[first ? 'toLowerCase' : 'toUpperCase']() + rest.slice(1);
}

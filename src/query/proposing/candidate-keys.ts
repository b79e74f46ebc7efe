import type { KeyPattern } from '../../model/index-specification.js';
import type { CollectionFacts } from '../../model/judgement.js';
import { arrayComponents, isArrayPath } from '../judging/array-paths.js';
import { endOfRange } from '../judging/gaps.js';
import { idIndex, viewOf } from '../judging/index-view.js';
import type { JudgedQuery } from '../judging/judged-query.js';
import { leafBounds } from '../judging/leaf-bounds.js';
import type { Leaf } from '../judging/match-tree.js';
import { jointFraction } from '../judging/selectivity.js';
import { isGeo, unusable } from '../judging/usable-leaf.js';

/** More paths than this make an index large, and seldom a query faster. */
const mostPaths = 4;

/** What an index on a path would do for a query. */
export type PathRole = 'equality' | 'some' | 'sort' | 'range' | 'place' | 'check';

export interface UsefulPath {
  readonly path: string;
  readonly role: PathRole;
  readonly direction: number | string;
}

/** A range that leaves more than this part of the documents is not worth a path of its own. */
const worthwhile = 0.95;

/**
 * The paths worth indexing for a conjunction of predicates and a sort: equality, some values, sort, ranges. `anyRange`:
 * those that leave nearly all documents, too.
 */
export function usefulPaths(
  leaves: readonly Leaf[],
  query: JudgedQuery,
  anyRange = false,
): readonly UsefulPath[] {
  const { facts } = query.context;
  const searched = new Map<string, UsefulPath & { readonly fraction: number }>();
  for (const leaf of leaves) {
    const role = roleOf(leaf, query);
    if (role === null) continue;
    const onPath = leaves.filter(({ path }) => path === leaf.path);
    const fraction = jointFraction(onPath, facts);
    const other = searched.get(leaf.path);
    if (other && roles.indexOf(other.role) <= roles.indexOf(role)) continue;
    const direction = role === 'place' ? placeKind(leaf) : 1;
    searched.set(leaf.path, { path: leaf.path, role, direction, fraction });
  }
  const useful = [...searched.values()].filter(({ role, fraction }) => {
    if (facts.samples === undefined) return role !== 'check';
    return (role !== 'check' && (anyRange || role !== 'range')) || fraction < worthwhile;
  });
  const directed = isReadWhole(useful, query) ? matchesFirst(useful, leaves, facts) : useful;
  const constant = useful.filter(({ role }) => role === 'equality').map(({ path }) => path);
  const sorted = query.sort
    .filter(([path]) => !constant.includes(path))
    .map(([path, direction]): UsefulPath => ({ path, role: 'sort', direction }));
  return withoutSecondArray([...chosen(directed, sorted.length), ...sorted], facts);
}

/** By its sort alone an index is read whole; it is worth it where the read stops early. */
function isReadWhole(useful: readonly UsefulPath[], { sort, limit }: JudgedQuery): boolean {
  return sort.length > 0 && limit > 0 && useful.every(({ role }) => role === 'range' || role === 'check');
}

/** Ranges that are open above get the direction in which they come first. */
function matchesFirst<Path extends UsefulPath>(
  useful: readonly Path[],
  leaves: readonly Leaf[],
  facts: CollectionFacts,
): readonly Path[] {
  return useful.map((one) => {
    const own = leaves.filter(({ path }) => path === one.path);
    return endOfRange(own, facts) === 'high' ? { ...one, direction: -1 } : one;
  });
}

const roles: readonly PathRole[] = ['equality', 'some', 'place', 'range', 'check'];

function roleOf(leaf: Leaf, { context }: JudgedQuery): PathRole | null {
  if (isGeo(leaf)) return 'place';
  const bare = viewOf({ ...idIndex, key: [[leaf.path, 1]], options: {} }, context.facts);
  const plain = { ...bare, collation: context.collation ?? null };
  if (leaf.path === '' || unusable(leaf, plain, context) !== null) return null;
  const { bounds } = leafBounds(leaf, false, false, context.facts);
  if (leaf.negated || leaf.operator === '$exists' || bounds === 'all') return 'check';
  if (bounds === 'point') return 'equality';
  return bounds === 'points' ? 'some' : 'range';
}

/** Old coordinates are a pair of numbers. */
function placeKind({ value }: Leaf): string {
  const text = JSON.stringify(value);
  return text.includes('$geometry') || text.includes('coordinates') || text.includes('$centerSphere')
    ? '2dsphere'
    : '2d';
}

function chosen(
  useful: readonly (UsefulPath & { readonly fraction: number })[],
  sorts: number,
): readonly UsefulPath[] {
  const room = Math.max(1, mostPaths - sorts);
  const kept = new Set(
    useful.toSorted((a, b) => rank(a) - rank(b) || a.fraction - b.fraction).slice(0, room),
  );
  return useful
    .filter((one) => kept.has(one))
    .map(({ path, role, direction }) => ({ path, role, direction }));
}

function rank({ role }: UsefulPath): number {
  return role === 'place' ? -1 : roles.indexOf(role);
}

/** An index holds the elements of one array only. */
function withoutSecondArray(paths: readonly UsefulPath[], facts: CollectionFacts): readonly UsefulPath[] {
  const arrayOf = (path: string) =>
    path
      .split('.')
      .slice(0, (arrayComponents(path, facts)[0] ?? 0) + 1)
      .join('.');
  const first = paths.find(({ path }) => isArrayPath(path, facts));
  return paths.filter(
    ({ path }) => !isArrayPath(path, facts) || (first !== undefined && arrayOf(path) === arrayOf(first.path)),
  );
}

/**
 * By the rule alone: single values and lists of them, the sort, the rest; of each, the paths as the code writes them,
 * upwards where no sort says otherwise.
 */
export function asWritten(paths: readonly UsefulPath[]): KeyPattern {
  const usual: Readonly<Record<PathRole, number>> = {
    equality: 0,
    some: 0,
    place: 0,
    sort: 1,
    range: 2,
    check: 2,
  };
  const ranked = paths.toSorted((a, b) => usual[a.role] - usual[b.role]);
  return ranked
    .filter(({ path }, at) => ranked.findIndex((one) => one.path === path) === at)
    .map(({ path, role, direction }) => {
      const upwards = typeof direction === 'string' || role === 'sort' ? direction : 1;
      return [path, directionIn(path, upwards, paths)] as const;
    });
}

/** All orders of all choices of the paths; the sort's paths stay in their order. The usual order comes first. */
export function orders(paths: readonly UsefulPath[]): readonly KeyPattern[] {
  const usual: readonly PathRole[] = ['equality', 'some', 'place', 'sort', 'range', 'check'];
  const ranked = paths.toSorted((a, b) => usual.indexOf(a.role) - usual.indexOf(b.role));
  const found = new Map<string, KeyPattern>();
  for (const order of permuted(ranked)) {
    const once = order.filter(({ path }, at) => order.findIndex((one) => one.path === path) === at);
    const key = once.map(({ path, direction }) => [path, directionIn(path, direction, paths)] as const);
    found.set(JSON.stringify(key), key);
  }
  return [...found.values()];
}

/** A path that is searched and sorted by has the sort's direction. */
function directionIn(
  path: string,
  direction: number | string,
  paths: readonly UsefulPath[],
): number | string {
  if (typeof direction === 'string') return direction;
  return paths.find((one) => one.path === path && one.role === 'sort')?.direction ?? direction;
}

function permuted(paths: readonly UsefulPath[]): readonly (readonly UsefulPath[])[] {
  const found: (readonly UsefulPath[])[] = [];
  const extend = (chosen: readonly UsefulPath[], rest: readonly UsefulPath[]) => {
    if (chosen.length > 0) found.push(chosen);
    const nextSort = rest.find(({ role }) => role === 'sort');
    for (const next of rest) {
      if (next.role === 'sort' && next !== nextSort) continue;
      extend(
        [...chosen, next],
        rest.filter((one) => one !== next),
      );
    }
  };
  extend([], paths);
  return found.toSorted((a, b) => b.length - a.length);
}

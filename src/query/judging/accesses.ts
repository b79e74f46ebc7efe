import { isCovered } from './covered.js';
import { searchOf, type IndexSearch } from './index-search.js';
import { expanded, type IndexView } from './index-view.js';
import type { JudgedQuery } from './judged-query.js';
import { allLeaves, certainLeaves, type Leaf, type Match } from './match-tree.js';
import { providesSort } from './provided-sort.js';
import { trialOf } from './plan-trial.js';

/** One way to the documents of a query that does not read them all: by one index, or by one for each `$or` branch. */
export interface Access {
  /** More than one: an `$or`. */
  readonly searches: readonly IndexSearch[];
  readonly sorted: boolean;
  readonly covered: boolean;
  /** By which the server would choose: see `trialOf`. */
  readonly weight: number;
}

export interface Accesses {
  readonly found: readonly Access[];
  /** By name: of the indexes that a conjunction cannot use, or only in a branch. */
  readonly refusals: ReadonlyMap<string, string>;
  readonly unservedBranches: readonly (readonly string[])[];
}

/** All ways by indexes to what `match` finds; `outer` holds for each document too, as around an `$or`. */
export function accessesTo(
  match: Match,
  outer: readonly Leaf[],
  views: readonly IndexView[],
  query: JudgedQuery,
): Accesses {
  const leaves = [...certainLeaves(match), ...outer];
  const whole: Match = { kind: 'and', parts: [match, ...outer] };
  const refusals = new Map<string, string>();
  const found: Access[] = [];
  for (const view of views) {
    for (const one of expanded(
      view,
      leaves.map(({ path }) => path),
    )) {
      const search = searchOf(one, leaves, whole, query.context);
      if (typeof search === 'string') refusals.set(view.name, search);
      else if (hasOwn(search, match)) found.push(accessBy(search, query, onlyLeaves(match)));
    }
  }
  const branched = disjunctions(match).map((or) => byBranches(or, leaves, views, query));
  return {
    found: [...found, ...branched.flatMap(({ access }) => access ?? [])].sort((a, b) => a.weight - b.weight),
    refusals,
    unservedBranches: branched.flatMap(({ unserved }) => unserved),
  };
}

/** Whether more than what surrounds a branch bounds the search. */
function hasOwn({ parts }: IndexSearch, match: Match): boolean {
  const own = certainLeaves(match);
  return parts.some((part) => part.leaves.some((leaf) => own.includes(leaf)));
}

function onlyLeaves(match: Match): boolean {
  return match.kind === 'leaf' || (match.kind === 'and' && match.parts.every(onlyLeaves));
}

function accessBy(search: IndexSearch, query: JudgedQuery, keysSuffice: boolean): Access {
  const { sort, taken, context } = query;
  const sorted = providesSort(search.parts, sort) && isOrdered(search);
  const sortPaths = sorted ? [] : sort.map(([path]) => path);
  const covered = keysSuffice && isCovered(search, taken, sortPaths, context.facts);
  return { searches: [search], sorted, covered, weight: trialOf(search, sorted, covered, query) };
}

/** Of text and nearness, the server's own order is another. */
function isOrdered({ parts }: IndexSearch): boolean {
  return parts.every(({ kind }) => kind !== 'text' && kind !== '2d' && kind !== '2dsphere');
}

/** Each `$or` that every document found fulfils. */
export function disjunctions(match: Match): readonly (Match & { kind: 'or' })[] {
  if (match.kind === 'or') return [{ ...match, kind: 'or' }];
  return match.kind === 'and'
    ? match.parts.flatMap((part) => (part.kind === 'or' ? disjunctions(part) : []))
    : [];
}

interface Branched {
  readonly access: Access | null;
  readonly unserved: readonly (readonly string[])[];
}

/** Each branch needs an index: https://www.mongodb.com/docs/manual/reference/operator/query/or/#-or-clauses-and-indexes */
function byBranches(
  or: Match & { kind: 'or' },
  outer: readonly Leaf[],
  views: readonly IndexView[],
  query: JudgedQuery,
): Branched {
  const branches = or.parts.map((branch) => ({ branch, ...accessesTo(branch, outer, views, query) }));
  const unserved = branches.filter(({ found }) => found.length === 0);
  if (unserved.length > 0 || branches.length === 0) {
    return { access: null, unserved: unserved.map(({ branch }) => pathsOf(branch)) };
  }
  const best = branches.flatMap(({ found }) => found.slice(0, 1));
  const sorted = query.sort.length === 0 || best.every((access) => access.sorted);
  return {
    access: {
      searches: branches.flatMap(({ found }) => found.flatMap(({ searches }) => searches)),
      sorted,
      covered: best.every(({ covered }) => covered),
      weight: best.reduce((sum, { weight }) => sum + weight, 0),
    },
    unserved: [],
  };
}

function pathsOf(match: Match): readonly string[] {
  return [...new Set(allLeaves(match).map(({ path, operator }) => path || operator))];
}

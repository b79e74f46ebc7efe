import type { QuerySite } from '../../model/query.js';
import { wayOf, type Candidate } from './candidate.js';
import { winner } from './drawn.js';
import { exchanged, promising, type Alone, type Foundation, type Sets } from './promising-sets.js';
import type { StrategyProblem } from './strategy-problem.js';

/** What a query did where the planner knew some candidates and no other index. */
export interface MeasuredRun {
  /** Keys and documents. */
  readonly examined: number;
  readonly used: readonly Candidate[];
}

/**
 * Asks for what each query (`measuredQueries`) does by a set of candidates, of which none is outside `pool`. In small
 * steps: null asks for nothing.
 */
export type Measuring<T> = Generator<readonly Candidate[] | null, T, readonly MeasuredRun[]>;

/** A set with what each query did by it. */
interface Measured {
  readonly set: readonly Candidate[];
  readonly runs: readonly MeasuredRun[];
}

/** What came of measuring a planned set. */
export interface MeasuredSet extends Measured {
  /** By the indexes that are there. */
  readonly now: readonly MeasuredRun[];
  /** By one index for each shape, in that of two orders of equal paths by which they examine less. */
  readonly each: readonly MeasuredRun[];
}

/** A collection has 64 indexes at most; `_id_` is one of them. */
const mostIndexes = 63;

/** One site of each shape that indexes can serve. */
export function measuredQueries({ requirements }: StrategyProblem): readonly QuerySite[] {
  return [...new Set(requirements.flatMap(({ sites: [site] }) => site ?? []))];
}

/**
 * What is worth building on a copy: what is planned, what is there, what each shape would have; on a copy of the whole
 * collection other orders of its paths, too, those with the best estimates. Of a part, a search that a limit ends and one
 * that a sort needs whole are not to be compared.
 */
export function poolOf(
  problem: StrategyProblem,
  planned: readonly Candidate[],
  isWhole: boolean,
): readonly Candidate[] {
  const { candidates, requirements, each, written } = problem;
  const byRank = requirements.map((_, at) =>
    candidates
      .filter((one) => Number.isFinite(wayOf(one, at).weight))
      .toSorted((a, b) => wayOf(a, at).weight - wayOf(b, at).weight),
  );
  const ranks = Array.from({ length: isWhole ? mostIndexes : 0 }, (_, rank) => rank);
  const others = ranks.flatMap((rank) => byRank.flatMap((all) => all[rank] ?? []));
  const there = candidates.filter(({ isThere }) => isThere);
  return [...new Set([...planned, ...there, ...each, ...written, ...others])].slice(0, mostIndexes);
}

/**
 * The planned set where the queries examine no more by it than by one index for each shape; else the smallest other one
 * within the budget of which that is true; else the one by which they examine the least. `goesOn` is asked before each
 * further try.
 */
export function* measuredSet(
  problem: StrategyProblem,
  planned: readonly Candidate[],
  pool: readonly Candidate[],
  goesOn: () => boolean,
): Measuring<MeasuredSet> {
  const isIn = (one: Candidate) => pool.includes(one);
  const now = yield pool.filter(({ isThere }) => isThere);
  const each = least(yield problem.each.filter(isIn), yield problem.written.filter(isIn));
  const most = examinedBy(each);
  let best: Measured = { set: planned, runs: yield planned.filter(isIn) };
  if (examinedBy(best.runs) <= most) return { ...best, now, each };
  const room = Math.max(problem.limits.budget - 1, planned.length);
  const foundation = yield* foundationOf(problem, pool, each);
  best = yield* firstGood(promising(foundation, planned.filter(isIn), room, most), best, most, goesOn);
  while (examinedBy(best.runs) > most) {
    const others = exchanged(foundation, best.set, examinedBy(best.runs) - 1);
    const better: Measured = yield* firstGood(others, best, most, goesOn);
    if (better === best) break;
    best = better;
  }
  return { ...best, now, each };
}

/** The first by which the queries examine at most `most`; else the best of all and of the one before. */
function* firstGood(sets: Sets, before: Measured, most: number, goesOn: () => boolean): Measuring<Measured> {
  let best = before;
  for (const set of sets) {
    if (!goesOn()) break;
    const runs = yield set;
    if (set === null) continue;
    if (examinedBy(runs) < examinedBy(best.runs)) best = { set, runs };
    if (examinedBy(runs) <= most) break;
  }
  return best;
}

/**
 * By measure, the index of a set that a requirement is served by; where its query was not run, the one that the planner
 * is foretold to take. Of an `$or`, each branch goes to the one of those taken that serves it.
 */
export function takenBy(
  problem: StrategyProblem,
  { set, runs }: Measured,
  wasRun: (query: number) => boolean,
): (at: number) => Candidate | null {
  const asked = askedBy(problem);
  return (at) => {
    const { query, branches } = asked[at] ?? nothing;
    if (!wasRun(query)) return winner(set, at);
    const used = runs[query]?.used ?? [];
    return branches > 1 ? winner(used, at) : (used[0] ?? null);
  };
}

function least(one: readonly MeasuredRun[], other: readonly MeasuredRun[]): readonly MeasuredRun[] {
  return examinedBy(other) < examinedBy(one) ? other : one;
}

export function examinedBy(runs: readonly MeasuredRun[]): number {
  return runs.reduce((sum, { examined }) => sum + examined, 0);
}

/** Of a requirement: its query among those measured, and how many requirements that query has. */
interface Asked {
  readonly query: number;
  readonly branches: number;
}

const nothing: Asked = { query: -1, branches: 1 };

function askedBy(problem: StrategyProblem): readonly Asked[] {
  const queries = measuredQueries(problem);
  const places = problem.requirements.map(({ sites: [first] }) =>
    queries.findIndex((query) => query === first),
  );
  return places.map((query) => ({ query, branches: places.filter((place) => place === query).length }));
}

/**
 * What each requirement examines by what stays in any case, and by each other candidate with it. A branch of an `$or` is
 * not measured alone: without an index it counts a share of what the whole query examines without one, else a share of
 * what that examines with one index for each shape.
 */
function* foundationOf(
  problem: StrategyProblem,
  pool: readonly Candidate[],
  each: readonly MeasuredRun[],
): Measuring<Foundation> {
  const asked = askedBy(problem);
  const set = pool.filter(({ isFixed }) => isFixed);
  const without = yield set;
  const costsOf = (runs: readonly MeasuredRun[], isServed: (at: number) => boolean) =>
    asked.map(({ query, branches }, at) => {
      const measured = branches === 1 ? runs : isServed(at) ? each : without;
      return (measured[query]?.examined ?? 0) / branches;
    });
  const others: Alone[] = [];
  for (const one of pool) {
    if (one.isFixed) continue;
    const runs = yield [...set, one];
    others.push({ one, costs: costsOf(runs, (at) => Number.isFinite(wayOf(one, at).weight)) });
  }
  return { fixed: { set, costs: costsOf(without, () => false) }, others };
}

import type { QuerySite } from '../../model/query.js';
import { wayOf, type Candidate } from './candidate.js';
import { drawnAt, winner } from './drawn.js';
import type { StrategyProblem } from './strategy-problem.js';

/** What a query did where the planner knew some candidates and no other index. */
export interface MeasuredRun {
  /** Keys and documents. */
  readonly examined: number;
  readonly used: readonly Candidate[];
}

/** Asks for what each query (`measuredQueries`) does by a set of candidates, of which none is outside `pool`. */
export type Measuring<T> = Generator<readonly Candidate[], T, readonly MeasuredRun[]>;

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
/** Of each shape, so many of its orders are tried, those with the best estimates. */
const ordersTried = 8;
/** So many sets of each size are kept while they grow, and measured at most. */
const breadth = 200;
/** Of these, so many that promise the same: mostly they are the same orders of paths that no query tells apart. */
const mostAlike = 8;

/** One site of each shape that indexes can serve. */
export function measuredQueries({ requirements }: StrategyProblem): readonly QuerySite[] {
  return [...new Set(requirements.flatMap(({ sites: [site] }) => site ?? []))];
}

/**
 * What is worth building on a copy: what is planned, what is there, what each shape would have; on a copy of the whole
 * collection other orders of its paths, too. Of a part, a search that a limit ends and one that a sort needs whole are
 * not to be compared.
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
  const ranks = Array.from({ length: isWhole ? ordersTried : 0 }, (_, rank) => rank);
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
  for (const set of promising(yield* foundation(problem, pool, each), planned.filter(isIn), room, most)) {
    if (!goesOn()) break;
    const runs = yield set;
    if (examinedBy(runs) < examinedBy(best.runs)) best = { set, runs };
    if (examinedBy(runs) <= most) break;
  }
  return { ...best, now, each };
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

/** Candidates, with what each requirement examines by the best of them. */
interface Costed {
  readonly set: readonly Candidate[];
  readonly costs: readonly number[];
}

/** A candidate, with what each requirement examines by it and by those that stay in any case. */
interface Alone {
  readonly one: Candidate;
  readonly costs: readonly number[];
}

interface Foundation {
  readonly fixed: Costed;
  readonly others: readonly Alone[];
}

/**
 * What each requirement examines by what stays in any case, and by each other candidate with it. A branch of an `$or` is
 * not measured alone: without an index it counts a share of what the whole query examines without one, else a share of
 * what that examines with one index for each shape.
 */
function* foundation(
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

/**
 * Sets that may examine at most `most`, none smaller than the planned one, the smallest first, of each size those of
 * which the least is expected. They grow from what stays in any case, and from the planned one.
 */
function* promising(
  { fixed, others }: Foundation,
  planned: readonly Candidate[],
  room: number,
  most: number,
): Generator<readonly Candidate[], void> {
  let grown: readonly Costed[] = [fixed];
  for (let size = fixed.set.length; size <= room; size++) {
    if (size === planned.length) grown = [together(fixed, others, planned), ...grown];
    if (size >= planned.length)
      yield* grown
        .filter(({ costs }) => sumOf(costs) <= most)
        .map((one) => ({ set: one.set, drawn: drawnSum(one, others) }))
        .toSorted((a, b) => a.drawn - b.drawn)
        .map(({ set }) => set);
    grown = oneMore(grown, others);
  }
}

/** What is to be expected of the planner, which may be drawn to another index than the best, by what was measured of each. */
function drawnSum({ set, costs }: Costed, others: readonly Alone[]): number {
  const measured = others
    .filter(({ one }) => set.includes(one))
    .map(({ one, costs: alone }) => ({
      ...one,
      ways: one.ways.map((way, at) => ({ ...way, weight: alone[at] ?? way.weight })),
    }));
  return costs.reduce((sum, cost, at) => {
    const drawn = drawnAt(measured, at);
    return sum + (Number.isFinite(drawn) ? drawn : cost);
  }, 0);
}

function together({ set, costs }: Costed, others: readonly Alone[], planned: readonly Candidate[]): Costed {
  const added = others.filter(({ one }) => planned.includes(one));
  return {
    set: [...set, ...added.map(({ one }) => one)],
    costs: costs.map((cost, at) => added.reduce((least, one) => leastAt(least, one.costs, at), cost)),
  };
}

function oneMore(grown: readonly Costed[], others: readonly Alone[]): readonly Costed[] {
  const ranked = grown
    .flatMap(({ set, costs }) =>
      others.flatMap((other) => {
        if (set.includes(other.one)) return [];
        return [{ set, costs, other, sum: sumOf(costs, other.costs) }];
      }),
    )
    .toSorted((a, b) => a.sum - b.sum);
  const kept: Costed[] = [];
  const alike = new Map<number, number>();
  for (const { set, costs, other, sum } of ranked) {
    if (kept.length === breadth) break;
    if ((alike.get(sum) ?? 0) === mostAlike) continue;
    const isKnown = kept.some((one) => [...set, other.one].every((member) => one.set.includes(member)));
    if (isKnown) continue;
    alike.set(sum, (alike.get(sum) ?? 0) + 1);
    kept.push({ set: [...set, other.one], costs: costs.map((cost, at) => leastAt(cost, other.costs, at)) });
  }
  return kept;
}

/** Each requirement by the better of the two. */
function sumOf(costs: readonly number[], others: readonly number[] = costs): number {
  return costs.reduce((sum, cost, at) => sum + leastAt(cost, others, at), 0);
}

function leastAt(cost: number, others: readonly number[], at: number): number {
  return Math.min(cost, others[at] ?? cost);
}

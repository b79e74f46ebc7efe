import type { Steps } from '../../model/steps.js';
import { wayOf, type Candidate } from './candidate.js';
import { cheaperSet, withRoom } from './cheaper-set.js';
import { cover } from './cover.js';
import { drawnAt, unservedAt } from './drawn.js';
import type { Requirement } from './requirements.js';
import { costsOf, demandOf, well, worse } from './served-well.js';
import type { StrategyProblem } from './strategy-problem.js';

/** So many keys and documents a shape a set should save beside an index for each shape: estimates come no nearer. */
const margin = 1;

/**
 * The fewest candidates with which each requirement is served as well as by an index of its own in the usual order,
 * whatever the data are, or better, as a sample shows; where the budget leaves no room for that, those that cost the
 * least together. In small steps.
 */
export function* smallestSet(problem: StrategyProblem): Steps<readonly Candidate[]> {
  const { candidates, requirements, limits } = problem;
  const [budget, facts] = [limits.budget - 1, limits.facts];
  const costs = requirements.map((requirement, at) => costsOf(requirement, candidates, at, facts));
  const unserved = requirements.map((_, at) => unservedAt(candidates, at, facts));
  const cost = (chosen: readonly Candidate[]) =>
    unserved.reduce((sum, most, at) => {
      const drawn = drawnAt(chosen, at);
      return sum + (Number.isFinite(drawn) ? drawn : most);
    }, 0);
  let least: readonly Candidate[] | null = null;
  for (const most of [...well, ...worse]) {
    const found = yield* cover(
      candidates,
      costs.map((one) => demandOf(one, most)),
    );
    const fits = found.length <= budget;
    if (fits && most === well[0]) {
      if (isSafe(found, requirements)) return found;
      const each = problem.each;
      const enough = leastWith(each, unserved) - margin * requirements.length;
      return yield* withRoom(found, candidates, Math.min(budget, each.length), cost, enough);
    }
    const set = yield* cheaperSet(withinBudget(found, budget), candidates, budget, cost);
    if (!least || cost(set) < cost(least)) least = set;
    if (fits) break;
  }
  return least ?? [];
}

/** Each shape has an index that is as good as its own whatever the data are, or one that is there. */
function isSafe(chosen: readonly Candidate[], requirements: readonly Requirement[]): boolean {
  return requirements.every((_, at) =>
    chosen.some((one) => {
      const { isAsOwn, weight } = wayOf(one, at);
      return isAsOwn || (one.isThere && Number.isFinite(weight));
    }),
  );
}

/** What all shapes cost where the planner takes the best for each. */
function leastWith(chosen: readonly Candidate[], unserved: readonly number[]): number {
  const least = (at: number, most: number) => Math.min(most, ...chosen.map((one) => wayOf(one, at).weight));
  return unserved.reduce((sum, most, at) => sum + least(at, most), 0);
}

/** Those that serve the most stay. */
function withinBudget(chosen: readonly Candidate[], budget: number): readonly Candidate[] {
  const served = ({ ways, isFixed }: Candidate) =>
    isFixed ? Infinity : ways.filter(({ weight }) => Number.isFinite(weight)).length;
  return chosen
    .toSorted((a, b) => served(b) - served(a))
    .slice(0, Math.max(budget, chosen.filter(({ isFixed }) => isFixed).length));
}

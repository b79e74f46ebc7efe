import type { CollectionFacts } from '../../model/judgement.js';
import type { Steps } from '../../model/steps.js';
import { wayOf, type Candidate } from './candidate.js';
import { cheaperSet } from './cheaper-set.js';
import { cover, type Demand } from './cover.js';
import { drawnAt, unservedAt } from './drawn.js';
import type { Requirement } from './requirements.js';

/** What a shape may cost, by what it costs with the best index and with one of its own in the usual order. */
type Most = (best: number, usual: number) => number;

/** Served well: nearly as by the best index there is, or at least as by one of its own. */
const well: readonly Most[] = [
  (best) => best * 1.02 + 0.5,
  (best, usual) => Math.max(best * 1.02, Math.min(usual * 0.9, best * 1.5)) + 0.5,
  (_, usual) => usual * 1.001,
];
/** Where the budget leaves no room for that. */
const worse: readonly Most[] = [
  (_, usual) => usual * 1.25,
  (_, usual) => usual * 2,
  (_, usual) => usual * 5,
  () => Number.POSITIVE_INFINITY,
];

/** An index in another order than a shape's own takes its place where a sample shows that it costs this part at most. */
const clearly = 0.9;

/**
 * The fewest candidates with which each requirement is served as well as by an index of its own in the usual order,
 * whatever the data are, or better, as a sample shows; where the budget leaves no room for that, those that cost the
 * least together. In small steps.
 */
export function* smallestSet(
  candidates: readonly Candidate[],
  requirements: readonly Requirement[],
  budget: number,
  facts: CollectionFacts,
): Steps<readonly Candidate[]> {
  const all = [...requirements.keys()];
  const share = facts.samples === undefined ? 0 : clearly;
  const limits = requirements.map((requirement, at) => limitsOf(requirement, candidates, at, share));
  const unserved = all.map((at) => unservedAt(candidates, at, facts));
  const cost = (chosen: readonly Candidate[]) =>
    unserved.reduce((sum, most, at) => {
      const drawn = drawnAt(chosen, at, ({ doubted }) => doubted);
      return sum + (Number.isFinite(drawn) ? drawn : most);
    }, 0);
  let least: readonly Candidate[] | null = null;
  for (const most of [...well, ...worse]) {
    const isWell = well.includes(most);
    const demands = limits.map(([best, usual]): Demand => ({
      most: most(best, usual),
      estimated: isWell ? { there: usual, other: usual * share } : { there: Infinity, other: Infinity },
    }));
    const found = yield* cover(candidates, demands);
    const fits = found.length <= budget;
    if (fits && most === well[0]) return found;
    const set = yield* cheaperSet(withinBudget(found, budget), candidates, budget, cost);
    if (!least || cost(set) < cost(least)) least = set;
    if (fits) break;
  }
  return least ?? [];
}

/** What it costs by the best of those that may serve it well, and by an index of its own in the usual order. */
function limitsOf(
  { keys, weigh }: Requirement,
  candidates: readonly Candidate[],
  at: number,
  share: number,
): readonly [best: number, usual: number] {
  const [usual] = keys;
  const own = usual ? weigh(usual).weight : Number.POSITIVE_INFINITY;
  const good = candidates
    .map((one) => wayOf(one, at))
    .filter(({ isAsOwn, weight }) => isAsOwn || weight <= own * share || !Number.isFinite(own));
  const best = Math.min(...good.map(({ weight }) => weight));
  return [best, Number.isFinite(own) ? Math.max(own, best) : best];
}

/** Those that serve the most stay. */
function withinBudget(chosen: readonly Candidate[], budget: number): readonly Candidate[] {
  const served = ({ ways, isFixed }: Candidate) =>
    isFixed ? Infinity : ways.filter(({ weight }) => Number.isFinite(weight)).length;
  return chosen
    .toSorted((a, b) => served(b) - served(a))
    .slice(0, Math.max(budget, chosen.filter(({ isFixed }) => isFixed).length));
}

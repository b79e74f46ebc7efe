import type { JudgedIndex } from '../../model/judgement.js';
import type { Weighed } from './best-key.js';
import type { Requirement } from './requirements.js';

/** An index that may be chosen, with what it costs each requirement. */
export interface Candidate {
  readonly index: JudgedIndex;
  readonly ways: readonly Weighed[];
  /** It is there already. */
  readonly isThere: boolean;
  /** How many of those that are there it would take the place of. */
  readonly extended: number;
  /** It stays in any case. */
  readonly isFixed: boolean;
}

/**
 * How well each shape has to be served, tried one after the other until the budget holds: nearly as by the best index
 * there is, as by one of its own in the usual order, worse than that.
 */
const demands: readonly ((best: number, usual: number) => number)[] = [
  (best) => best * 1.02 + 0.5,
  (best, usual) => Math.max(best * 1.02, Math.min(usual * 0.9, best * 1.5)) + 0.5,
  (_, usual) => usual * 1.001,
  (_, usual) => usual * 1.25,
  (_, usual) => usual * 2,
  (_, usual) => usual * 5,
  () => Number.POSITIVE_INFINITY,
];
/** From this one on, a shape may be served worse than by an index of its own. */
const asUsual = 3;
/** An index that saves less of all the cost than this leaves is not worth having. */
const worthwhile = 0.995;

/** Trials predicted so close to the least may as well be won. */
const closeTrial = 1.05;
/** A shape drawn to a worse index gets one of its own for a saving of this part of its cost. */
const cheaper = 0.98;

/**
 * The fewest candidates with which each requirement is served as well as by an index of its own in the usual order;
 * where the budget leaves no room for that, those that cost the least together. Of two that serve as many, the one that
 * is there, then the one that extends what is there, then the cheaper, then the shorter.
 */
export function smallestSet(
  candidates: readonly Candidate[],
  requirements: readonly Requirement[],
  budget: number,
): readonly Candidate[] {
  const limits = requirements.map((requirement, at) => limitsOf(requirement, candidates, at));
  const worst = requirements.map((_, at) => worstAt(candidates, at));
  const cost = (chosen: readonly Candidate[]) =>
    worst.reduce((sum, most, at) => sum + (drawnAt(chosen, at) ?? most), 0);
  let least: readonly Candidate[] | null = null;
  for (const [at, demand] of demands.entries()) {
    const found = cover(
      candidates,
      requirements,
      limits.map(([best, usual]) => demand(best, usual)),
    );
    if (found.length <= budget && at < asUsual) return found;
    const improved = cheapened(withinBudget(found, budget), candidates, budget, cost);
    if (!least || cost(improved) < cost(least)) least = improved;
    if (found.length <= budget) break;
  }
  return least ?? [];
}

/** Adds what there is room for, then exchanges one for another, as long as all together cost less by it. */
function cheapened(
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  budget: number,
  cost: (chosen: readonly Candidate[]) => number,
): readonly Candidate[] {
  const others = candidates.filter((one) => !chosen.includes(one));
  const ways =
    chosen.length < budget
      ? others.map((one) => [...chosen, one])
      : chosen
          .filter(({ isFixed }) => !isFixed)
          .flatMap((gone) => others.map((one) => [...chosen.filter((kept) => kept !== gone), one]));
  const best = ways
    .map((way) => ({ way, cost: cost(way) }))
    .reduce((a, b) => (b.cost < a.cost ? b : a), { way: [...chosen], cost: cost(chosen) * worthwhile });
  return best.way.length === chosen.length && best.way.every((one, at) => one === chosen[at])
    ? chosen
    : cheapened(best.way, candidates, budget, cost);
}

function cover(
  candidates: readonly Candidate[],
  requirements: readonly Requirement[],
  limits: readonly number[],
): readonly Candidate[] {
  const serves = (candidate: Candidate, at: number) => {
    const weight = weightAt(candidate, at);
    return Number.isFinite(weight) && weight <= (limits[at] ?? 0);
  };
  const chosen = candidates.filter(({ isFixed }) => isFixed);
  const open = new Set([...requirements.keys()].filter((at) => !chosen.some((one) => serves(one, at))));
  while (open.size > 0) {
    const gains = candidates
      .map((candidate) => ({ candidate, gain: [...open].filter((at) => serves(candidate, at)) }))
      .filter(({ gain }) => gain.length > 0)
      .sort((a, b) => b.gain.length - a.gain.length || preference(a.candidate, b.candidate, a.gain));
    const [first] = gains;
    if (!first) break;
    chosen.push(first.candidate);
    for (const at of first.gain) open.delete(at);
  }
  return withWinners(withoutIdle(chosen, requirements, serves), candidates, requirements, limits);
}

/** What it costs by the best candidate, and by an index of its own in the usual order. */
function limitsOf(
  { keys, weigh }: Requirement,
  candidates: readonly Candidate[],
  at: number,
): readonly [best: number, usual: number] {
  const best = Math.min(...candidates.map((one) => weightAt(one, at)));
  const [usual] = keys;
  const own = usual ? weigh(usual).weight : best;
  return [best, Number.isFinite(own) ? Math.max(own, best) : best];
}

function preference(a: Candidate, b: Candidate, gain: readonly number[]): number {
  const weight = (one: Candidate) => gain.reduce((sum, at) => sum + weightAt(one, at), 0);
  return (
    Number(b.isThere) - Number(a.isThere) ||
    b.extended - a.extended ||
    Math.sign(weight(a) - weight(b)) ||
    a.index.key.length - b.index.key.length
  );
}

/** The planner may take another index than the one meant for a shape: then one that it would take is added. */
function withWinners(
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  requirements: readonly Requirement[],
  limits: readonly number[],
): readonly Candidate[] {
  return [...requirements.keys()].reduce<readonly Candidate[]>((all, at) => {
    const cost = drawnAt(all, at);
    if (cost === null || cost <= (limits[at] ?? 0)) return all;
    const better = candidates
      .map((one) => ({ one, cost: drawnAt([...all, one], at) ?? cost }))
      .toSorted((a, b) => a.cost - b.cost || a.one.index.key.length - b.one.index.key.length);
    const [first] = better;
    return first && first.cost < cost * cheaper ? [...all, first.one] : all;
  }, chosen);
}

/** What a requirement costs by the index that the planner is drawn to, the worst of those that may win; null: none serves. */
function drawnAt(chosen: readonly Candidate[], at: number): number | null {
  const least = Math.min(...chosen.map((one) => trialAt(one, at)));
  if (!Number.isFinite(least)) return null;
  const close = chosen.filter((one) => trialAt(one, at) <= least * closeTrial);
  return Math.max(...close.map((one) => weightAt(one, at)));
}

/** What a requirement counts as where no index serves it: twice what it costs by the worst. */
function worstAt(candidates: readonly Candidate[], at: number): number {
  return 2 * Math.max(0, ...candidates.map((one) => weightAt(one, at)).filter(Number.isFinite));
}

/** The one that the planner would take; null: none serves. */
export function winner(chosen: readonly Candidate[], at: number): Candidate | null {
  const [first] = chosen.toSorted((a, b) => trialAt(a, at) - trialAt(b, at));
  return first && Number.isFinite(trialAt(first, at)) ? first : null;
}

function weightAt({ ways }: Candidate, at: number): number {
  return ways[at]?.weight ?? Number.POSITIVE_INFINITY;
}

function trialAt({ ways }: Candidate, at: number): number {
  return ways[at]?.trial ?? Number.POSITIVE_INFINITY;
}

/** What was chosen first may be needless beside what came after it. */
function withoutIdle(
  chosen: readonly Candidate[],
  requirements: readonly Requirement[],
  serves: (candidate: Candidate, at: number) => boolean,
): readonly Candidate[] {
  const all = [...requirements.keys()];
  return chosen.reduce<readonly Candidate[]>((kept, candidate) => {
    const others = kept.filter((one) => one !== candidate);
    const isIdle = all.every((at) => !serves(candidate, at) || others.some((one) => serves(one, at)));
    return isIdle && !candidate.isFixed ? others : kept;
  }, chosen);
}

/** Those that serve the most stay. */
function withinBudget(chosen: readonly Candidate[], budget: number): readonly Candidate[] {
  const served = ({ ways, isFixed }: Candidate) =>
    isFixed ? Infinity : ways.filter(({ weight }) => Number.isFinite(weight)).length;
  return chosen
    .toSorted((a, b) => served(b) - served(a))
    .slice(0, Math.max(budget, chosen.filter(({ isFixed }) => isFixed).length));
}

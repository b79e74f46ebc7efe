import type { JudgedIndex } from '../model/judgement.js';
import type { Requirement } from './requirements.js';

/** An index that may be chosen, with what it costs each requirement. */
export interface Candidate {
  readonly index: JudgedIndex;
  readonly weights: readonly number[];
  /** It is there already. */
  readonly isThere: boolean;
  /** How many of those that are there it would take the place of. */
  readonly extended: number;
  /** It stays in any case. */
  readonly isFixed: boolean;
}

/** How much worse than with an index of its own a shape may be served, tried one after the other until the budget holds. */
const tolerances = [1, 1.25, 2, 5, Number.POSITIVE_INFINITY];
/** Below this many keys and documents, nothing is worse. */
const few = 10;

/**
 * The fewest candidates with which each requirement is served as well as by an index of its own in the usual order, or
 * nearly so where the budget leaves no room. Of two that serve as many, the one that is there, then the one that
 * extends what is there, then the cheaper, then the shorter.
 */
export function smallestSet(
  candidates: readonly Candidate[],
  requirements: readonly Requirement[],
  budget: number,
): readonly Candidate[] {
  let best: readonly Candidate[] = [];
  for (const tolerance of tolerances) {
    best = cover(candidates, requirements, tolerance);
    if (best.length <= budget) return best;
  }
  return withinBudget(best, budget);
}

function cover(
  candidates: readonly Candidate[],
  requirements: readonly Requirement[],
  tolerance: number,
): readonly Candidate[] {
  const limits = requirements.map((requirement, at) => limitOf(requirement, candidates, at) * tolerance);
  const serves = ({ weights }: Candidate, at: number) =>
    (weights[at] ?? Infinity) <= Math.max(few, limits[at] ?? 0) && Number.isFinite(weights[at]);
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
  return withoutIdle(chosen, requirements, serves);
}

/** By an index of its own in the usual order; at least as the best there is. */
function limitOf({ keys, weigh }: Requirement, candidates: readonly Candidate[], at: number): number {
  const [usual] = keys;
  const own = usual ? weigh(usual) : Infinity;
  return Number.isFinite(own)
    ? own * 1.001
    : Math.min(...candidates.map(({ weights }) => weights[at] ?? Infinity));
}

function preference(a: Candidate, b: Candidate, gain: readonly number[]): number {
  const weight = ({ weights }: Candidate) => gain.reduce((sum, at) => sum + (weights[at] ?? 0), 0);
  return (
    Number(b.isThere) - Number(a.isThere) ||
    b.extended - a.extended ||
    Math.sign(weight(a) - weight(b)) ||
    a.index.key.length - b.index.key.length
  );
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
  const served = ({ weights, isFixed }: Candidate) =>
    isFixed ? Infinity : weights.filter((weight) => Number.isFinite(weight)).length;
  return chosen
    .toSorted((a, b) => served(b) - served(a))
    .slice(0, Math.max(budget, chosen.filter(({ isFixed }) => isFixed).length));
}

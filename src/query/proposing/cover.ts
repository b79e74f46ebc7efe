import type { Steps } from '../../model/steps.js';
import { wayOf, type Candidate } from './candidate.js';
import { drawnAt } from './drawn.js';

/** How well a requirement has to be served. */
export interface Demand {
  /** What it may cost at most. */
  readonly most: number;
  /** What it may cost by an index that is only estimated to be as good as one of its own, one that is there already, or not. */
  readonly estimated: { readonly there: number; readonly other: number };
}

/** A shape drawn to a worse index gets one of its own for a saving of this part of its cost. */
const cheaper = 0.98;

/**
 * The fewest candidates that meet all demands, found greedily. Of two that meet as many, the one that is there, then the
 * one that extends what is there, then the cheaper, then the shorter. In small steps.
 */
export function* cover(
  candidates: readonly Candidate[],
  demands: readonly Demand[],
): Steps<readonly Candidate[]> {
  const chosen = candidates.filter(({ isFixed }) => isFixed);
  const all = [...demands.entries()];
  let open = all.filter(([at, demand]) => !chosen.some((one) => meets(one, at, demand)));
  while (open.length > 0) {
    let best: { readonly candidate: Candidate; readonly gain: readonly number[] } | null = null;
    for (const candidate of candidates) {
      const gain = open.filter(([at, demand]) => meets(candidate, at, demand)).map(([at]) => at);
      const isBetter =
        !best ||
        gain.length > best.gain.length ||
        (gain.length === best.gain.length && preference(candidate, best.candidate, gain) < 0);
      if (gain.length > 0 && isBetter) best = { candidate, gain };
      yield;
    }
    if (!best) break;
    const { candidate, gain } = best;
    chosen.push(candidate);
    open = open.filter(([at]) => !gain.includes(at));
  }
  return yield* withWinners(withoutIdle(chosen, all), candidates, all);
}

function meets(candidate: Candidate, at: number, { most, estimated }: Demand): boolean {
  const { weight, isAsOwn } = wayOf(candidate, at);
  if (!Number.isFinite(weight) || weight > most) return false;
  return isAsOwn || weight <= (candidate.isThere ? estimated.there : estimated.other);
}

function preference(a: Candidate, b: Candidate, gain: readonly number[]): number {
  const weight = (one: Candidate) => gain.reduce((sum, at) => sum + wayOf(one, at).weight, 0);
  return (
    Number(b.isThere) - Number(a.isThere) ||
    b.extended - a.extended ||
    Math.sign(weight(a) - weight(b)) ||
    a.index.key.length - b.index.key.length
  );
}

type Demands = readonly (readonly [at: number, demand: Demand])[];

/** What was chosen first may be needless beside what came after it. */
function withoutIdle(chosen: readonly Candidate[], demands: Demands): readonly Candidate[] {
  return chosen.reduce<readonly Candidate[]>((kept, candidate) => {
    const others = kept.filter((one) => one !== candidate);
    const isIdle = demands.every(
      ([at, demand]) => !meets(candidate, at, demand) || others.some((one) => meets(one, at, demand)),
    );
    return isIdle && !candidate.isFixed ? others : kept;
  }, chosen);
}

/** The planner may take another index than the one meant for a shape: then one that it would take is added. */
function* withWinners(
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  demands: Demands,
): Steps<readonly Candidate[]> {
  let all = chosen;
  for (const [at, { most }] of demands) {
    const cost = drawnAt(all, at);
    if (!Number.isFinite(cost) || cost <= most) continue;
    let best: { readonly one: Candidate; readonly cost: number } | null = null;
    for (const one of candidates) {
      if (all.includes(one)) continue;
      const its = drawnAt([...all, one], at);
      const isShorter = best !== null && one.index.key.length < best.one.index.key.length;
      if (!best || its < best.cost || (its === best.cost && isShorter)) best = { one, cost: its };
      yield;
    }
    if (best && best.cost < cost * cheaper) all = [...all, best.one];
  }
  return all;
}

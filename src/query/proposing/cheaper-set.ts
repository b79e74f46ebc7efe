import type { Steps } from '../../model/steps.js';
import type { Candidate } from './candidate.js';

/** An index that saves fewer keys and documents over all shapes is not worth having. */
const worthwhile = 1;
/** One is exchanged for another for any saving that is more than rounding. */
const anySaving = 1 - 1e-9;

/**
 * Adds what there is room for, then exchanges one for another or leaves one out to which the planner would be drawn for
 * nothing good, as long as all together cost less by it. In small steps.
 */
export function* cheaperSet(
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  room: number,
  cost: (chosen: readonly Candidate[]) => number,
): Steps<readonly Candidate[]> {
  let best = { set: chosen, cost: cost(chosen) };
  for (;;) {
    const added = yield* cheapest(best.set.length < room ? [best.set] : [], candidates, cost);
    if (added && added.cost <= best.cost - worthwhile) {
      best = added;
      continue;
    }
    const movable = best.set.filter(({ isFixed }) => !isFixed);
    const without = movable.map((gone) => best.set.filter((kept) => kept !== gone));
    const fewer = without.map((set) => ({ set, cost: cost(set) }));
    const exchanged = yield* cheapest(without, candidates, cost);
    const [first] = [...fewer, ...(exchanged ? [exchanged] : [])].toSorted((a, b) => a.cost - b.cost);
    if (!first || first.cost >= best.cost * anySaving) return best.set;
    best = first;
  }
}

/** Adds what saves the most, in the room that there is, until all together cost no more than `enough`. In small steps. */
export function* withRoom(
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  room: number,
  cost: (chosen: readonly Candidate[]) => number,
  enough: number,
): Steps<readonly Candidate[]> {
  let best = { set: chosen, cost: cost(chosen) };
  while (best.cost > enough && best.set.length < room) {
    const added = yield* cheapest([best.set], candidates, cost);
    if (!added || added.cost > best.cost - worthwhile) break;
    best = added;
  }
  return best.set;
}

/** The cheapest of all sets with one more index. */
function* cheapest(
  sets: readonly (readonly Candidate[])[],
  candidates: readonly Candidate[],
  cost: (chosen: readonly Candidate[]) => number,
): Steps<{ readonly set: readonly Candidate[]; readonly cost: number } | null> {
  let best: { readonly set: readonly Candidate[]; readonly cost: number } | null = null;
  for (const set of sets) {
    for (const one of candidates) {
      if (set.includes(one)) continue;
      const more = [...set, one];
      const its = cost(more);
      if (!best || its < best.cost) best = { set: more, cost: its };
      yield;
    }
  }
  return best;
}

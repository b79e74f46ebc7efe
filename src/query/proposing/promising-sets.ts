import type { Candidate } from './candidate.js';
import { drawnAt } from './drawn.js';

/** So many sets of each size are kept while they grow, and measured at most. */
const breadth = 120;
/** Of these, so many that promise the same: mostly they are the same orders of paths that no query tells apart. */
const mostAlike = 8;

/** Candidates, with what each requirement examines by the best of them. */
interface Costed {
  readonly set: readonly Candidate[];
  readonly costs: readonly number[];
}

/** A candidate, with what each requirement examines by it and by those that stay in any case. */
export interface Alone {
  readonly one: Candidate;
  readonly costs: readonly number[];
}

/** Sets to be measured; null is a pause. */
export type Sets = Generator<readonly Candidate[] | null, void>;

export interface Foundation {
  readonly fixed: Costed;
  readonly others: readonly Alone[];
}

/**
 * Sets that may examine at most `most`, none smaller than the planned one, the smallest first, of each size those of
 * which the least is expected. They grow from what stays in any case, and from the planned one. In small steps: null is a
 * pause.
 */
export function* promising(
  foundation: Foundation,
  planned: readonly Candidate[],
  room: number,
  most: number,
): Sets {
  const { fixed, others } = foundation;
  let grown: readonly Costed[] = [fixed];
  for (let size = fixed.set.length; size <= room; size++) {
    if (size === planned.length) grown = [together(foundation, planned), ...grown];
    if (size >= planned.length) yield* byExpectation(foundation, grown, most);
    grown = yield* oneMore(grown, others);
  }
}

/** As `promising`, the sets in which one of `set` is exchanged for another. */
export function* exchanged(foundation: Foundation, set: readonly Candidate[], most: number): Sets {
  const movable = foundation.others.map(({ one }) => one);
  const sets: Costed[] = [];
  for (const gone of set.filter((one) => movable.includes(one))) {
    const kept = set.filter((one) => one !== gone);
    for (const one of movable) if (!set.includes(one)) sets.push(together(foundation, [...kept, one]));
    yield null;
  }
  yield* byExpectation(foundation, sets, most);
}

function* byExpectation({ others }: Foundation, sets: readonly Costed[], most: number): Sets {
  const expected: { readonly set: readonly Candidate[]; readonly drawn: number }[] = [];
  for (const one of sets) {
    if (sumOf(one.costs) > most) continue;
    expected.push({ set: one.set, drawn: drawnSum(one, others) });
    yield null;
  }
  for (const { set } of expected.toSorted((a, b) => a.drawn - b.drawn)) yield set;
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

/** What stays in any case, and of the others these. */
function together({ fixed, others }: Foundation, chosen: readonly Candidate[]): Costed {
  const added = others.filter(({ one }) => chosen.includes(one));
  return {
    set: [...fixed.set, ...added.map(({ one }) => one)],
    costs: fixed.costs.map((cost, at) => added.reduce((least, one) => leastAt(least, one.costs, at), cost)),
  };
}

function* oneMore(grown: readonly Costed[], others: readonly Alone[]): Generator<null, readonly Costed[]> {
  const all: (Costed & { readonly other: Alone; readonly sum: number })[] = [];
  for (const { set, costs } of grown) {
    for (const other of others)
      if (!set.includes(other.one)) all.push({ set, costs, other, sum: sumOf(costs, other.costs) });
    yield null;
  }
  const ranked = all.toSorted((a, b) => a.sum - b.sum);
  yield null;
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

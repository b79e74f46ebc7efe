import type { CollectionFacts } from '../../model/judgement.js';
import { wayOf, type Candidate } from './candidate.js';
import type { Demand } from './cover.js';
import type { Requirement } from './requirements.js';

/** What a shape may cost, by what it costs with the best index and with one of its own in the usual order. */
export type Most = (best: number, usual: number) => number;

/** Served well: nearly as by the best index there is, or at least as by one of its own. */
export const well: readonly Most[] = [
  (best) => best * 1.02 + 0.5,
  (best, usual) => Math.max(best * 1.02, Math.min(usual * 0.9, best * 1.5)) + 0.5,
  (_, usual) => usual * 1.001,
];
/** Where the budget leaves no room for that. */
export const worse: readonly Most[] = [
  (_, usual) => usual * 1.25,
  (_, usual) => usual * 2,
  (_, usual) => usual * 5,
  () => Number.POSITIVE_INFINITY,
];

/** An index in another order than a shape's own takes its place where a sample shows that it costs this part at most. */
const clearly = 0.9;
/** And so many keys and documents less: of few, an estimate tells none apart. */
const few = 10;

/** What a shape costs by the best of those that may serve it well, and by an index of its own in the usual order. */
export interface Costs {
  readonly best: number;
  readonly usual: number;
  /** What another index than its own may be estimated to cost. */
  readonly standIn: number;
}

export function costsOf(
  { keys, weigh }: Requirement,
  candidates: readonly Candidate[],
  at: number,
  facts: CollectionFacts,
): Costs {
  const [own] = keys;
  const weight = own ? weigh(own).weight : Number.POSITIVE_INFINITY;
  const isServed = Number.isFinite(weight);
  const standIn = facts.samples === undefined ? 0 : Math.min(weight * clearly, weight - few);
  const best = candidates
    .map((one) => wayOf(one, at))
    .filter((way) => way.isAsOwn || way.weight <= standIn || !isServed)
    .reduce((least, way) => Math.min(least, way.weight), Number.POSITIVE_INFINITY);
  return { best, usual: isServed ? Math.max(weight, best) : best, standIn: isServed ? standIn : best };
}

export function demandOf({ best, usual, standIn }: Costs, most: Most): Demand {
  const estimated = well.includes(most)
    ? { there: usual, other: standIn }
    : { there: Number.POSITIVE_INFINITY, other: Number.POSITIVE_INFINITY };
  return { most: most(best, usual), estimated };
}

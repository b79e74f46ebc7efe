import type { CollectionFacts } from '../../model/judgement.js';
import { documentsIn } from '../judging/selectivity.js';
import { wayOf, type Candidate } from './candidate.js';

/** How fast the chance to be taken falls with a longer trial, in square roots of its length: so far a count strays. */
const keenness = 4;

/** What a requirement costs, expected: of several indexes the planner takes one whose trial is short; infinite: none serves. */
export function drawnAt(chosen: readonly Candidate[], at: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const one of chosen) least = Math.min(least, wayOf(one, at).trial);
  if (!Number.isFinite(least)) return least;
  let [chances, cost] = [0, 0];
  for (const one of chosen) {
    const way = wayOf(one, at);
    if (!Number.isFinite(way.trial)) continue;
    const chance = Math.exp((-keenness * (way.trial - least)) / Math.sqrt(way.trial));
    chances += chance;
    cost += chance * way.weight;
  }
  return cost / chances;
}

/** What a requirement counts as where no index serves it: more than by the worst, and than any look at all documents. */
export function unservedAt(candidates: readonly Candidate[], at: number, facts: CollectionFacts): number {
  const costs = candidates.map((one) => wayOf(one, at).weight).filter(Number.isFinite);
  return Math.max(4 * documentsIn(facts), 2 * Math.max(0, ...costs));
}

/** The one that the planner would take; null: none serves. */
export function winner(chosen: readonly Candidate[], at: number): Candidate | null {
  const [first] = chosen.toSorted((a, b) => wayOf(a, at).trial - wayOf(b, at).trial);
  return first && Number.isFinite(wayOf(first, at).trial) ? first : null;
}

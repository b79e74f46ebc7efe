import type { CollectionFacts } from '../../model/judgement.js';
import { assumedDocuments } from '../judging/index-cost.js';
import { wayOf, type Candidate, type Way } from './candidate.js';

/** Trials predicted so close to the least may as well be won: the estimate of each may be wrong by a sixth. */
const closeTrial = 1.4;

/** What a requirement costs by the index that the planner is drawn to, the worst of those that may win; infinite: none serves. */
export function drawnAt(
  chosen: readonly Candidate[],
  at: number,
  costOf: (way: Way) => number = ({ weight }) => weight,
): number {
  let least = Number.POSITIVE_INFINITY;
  for (const one of chosen) least = Math.min(least, wayOf(one, at).trial);
  if (!Number.isFinite(least)) return least;
  let worst = 0;
  for (const one of chosen) {
    const way = wayOf(one, at);
    if (way.trial <= least * closeTrial) worst = Math.max(worst, costOf(way));
  }
  return worst;
}

/** What a requirement counts as where no index serves it: more than by the worst, and than any look at all documents. */
export function unservedAt(candidates: readonly Candidate[], at: number, facts: CollectionFacts): number {
  const costs = candidates.map((one) => wayOf(one, at).weight).filter(Number.isFinite);
  return Math.max(4 * (facts.documents ?? assumedDocuments), 2 * Math.max(0, ...costs));
}

/** The one that the planner would take; null: none serves. */
export function winner(chosen: readonly Candidate[], at: number): Candidate | null {
  const [first] = chosen.toSorted((a, b) => wayOf(a, at).trial - wayOf(b, at).trial);
  return first && Number.isFinite(wayOf(first, at).trial) ? first : null;
}

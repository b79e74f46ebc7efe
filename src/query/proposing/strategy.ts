import type { JudgedIndex } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import type { Strategy, StrategyStep } from '../../model/strategy.js';
import type { Candidate } from './candidate.js';
import { winner } from './drawn.js';
import type { Requirement } from './requirements.js';
import { takesPlaceOf, type StrategyProblem } from './strategy-problem.js';
import { addReason, keepReason, removeReason } from './strategy-words.js';

/** Which of the chosen the planner takes for the requirement at a place; null: none. */
export type Taken = (at: number) => Candidate | null;

/**
 * The way to `chosen` from the indexes that are there. What keeps a promise (unique, TTL, a shard key) and `_id_` stay; where
 * a model or a query of the collection could not be read to its end, everything stays.
 */
export function strategyOf(
  { own, requirements, helpless, limits }: StrategyProblem,
  chosen: readonly Candidate[],
  taken: Taken = (at) => winner(chosen, at),
): Strategy {
  const served = servedBy(chosen, requirements, taken);
  const added = chosen.filter(({ isThere }) => !isThere);
  const gone = own.filter((index) => !chosen.some((one) => one.index === index));
  const replaced = new Map(added.map((one) => [one, gone.filter((index) => takesPlaceOf(one.index, index))]));
  const steps: StrategyStep[] = [
    ...chosen
      .filter(({ isThere }) => isThere)
      .map((one) => step('keep', one, [], served, keepReason(one.index, served.get(one) ?? [], own, limits))),
    ...added.map((one) => addition(one, replaced.get(one) ?? [], served)),
    ...gone
      .filter((index) => ![...replaced.values()].flat().includes(index))
      .map((index): StrategyStep => ({
        act: 'remove',
        index,
        replaces: [],
        serves: [],
        reason: removeReason(index, own),
      })),
  ];
  return {
    steps,
    before: own.length + 1,
    after: chosen.length + 1,
    budget: limits.budget,
    unserved: [
      ...helpless,
      ...requirements.filter((_, at) => taken(at) === null).flatMap(({ sites }) => sites),
    ],
  };
}

/** Each requirement counts for the index that is taken for it. */
function servedBy(
  chosen: readonly Candidate[],
  requirements: readonly Requirement[],
  taken: Taken,
): ReadonlyMap<Candidate, readonly QuerySite[]> {
  const served = new Map<Candidate, QuerySite[]>(chosen.map((one) => [one, []]));
  for (const [at, { sites }] of requirements.entries()) {
    const best = taken(at);
    if (best) served.get(best)?.push(...sites);
  }
  return served;
}

function addition(
  one: Candidate,
  replaced: readonly JudgedIndex[],
  served: ReadonlyMap<Candidate, readonly QuerySite[]>,
): StrategyStep {
  const act = replaced.length > 1 ? 'merge' : replaced.length === 1 ? 'extend' : 'add';
  return step(act, one, replaced, served, addReason(replaced, served.get(one) ?? []));
}

function step(
  act: StrategyStep['act'],
  { index }: Candidate,
  replaced: readonly JudgedIndex[],
  served: ReadonlyMap<Candidate, readonly QuerySite[]>,
  reason: string,
): StrategyStep {
  const serves = [...served].find(([one]) => one.index === index)?.[1] ?? [];
  return { act, index, replaces: replaced.map(({ name }) => name), serves, reason };
}

import type { CollectionFacts, JudgedIndex } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import type { Strategy, StrategyLimits, StrategyStep } from '../../model/strategy.js';
import type { Steps } from '../../model/steps.js';
import type { Candidate, Way } from './candidate.js';
import { winner } from './drawn.js';
import { requirementsOf, type Requirement } from './requirements.js';
import { smallestSet } from './smallest-set.js';
import { addReason, beginsKey, keepReason, removeReason } from './strategy-words.js';

/**
 * The smallest set of indexes that serves all queries of one collection within the budget, and the way there from the
 * indexes that are there. What keeps a promise (unique, TTL, a shard key) and `_id_` stay; where a model or a query of
 * the collection could not be read to its end, everything stays. In small steps.
 */
export function* planStrategy(
  sites: readonly QuerySite[],
  indexes: readonly JudgedIndex[],
  limits: StrategyLimits & { readonly facts: CollectionFacts },
): Steps<Strategy> {
  const own = indexes.filter(({ key }) => !(key.length === 1 && key[0]?.[0] === '_id'));
  const { requirements, helpless } = yield* requirementsOf(sites, limits.facts);
  const candidates = yield* candidatesOf(own, requirements, limits);
  const chosen = yield* smallestSet(candidates, requirements, limits.budget - 1, limits.facts);
  const served = servedBy(chosen, requirements);
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
    unserved: [...helpless, ...unserved(chosen, requirements)],
  };
}

function* candidatesOf(
  own: readonly JudgedIndex[],
  requirements: readonly Requirement[],
  limits: StrategyLimits,
): Steps<readonly Candidate[]> {
  const ids = (index: JudgedIndex) => JSON.stringify([index.key, index.options]);
  const there = own.map((index) => ({
    index,
    isThere: true,
    isFixed: isFixed(index, limits),
    extended: 0,
  }));
  const movable = there.filter((one) => !one.isFixed).map(({ index }) => index);
  const extended = (index: JudgedIndex) => movable.filter((one) => takesPlaceOf(index, one)).length;
  const known = new Set(own.map(ids));
  const thought = new Map(
    requirements
      .flatMap(({ keys }) => keys)
      .filter((index) => !known.has(ids(index)))
      .map((index) => [ids(index), { index, isThere: false, isFixed: false, extended: extended(index) }]),
  );
  const candidates: Candidate[] = [];
  for (const one of [...there, ...thought.values()]) {
    const ways: Way[] = [];
    for (const requirement of requirements) {
      ways.push({ ...requirement.weigh(one.index), isAsOwn: requirement.isAsOwn(one.index) });
      yield;
    }
    candidates.push({ ...one, ways });
  }
  return candidates;
}

/** Whether `longer` serves all that `index` serves: it begins so, with the same options. */
function takesPlaceOf(longer: JudgedIndex, index: JudgedIndex): boolean {
  return beginsKey(index.key, longer.key) && JSON.stringify(index.options) === JSON.stringify(longer.options);
}

function isFixed({ key, options }: JudgedIndex, { complete, shardKey }: StrategyLimits): boolean {
  if (!complete || options.unique === true || options.expireAfterSeconds !== undefined) return true;
  return shardKey?.every((path, at) => key[at]?.[0] === path) ?? false;
}

/** Each requirement counts for the index that the planner would take for it. */
function servedBy(
  chosen: readonly Candidate[],
  requirements: readonly Requirement[],
): ReadonlyMap<Candidate, readonly QuerySite[]> {
  const served = new Map<Candidate, QuerySite[]>(chosen.map((one) => [one, []]));
  for (const [at, { sites }] of requirements.entries()) {
    const best = winner(chosen, at);
    if (best) served.get(best)?.push(...sites);
  }
  return served;
}

function unserved(chosen: readonly Candidate[], requirements: readonly Requirement[]): readonly QuerySite[] {
  return requirements.filter((_, at) => winner(chosen, at) === null).flatMap(({ sites }) => sites);
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

import type { CollectionFacts, JudgedIndex } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import type { Steps } from '../../model/steps.js';
import type { StrategyLimits } from '../../model/strategy.js';
import { wayOf, type Candidate, type Way } from './candidate.js';
import { requirementsOf, type Requirement } from './requirements.js';
import { beginsKey } from './strategy-words.js';

export type ProblemLimits = StrategyLimits & { readonly facts: CollectionFacts };

/** What the indexes of one collection have to do, and which there are to choose among. */
export interface StrategyProblem {
  /** Those that are there, without `_id_`. */
  readonly own: readonly JudgedIndex[];
  readonly requirements: readonly Requirement[];
  /** Sites that no index helps. */
  readonly helpless: readonly QuerySite[];
  readonly candidates: readonly Candidate[];
  /** The index that each shape would have by itself, equality, sort, range. */
  readonly each: readonly Candidate[];
  /** That index with its paths as the code writes them; not all are among `candidates`. */
  readonly written: readonly Candidate[];
  readonly limits: ProblemLimits;
}

/** In small steps. */
export function* strategyProblem(
  sites: readonly QuerySite[],
  indexes: readonly JudgedIndex[],
  limits: ProblemLimits,
): Steps<StrategyProblem> {
  const own = indexes.filter(({ key }) => !(key.length === 1 && key[0]?.[0] === '_id'));
  const { requirements, helpless } = yield* requirementsOf(sites, limits.facts);
  const candidates = yield* candidatesOf(own, requirements, limits);
  const byId = new Map(candidates.map((one) => [idOf(one.index), one]));
  const each = new Set(requirements.flatMap((one, at) => ownOf(one, at, candidates) ?? []));
  const asWritten = new Map(requirements.map(({ written }) => [idOf(written), written]));
  const written = [...asWritten].map(([id, index]) => byId.get(id) ?? thoughtOf(index, requirements));
  return { own, requirements, helpless, candidates, each: [...each], written, limits };
}

/** A collection has one text index: the one that is there is a shape's own. Null: nothing serves it. */
function ownOf(
  { keys: [first] }: Requirement,
  at: number,
  candidates: readonly Candidate[],
): Candidate | null {
  if (!first) return null;
  const isText = first.key.some(([, kind]) => kind === 'text');
  const there = candidates.find((one) => one.isThere && Number.isFinite(wayOf(one, at).weight));
  const own = candidates.find(({ index }) => idOf(index) === idOf(first)) ?? null;
  return isText ? (there ?? own) : own;
}

/** Whether `longer` serves all that `index` serves: it begins so, with the same options. */
export function takesPlaceOf(longer: JudgedIndex, index: JudgedIndex): boolean {
  return beginsKey(index.key, longer.key) && JSON.stringify(index.options) === JSON.stringify(longer.options);
}

function* candidatesOf(
  own: readonly JudgedIndex[],
  requirements: readonly Requirement[],
  limits: StrategyLimits,
): Steps<readonly Candidate[]> {
  const there = own.map((index) => ({
    index,
    isThere: true,
    isFixed: isFixed(index, limits),
    extended: 0,
  }));
  const movable = there.filter((one) => !one.isFixed).map(({ index }) => index);
  const extended = (index: JudgedIndex) => movable.filter((one) => takesPlaceOf(index, one)).length;
  const known = new Set(own.map(idOf));
  const thought = new Map(
    requirements
      .flatMap(({ keys }) => keys)
      .filter((index) => !known.has(idOf(index)))
      .map((index) => [idOf(index), { index, isThere: false, isFixed: false, extended: extended(index) }]),
  );
  const candidates: Candidate[] = [];
  for (const one of [...there, ...thought.values()]) {
    const ways: Way[] = [];
    for (const requirement of requirements) {
      ways.push(wayBy(one.index, requirement));
      yield;
    }
    candidates.push({ ...one, ways });
  }
  return candidates;
}

function thoughtOf(index: JudgedIndex, requirements: readonly Requirement[]): Candidate {
  const ways = requirements.map((requirement) => wayBy(index, requirement));
  return { index, ways, isThere: false, isFixed: false, extended: 0 };
}

function wayBy(index: JudgedIndex, { weigh, isAsOwn }: Requirement): Way {
  return { ...weigh(index), isAsOwn: isAsOwn(index) };
}

function idOf({ key, options }: JudgedIndex): string {
  return JSON.stringify([key, options]);
}

function isFixed({ key, options }: JudgedIndex, { complete, shardKey }: StrategyLimits): boolean {
  if (!complete || options.unique === true || options.expireAfterSeconds !== undefined) return true;
  return shardKey?.every((path, at) => key[at]?.[0] === path) ?? false;
}

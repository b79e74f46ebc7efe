import type { Catalog, Model } from './model/catalog.js';
import type { ComparedCollection, Comparison } from './model/comparison.js';
import type { DefinedIndex, IndexSpecification } from './model/index-specification.js';
import type { JudgedIndex, PathSample } from './model/judgement.js';
import type { LiveDatabase } from './model/live.js';
import type { QuerySite } from './model/query.js';
import type { Steps } from './model/steps.js';
import type { CollectionStrategy } from './model/strategy.js';
import { distinctByName, judgedDefined, pathsIn } from './query/judging/judged-index.js';
import type { Candidate } from './query/proposing/candidate.js';
import { smallestSet } from './query/proposing/smallest-set.js';
import { strategyOf } from './query/proposing/strategy.js';
import { strategyProblem, type StrategyProblem } from './query/proposing/strategy-problem.js';
import { shapeOf } from './query/shape.js';

/** What a server said: without it, a strategy is planned on what code defines. */
export interface Connected {
  readonly comparison: Comparison;
  readonly live: LiveDatabase;
  /** What documents say of the paths that `pathsToSample` names, by collection. */
  readonly samples: ReadonlyMap<string, Readonly<Record<string, PathSample>>>;
}

/** Below this many documents an index hardly matters. */
export const fewDocuments = 1_000;

export interface StrategyScope {
  /** Null: all that have a query or a definition. */
  readonly collection: string | null;
  /** The most indexes that a collection may have, with `_id_`. */
  readonly budget: number;
  /** Whether queries of a file count: those of tests say nothing of what is asked in earnest. */
  readonly counts: (file: string) => boolean;
}

/** What a strategy wants to know of documents: of collections that are not small, the paths that their queries ask by. */
export function pathsToSample(
  { queries }: Catalog,
  { collections }: Comparison,
  { collection: only, counts }: StrategyScope,
): readonly { readonly collection: string; readonly paths: readonly string[]; readonly documents: number }[] {
  const asked = byCollection(queries.filter(({ place }) => counts(place.file)));
  return collections.flatMap(({ collection, documents }) => {
    if ((only !== null && collection !== only) || documents === null || documents < fewDocuments) return [];
    const shapes = (asked.get(collection) ?? []).map(shapeOf);
    const paths = shapes.flatMap(({ filter, sort }) => [
      ...filter.map(({ path }) => path),
      ...sort.map(([path]) => path),
    ]);
    const distinct = [...new Set(paths.filter((path) => path !== ''))];
    return distinct.length === 0 ? [] : [{ collection, paths: distinct, documents }];
  });
}

/** What the indexes of one collection have to do, with what says so. */
export interface CollectionProblem extends Omit<CollectionStrategy, 'strategy' | 'measured'> {
  readonly problem: StrategyProblem;
}

/**
 * Queries and indexes of the code (+ what a server said) -> for each collection the smallest set of indexes that serves
 * it. What was measured and has been written since stays as it is, as long as the queries are the same. In small steps.
 */
export function* planStrategies(
  catalog: Catalog,
  connected: Connected | null,
  scope: StrategyScope,
  measured: readonly CollectionStrategy[] = [],
): Steps<readonly CollectionStrategy[]> {
  const planned: CollectionStrategy[] = [];
  for (const { problem, ...one } of yield* collectionProblems(catalog, connected, scope)) {
    const before = measured.find(({ collection }) => collection === one.collection);
    const chosen = (before && settledBy(problem, one.sites, before)) ?? (yield* smallestSet(problem));
    planned.push({ ...one, strategy: strategyOf(problem, chosen), measured: null });
  }
  return planned;
}

/** Null: what was measured is not there, or other queries are asked now. */
function settledBy(
  { candidates }: StrategyProblem,
  asked: readonly QuerySite[],
  { strategy, sites }: CollectionStrategy,
): readonly Candidate[] | null {
  const known = new Set(sites.map(shapeText));
  const idOf = ({ key, options }: IndexSpecification) => JSON.stringify([key, options]);
  const wanted = strategy.steps.filter(({ act }) => act !== 'remove').map(({ index }) => idOf(index));
  const there = candidates.filter(({ isThere }) => isThere);
  const isWritten = wanted.every((id) => there.some(({ index }) => idOf(index) === id));
  if (!isWritten || !asked.every((site) => known.has(shapeText(site)))) return null;
  return there.filter(({ isFixed, index }) => isFixed || wanted.includes(idOf(index)));
}

function shapeText(site: QuerySite): string {
  return JSON.stringify([site.operation, shapeOf(site)]);
}

/** In small steps. */
export function* collectionProblems(
  { models, queries }: Catalog,
  connected: Connected | null,
  { collection: only, budget, counts }: StrategyScope,
): Steps<readonly CollectionProblem[]> {
  const asked = byCollection(queries.filter(({ place }) => counts(place.file)));
  const defined = byCollection(models);
  const isOpen = asked.has(null) || (defined.get(null) ?? []).some(({ complete }) => !complete);
  const names = new Set([...defined.keys(), ...asked.keys()].filter((name) => name !== null));
  const found: CollectionProblem[] = [];
  for (const name of [...names].sort()) {
    if (only !== null && name !== only) continue;
    const [models, sites] = [defined.get(name) ?? [], asked.get(name) ?? []];
    found.push(yield* problemOf(name, models, sites, connected, { budget, isOpen }));
  }
  return found;
}

function* problemOf(
  collection: string,
  models: readonly Model[],
  sites: readonly QuerySite[],
  connected: Connected | null,
  { budget, isOpen }: { readonly budget: number; readonly isOpen: boolean },
): Steps<CollectionProblem> {
  const compared = connected?.comparison.collections.find((one) => one.collection === collection) ?? null;
  const live = connected?.live.collections.find((one) => one.collection === collection) ?? null;
  const documents = compared?.documents ?? null;
  const samples = connected?.samples.get(collection);
  const complete = !isOpen && [...models, ...sites].every((one) => one.complete);
  const problem = yield* strategyProblem(
    sites,
    compared ? indexesOf(compared) : distinctByName(definitionsOf(models)).map(judgedDefined),
    {
      budget,
      complete,
      shardKey: live?.traits.shardKey?.map(([path]) => path) ?? null,
      facts: {
        paths: pathsIn(models),
        // A collection that is still small is planned for what it will be.
        documents: documents !== null && documents >= fewDocuments ? documents : null,
        ...(samples && { samples }),
      },
    },
  );
  return { collection, models, sites, complete, problem, live: compared };
}

function byCollection<T extends { readonly collection: string | null }>(
  all: readonly T[],
): ReadonlyMap<string | null, readonly T[]> {
  const groups = new Map<string | null, T[]>();
  for (const one of all) {
    const group = groups.get(one.collection);
    if (group) group.push(one);
    else groups.set(one.collection, [one]);
  }
  return groups;
}

/** What code defines, and what else is live. */
function indexesOf({ indexes, unjudged }: ComparedCollection): JudgedIndex[] {
  return [
    ...indexes.map(({ key, options, name, status }) => ({
      key,
      options,
      name,
      isHidden: status === 'hidden',
    })),
    ...unjudged.map(({ key, options, name, hidden }) => ({ key, options, name, isHidden: hidden })),
  ];
}

function definitionsOf(models: readonly Model[]): readonly DefinedIndex[] {
  return models.flatMap(({ indexes }) => indexes);
}

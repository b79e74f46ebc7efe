import { advisedCollections, type AdvisedCollection } from './compare/advised-collection.js';
import { duplicateIndexes } from './compare/duplicate-index.js';
import { overBudget } from './compare/over-budget.js';
import { redundantPrefixes } from './compare/redundant-prefix.js';
import { unusedIndexes } from './compare/unused.js';
import type { Advice, AdviceLimits } from './model/advice.js';
import type { Comparison } from './model/comparison.js';
import type { LiveDatabase } from './model/live.js';

/** Compared indexes and what the server says of them: the comparison with advice on each collection. */
export function advise(comparison: Comparison, live: LiveDatabase, limits: AdviceLimits): Comparison {
  const advice = new Map(
    advisedCollections(comparison, live).map((one) => [one.collection, adviceOn(one, limits)]),
  );
  const collections = comparison.collections.map((one) => ({
    ...one,
    advice: advice.get(one.collection) ?? [],
  }));
  return { ...comparison, collections };
}

/** Advice on one collection, live or only defined. */
export function adviceOn(collection: AdvisedCollection, limits: AdviceLimits): Advice[] {
  const duplicates = duplicateIndexes(collection);
  const twins = new Set(duplicates.map(({ indexes: [name] }) => name));
  const redundant = redundantPrefixes(collection).filter(({ indexes: [name] }) => !twins.has(name));
  const needed = new Set([...redundant, ...duplicates].flatMap(({ indexes }) => indexes.slice(1)));
  return [
    ...overBudget(collection, limits),
    ...duplicates,
    ...redundant,
    ...unusedIndexes(collection, limits, needed),
  ];
}

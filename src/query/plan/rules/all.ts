import { collectionScan, javascript, noFilter } from './collection-scan.js';
import { negation, orWithoutIndex, unanchoredRegex } from './filter.js';
import { indexIntersection, multikeyBlowUp, unboundedIndexScan } from './index-scan.js';
import { lookupWithoutIndex } from './lookup.js';
import { sortInMemory, spilled } from './memory.js';
import { failure, noDocuments, noResults, timeOut } from './outcome.js';
import { hintInForce, indexFilter, planCacheDiffers, plannedOnly, scattered } from './planner.js';
import type { PlanRule } from './rule.js';
import { examinedRatio, fetchOverhead, lowSelectivity, manyDocuments, skipOverMany } from './selectivity.js';
import { coverable, covered, exactIndex, idLookup, narrowIndex } from './well-served.js';

/** In the order of their numbers, in which reasons of the same weight are told. */
export const planRules: readonly PlanRule[] = [
  ...[failure, timeOut, noDocuments, noResults],
  ...[collectionScan, noFilter, javascript],
  ...[sortInMemory, spilled],
  ...[examinedRatio, fetchOverhead, lowSelectivity, manyDocuments, skipOverMany],
  ...[unboundedIndexScan, multikeyBlowUp, indexIntersection],
  ...[orWithoutIndex, unanchoredRegex, negation],
  lookupWithoutIndex,
  ...[idLookup, covered, exactIndex, narrowIndex, coverable],
  ...[hintInForce, indexFilter, planCacheDiffers, scattered, plannedOnly],
];

import type { Json } from '../src/model/json.js';
import type { PlanStage } from '../src/model/plan.js';
import { number } from './element.js';

const words: Readonly<Record<string, string>> = {
  COLLSCAN: 'reads every document',
  IXSCAN: 'walks the index',
  CLUSTERED_IXSCAN: 'reads documents in the order of _id',
  COUNT_SCAN: 'counts keys of the index',
  DISTINCT_SCAN: 'takes each distinct key of the index',
  FETCH: 'reads the documents found',
  IDHACK: 'looks up by _id',
  EXPRESS_IDHACK: 'looks up by _id',
  EXPRESS_IXSCAN: 'looks up one key',
  EXPRESS_CLUSTERED_IXSCAN: 'looks up by _id',
  SORT: 'sorts in memory',
  SORT_MERGE: 'merges sorted inputs',
  OR: 'joins what its inputs find',
  AND_SORTED: 'keeps what all inputs find',
  AND_HASH: 'keeps what all inputs find',
  LIMIT: 'stops early',
  SKIP: 'leaves out the first',
  PROJECTION_SIMPLE: 'picks fields',
  PROJECTION_DEFAULT: 'computes fields',
  PROJECTION_COVERED: 'picks fields from the index alone',
  TEXT_MATCH: 'checks words and phrases',
  TEXT_OR: 'joins the words’ documents',
  SHARDING_FILTER: 'leaves out documents of other shards',
  SHARD_MERGE: 'joins what the shards return',
  SHARD_MERGE_SORT: 'merges what the shards return, in order',
  SINGLE_SHARD: 'one shard answers',
  EOF: 'returns nothing',
  COUNT: 'counts',
  GROUP: 'groups',
};

/** What a stage does; empty for one that this version does not know. */
export function stageWords({ stage, details: { limitAmount, skipAmount } }: PlanStage): string {
  if (stage === 'LIMIT' && typeof limitAmount === 'number') return `stops after ${number(limitAmount)}`;
  if (stage === 'SKIP' && typeof skipAmount === 'number') return `leaves out the first ${number(skipAmount)}`;
  return words[stage] ?? '';
}

/** What of a stage's details tells most: bounds, filter, order, how far. */
export function stageNotes({ details, use, branch }: PlanStage): readonly string[] {
  const { filter, sortPattern, usedDisk, direction } = details;
  return [
    ...(branch === null ? [] : [branch]),
    ...(use && use.bounds.length > 0 ? [use.bounds.map((bound) => bound.text).join(', ')] : []),
    ...(isObject(filter) && Object.keys(filter).length > 0 ? [`filter ${text(filter)}`] : []),
    ...(isObject(sortPattern) ? [`order ${text(sortPattern)}`] : []),
    ...(usedDisk === true ? ['went through temporary files on disk'] : []),
    ...(direction === 'backward' ? ['backward'] : []),
  ];
}

/** Relaxed JSON for eyes: keys without quotes. */
function text(value: Json): string {
  return JSON.stringify(value).replace(/"([A-Za-z_$][\w$.]*)":/gu, '$1: ');
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Json } from '../../model/json.js';
import type { PlanStage, StageFact } from '../../model/plan.js';
import { asObject, numberAt, textAt } from '../json-access.js';
import { bytes, count, thousands } from './plan-words.js';
import { ejsonWords } from './value-words.js';

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
  EXPRESS_DELETE: 'deletes what it is given',
  EXPRESS_UPDATE: 'updates what it is given',
  SORT: 'sorts in memory',
  SORT_KEY_GENERATOR: 'takes the keys to sort by',
  SORT_MERGE: 'merges sorted inputs',
  OR: 'joins what its inputs find',
  SUBPLAN: 'plans each branch of $or by itself',
  AND_SORTED: 'keeps what all inputs find',
  AND_HASH: 'keeps what all inputs find',
  LIMIT: 'stops early',
  LIMIT_SKIP: 'limits and skips',
  SKIP: 'leaves out the first',
  PROJECTION_SIMPLE: 'picks fields',
  PROJECTION_DEFAULT: 'computes fields',
  PROJECTION_COVERED: 'picks fields from the index alone',
  TEXT_MATCH: 'checks words and phrases',
  TEXT_OR: 'joins the words’ documents',
  GEO_NEAR_2DSPHERE: 'searches in growing rings',
  GEO_NEAR_2D: 'searches in growing rings',
  SHARDING_FILTER: 'leaves out documents of other shards',
  SHARD_MERGE: 'joins what the shards return',
  SHARD_MERGE_SORT: 'merges what the shards return, in order',
  SHARD_WRITE: 'sends the write to the shards',
  SINGLE_SHARD: 'one shard answers',
  EOF: 'returns nothing',
  COUNT: 'counts',
  RECORD_STORE_FAST_COUNT: 'asks for the count that is kept',
  MULTI_ITERATOR: 'draws at random',
  GROUP: 'groups',
  UPDATE: 'updates what it is given',
  DELETE: 'deletes what it is given',
  BATCHED_DELETE: 'deletes what it is given, in batches',
  $cursor: 'hands documents to the pipeline',
  $geoNearCursor: 'hands documents to the pipeline',
  $match: 'keeps what matches',
  $group: 'groups',
  $groupByDistinctScan: 'groups what the index gives',
  $project: 'picks and computes fields',
  $addFields: 'adds fields',
  $sort: 'sorts in memory',
  $limit: 'stops early',
  $skip: 'leaves out the first',
  $unwind: 'takes arrays apart',
  $facet: 'runs several pipelines on the same documents',
  $internalFacetTeeConsumer: 'takes its copy',
  $unionWith: 'adds the documents of another collection',
  $graphLookup: 'follows references',
  $sampleFromRandomCursor: 'keeps the sample',
  $_internalSetWindowFields: 'computes over windows',
  $_internalUnpackBucket: 'unpacks the buckets of a time series',
  $merge: 'would write the result',
  $out: 'would write the result',
};

/** In two or three words; empty for a stage that this version does not know. */
export function stageDoes({ stage, details }: PlanStage): string {
  const limit = numberAt(details, 'limitAmount') ?? amount(details.$limit);
  const skip = numberAt(details, 'skipAmount') ?? amount(details.$skip);
  if (/^(?:LIMIT|\$limit)$/u.test(stage) && limit !== null) return `stops after ${thousands(limit)}`;
  if (/^(?:SKIP|\$skip)$/u.test(stage) && skip !== null) return `leaves out the first ${thousands(skip)}`;
  if (/^(?:SORT|\$sort)$/u.test(stage) && limit !== null) return `sorts in memory, keeps ${thousands(limit)}`;
  const from = textAt(asObject(details.$lookup) ?? {}, 'from') ?? textAt(details, 'foreignCollection');
  if (from !== null) return `looks up in ${from.replace(/^[^.]*\./u, '')}`;
  return words[stage] ?? '';
}

function amount(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** What of a stage tells most. */
export function stageFacts(stage: PlanStage): readonly StageFact[] {
  const { details, use, memory } = stage;
  const facts: StageFact[] = [];
  const tell = (name: string, text: string | null): void => {
    if (text !== null && text !== '') facts.push({ name, text });
  };
  tell('bounds', use?.bounds.map(({ text }) => text).join('; ') ?? null);
  tell('arrays', arraysOf(use));
  tell('index', kindsOf(use));
  tell('direction', use?.direction === 'backward' || details.direction === 'backward' ? 'backward' : null);
  tell('filter', shown(details.filter));
  tell('match', shown(details.$match));
  tell('order', shown(details.sortPattern) ?? shown(asObject(details.$sort)?.sortKey));
  tell('fields', shown(details.transformBy));
  tell('group by', shown(groupOf(details)));
  tell('join', joinOf(details));
  tell('strategy', textAt(details, 'strategy'));
  tell('scans', scansOf(stage));
  tell('words', shown(asObject(details.parsedTextQuery)?.terms));
  tell('writes', writesOf(details));
  tell('memory', memory?.bytes ? `${bytes(memory.bytes)}${ofLimit(memory.limitBytes)}` : null);
  tell('disk', memory?.spilled ? spillWords(memory) : null);
  return facts;
}

/** Undefined: all go into one. */
function groupOf(details: PlanStage['details']): Json | undefined {
  const id = asObject(details.$group)?._id;
  return asObject(id)?.$const === null ? undefined : id;
}

function arraysOf(use: PlanStage['use']): string | null {
  if (!use?.isMultikey) return null;
  return use.multikeyPaths.length > 0 ? `multikey: ${use.multikeyPaths.join(', ')}` : 'multikey';
}

function kindsOf(use: PlanStage['use']): string | null {
  const kinds = [use?.isUnique && 'unique', use?.isSparse && 'sparse', use?.isPartial && 'partial'];
  return kinds.filter(Boolean).join(', ');
}

function joinOf(details: PlanStage['details']): string | null {
  const told = asObject(details.$lookup) ?? details;
  const local = textAt(told, 'localField');
  const foreign = textAt(told, 'foreignField');
  return local === null || foreign === null ? null : `${local} = ${foreign}`;
}

/** Of a look-up: how often it read the other collection as a whole. */
function scansOf({ details, engine }: PlanStage): string | null {
  if (!('$lookup' in details) && !('foreignCollection' in details)) return null;
  const told = [details, ...engine.map((part) => part.details)];
  const scans = Math.max(...told.map((part) => numberAt(part, 'collectionScans') ?? 0));
  return scans > 0 ? `the whole collection, ${count(scans, 'time')}` : null;
}

function writesOf(details: PlanStage['details']): string | null {
  const told = [
    ['would modify', 'nWouldModify'],
    ['would insert', 'nWouldUpsert'],
    ['would delete', 'nWouldDelete'],
  ].flatMap(([verb, name]) => {
    const value = numberAt(details, name ?? '');
    const isTold = value !== null && (value > 0 || name !== 'nWouldUpsert');
    return isTold ? [`${verb} ${count(value, 'document')}`] : [];
  });
  return told.join(', ');
}

function ofLimit(limit: number | null): string {
  return limit === null ? '' : ` of ${bytes(limit)}`;
}

function spillWords({ spills, spilledBytes }: NonNullable<PlanStage['memory']>): string {
  const size = spilledBytes === null ? '' : `${bytes(spilledBytes)} through `;
  return `${size}temporary files${spills === null ? '' : `, ${count(spills, 'time')}`}`;
}

function shown(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  const object = asObject(value);
  if (object && Object.keys(object).length === 0) return null;
  return ejsonWords(value);
}

import type { Json, JsonObject } from '../model/json.js';
import type { SlowOperation } from '../model/slow.js';
import { isList } from './filter-walk.js';
import { asObject, numberAt, objectAt, textAt } from './json-access.js';

/**
 * What the profiler or the log says of one slow operation: documents of `system.profile`
 * (https://www.mongodb.com/docs/manual/reference/database-profiler/), and `attr` of the log's "Slow query"
 * (https://www.mongodb.com/docs/manual/reference/log-messages/#logging-slow-operations). Null: it is no query, one of the
 * server's own, one of ours, or its command was too long to be kept whole.
 */
export function slowOperation(record: JsonObject): SlowOperation | null {
  const [, database, collection] = /^([^.]+)\.(.+)$/u.exec(textAt(record, 'ns') ?? '') ?? [];
  const own = objectAt(record, 'command');
  const command = own && 'getMore' in own ? objectAt(record, 'originatingCommand') : own;
  if (!command || !database || !collection || isInternal(database, collection)) return null;
  if ((textAt(record, 'appName') ?? '').startsWith('index-lens') || '$truncated' in command) return null;
  const asked = askedBy(command);
  if (!asked) return null;
  return {
    collection: asked.collection ?? collection,
    ...nothing,
    ...asked.parts,
    operation: asked.operation,
    ms: numberAt(record, 'millis') ?? numberAt(record, 'durationMillis') ?? 0,
    docsExamined: numberAt(record, 'docsExamined') ?? 0,
    keysExamined: numberAt(record, 'keysExamined') ?? 0,
    returned:
      numberAt(record, 'nreturned') ?? numberAt(record, 'nMatched') ?? numberAt(record, 'ndeleted') ?? 0,
    planSummary: textAt(record, 'planSummary'),
  };
}

/** A log's lines; those that are no slow query are passed over. */
export function slowOperationsOf(log: string): readonly SlowOperation[] {
  return log.split(/\r?\n/u).flatMap((line) => {
    if (!line.includes('"Slow query"')) return [];
    try {
      const record = objectAt(asObject(JSON.parse(line) as Json), 'attr');
      return (record && slowOperation(record)) ?? [];
    } catch {
      return [];
    }
  });
}

function isInternal(database: string, collection: string): boolean {
  return ['admin', 'config', 'local'].includes(database) || /^system\.|^\$cmd/u.test(collection);
}

const nothing = {
  filter: {},
  sort: null,
  projection: null,
  limit: null,
  skip: null,
  collation: null,
  pipeline: null,
  distinctKey: null,
} as const;

interface Asked {
  readonly operation: string;
  readonly collection?: string;
  readonly parts: Partial<Pick<SlowOperation, keyof typeof nothing>>;
}

/** The profiler keeps of a write its statement alone: `{ q, u, multi }`, `{ q, limit }`. */
function askedBy(command: JsonObject): Asked | null {
  const part = (name: string): Json => command[name] ?? null;
  const collation = part('collation');
  const named = (name: string): Pick<Asked, 'operation' | 'collection'> => {
    const collection = textAt(command, name);
    return { operation: name, ...(collection === null ? {} : { collection }) };
  };
  if ('find' in command) {
    const parts = {
      sort: part('sort'),
      projection: part('projection'),
      limit: part('limit'),
      skip: part('skip'),
    };
    return { ...named('find'), parts: { ...parts, filter: part('filter') ?? {}, collation } };
  }
  if ('aggregate' in command) {
    const counted = countedBy(part('pipeline'));
    if (counted) return { ...named('aggregate'), operation: 'count', parts: { filter: counted, collation } };
    return { ...named('aggregate'), parts: { pipeline: part('pipeline'), collation } };
  }
  if ('count' in command) return { ...named('count'), parts: { filter: part('query') ?? {}, collation } };
  if ('distinct' in command)
    return {
      ...named('distinct'),
      parts: { filter: part('query') ?? {}, distinctKey: textAt(command, 'key'), collation },
    };
  if ('findAndModify' in command || 'findandmodify' in command)
    return {
      operation: 'findAndModify',
      parts: { filter: part('query') ?? {}, sort: part('sort'), collation },
    };
  if ('q' in command)
    return { operation: 'u' in command ? 'update' : 'delete', parts: { filter: part('q') ?? {}, collation } };
  return null;
}

/** `countDocuments` is sent as `[{ $match }, { $group: { _id: 1, n: { $sum: 1 } } }]`. */
function countedBy(pipeline: Json): Json | null {
  if (!isList(pipeline) || pipeline.length !== 2) return null;
  const [first, second] = pipeline;
  const group = objectAt(asObject(second ?? null), '$group');
  const isCount = numberAt(group, '_id') === 1 && numberAt(objectAt(group, 'n'), '$sum') === 1;
  return isCount ? objectAt(asObject(first ?? null), '$match') : null;
}

import type { DefinedIndex } from '../model/index-specification.js';
import type { Place } from '../model/place.js';
import { holds, isCertain, type Conditions } from './conditions.js';
import type { FoundDriverIndex } from './findings.js';
import type { Gap } from './mongoose/schema-data.js';
import { specification } from './specification.js';
import { ArrayValue, isNullish, ObjectValue, primitive, stringOf, type Value } from './values.js';

/** What the driver sends of the options of an index (`VALID_INDEX_OPTIONS` in lib/operations/indexes.js, 4 to 7). */
const sent = new Set([
  'unique',
  'name',
  'partialFilterExpression',
  'sparse',
  'hidden',
  'expireAfterSeconds',
  'storageEngine',
  'collation',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'wildcardProjection',
]);

type Pairs = readonly (readonly [path: string, direction: Value])[];

interface Reading {
  /** Null: it could not be read, as the gaps say. */
  readonly index: DefinedIndex | null;
  readonly isConditional: boolean;
  readonly gaps: readonly Gap[];
}

/** `createIndex(key, options)` as the driver takes it. */
export function driverIndex({ key, options, conditions, spot }: FoundDriverIndex, place: Place): Reading {
  const isConditional = !isCertain(conditions);
  const gap = (code: string, message: string): Reading => ({
    index: null,
    isConditional,
    gaps: [{ code, message, spot }],
  });
  const pairs = keyPairs(key, conditions);
  if (!pairs)
    return gap(
      'unknown-key',
      `The key pattern of this index could not be read: ${why(key, 'no key pattern')}.`,
    );
  const given = isNullish(options) ? new Map<string, Value>() : optionsSent(options, conditions);
  if (!given)
    return gap(
      'unknown-options',
      `The options of this index could not be read: ${why(options, 'no options')}.`,
    );
  const read = specification(pairs, given, null, 'driver', place);
  if ('gap' in read) return gap('unknown-index', `This index could not be read: ${read.gap}.`);
  return { index: read.index, isConditional, gaps: [] };
}

function why(value: Value, what: string): string {
  const rest = value.kind === 'object' || value.kind === 'array' ? value.rest : null;
  const unknown = value.kind === 'unknown' ? value : rest;
  if (unknown) return unknown.reason;
  return value.kind === 'object' || value.kind === 'array'
    ? 'a part depends on a condition'
    : `it is ${what}`;
}

/** `constructIndexDescriptionMap` in lib/operations/indexes.js; null: it could not be read. */
function keyPairs(key: Value, conditions: Conditions): Pairs | null {
  if (!(key instanceof ArrayValue)) return pairsOf(key, conditions);
  if (key.rest) return null;
  if (isPair(key)) return pairOf(key);
  const parts = key.items.map((item) =>
    item instanceof ArrayValue ? pairOf(item) : pairsOf(item, conditions),
  );
  return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
}

function pairsOf(key: Value, conditions: Conditions): Pairs | null {
  const path = stringOf(key);
  if (path !== null) return [[path, primitive(1)]];
  if (!(key instanceof ObjectValue) || !isCertainAll(key, conditions)) return null;
  return [...key.entries].map(([name, { value }]) => [name, value] as const);
}

const kinds = new Set(['2d', '2dsphere', 'text', 'geoHaystack']);

/** `['name', -1]`: not two paths. */
function isPair({ items: [, second, ...others] }: ArrayValue): boolean {
  if (second?.kind !== 'primitive' || others.length > 0) return false;
  return typeof second.value === 'number' || kinds.has(String(second.value));
}

function pairOf({ items: [first, second = primitive(1)], rest }: ArrayValue): Pairs | null {
  const path = stringOf(first);
  return path === null || rest ? null : [[path, second]];
}

function optionsSent(options: Value, conditions: Conditions): Map<string, Value> | null {
  if (!(options instanceof ObjectValue) || !isCertainAll(options, conditions)) return null;
  return new Map(
    [...options.entries].flatMap(([name, { value }]) => (sent.has(name) ? [[name, value]] : [])),
  );
}

/** Whether all that the object holds is there whenever the call runs. */
function isCertainAll({ entries, rest }: ObjectValue, conditions: Conditions): boolean {
  return rest === null && [...entries.values()].every((entry) => holds(entry.conditions, conditions));
}

import type { Json } from '../../model/json.js';

/** BSON types as far as the planner tells them apart, of a value in relaxed EJSON. */
export type ValueType =
  'null' | 'number' | 'string' | 'object' | 'array' | 'objectId' | 'bool' | 'date' | 'regex' | 'other';

const wrappers: Readonly<Record<string, ValueType>> = {
  $oid: 'objectId',
  $date: 'date',
  $numberInt: 'number',
  $numberLong: 'number',
  $numberDouble: 'number',
  $numberDecimal: 'number',
  $regularExpression: 'regex',
  $undefined: 'null',
  $binary: 'other',
  $uuid: 'other',
  $timestamp: 'other',
  $minKey: 'other',
  $maxKey: 'other',
  $symbol: 'string',
  $code: 'other',
};

export function typeOf(value: Json): ValueType {
  if (value === null) return 'null';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return 'array';
  const [first] = Object.keys(value);
  return (first !== undefined && Object.hasOwn(wrappers, first) ? wrappers[first] : undefined) ?? 'object';
}

/** Below 0, 0 or above 0, as the server orders them; null: of two types, or of one without a plain order here. */
export function compareValues(left: Json, right: Json): number | null {
  const type = typeOf(left);
  if (type !== typeOf(right)) return null;
  if (JSON.stringify(left) === JSON.stringify(right)) return 0;
  const [a, b] = [scalarOf(left, type), scalarOf(right, type)];
  if (a === null || b === null) return null;
  return a < b ? -1 : a > b ? 1 : 0;
}

function scalarOf(value: Json, type: ValueType): number | string | null {
  if (type === 'number') return Number(unwrapped(value));
  if (type === 'bool') return Number(value);
  if (type === 'string' || type === 'objectId') {
    const text = unwrapped(value);
    return typeof text === 'string' ? text : null;
  }
  if (type !== 'date') return null;
  const inner = unwrapped(value);
  return typeof inner === 'string' ? Date.parse(inner) : Number(unwrapped(inner));
}

function unwrapped(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  return Object.values(value)[0] ?? null;
}

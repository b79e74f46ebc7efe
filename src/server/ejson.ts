import type { BSON } from 'mongodb';
import type { Json } from '../model/json.js';

/**
 * A value of the driver as EJSON that leads back to the same BSON types: relaxed, except that a Long stays one, which
 * relaxed EJSON writes as a plain number.
 */
export function ejsonOf(value: unknown, bson: typeof BSON): Json {
  if (bson.Long.isLong(value)) return { $numberLong: value.toString() };
  if (Array.isArray(value)) return value.map((item) => ejsonOf(item, bson));
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, ejsonOf(inner, bson)]));
  }
  return (bson.EJSON.serialize({ value }, { relaxed: true }) as { value: Json }).value;
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

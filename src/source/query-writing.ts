import { holds, type Conditions } from './conditions.js';
import { join } from './joining.js';
import { ArrayValue, ObjectValue, type Call, type Spot, type Value } from './values.js';

/** Where a part of a query is written, and under which conditions. */
export type Writing = Pick<Call, 'spot' | 'conditions'>;

/** The object as it is now: later changes of it do not count. */
export function copyOf(object: ObjectValue): ObjectValue {
  const own = new ObjectValue(object.spot);
  own.putAll(object);
  own.rest = object.rest;
  return own;
}

export function objectOf(spot: Spot, pairs: readonly (readonly [string, Value])[]): ObjectValue {
  const object = new ObjectValue(spot);
  for (const [key, value] of pairs) object.put(key, { value, spot, conditions: null });
  return object;
}

export function arrayOf(items: readonly Value[], { spot, conditions }: Writing): ArrayValue {
  return new ArrayValue([...items], spot, conditions);
}

/** Writes an entry. `certain`: the conditions of the query; under others, what stands there may stay. */
export function write(
  object: ObjectValue,
  key: string,
  value: Value,
  { spot, conditions }: Writing,
  certain: Conditions,
): void {
  const before = object.entries.get(key);
  if (before && !holds(conditions, certain))
    object.put(key, { ...before, value: join(before.value, value, spot, key) });
  else object.put(key, { value, spot, conditions });
}

/** Extended JSON as the reading of code makes it: a value, no operators. */
export function isExtended(value: Value): boolean {
  return (
    value instanceof ObjectValue &&
    ['$oid', '$date', '$numberLong', '$numberDecimal', '$uuid'].some((key) => value.entries.has(key))
  );
}

/**
 * One filter added to another as Mongoose's `Query.prototype.merge` does: `$and` and `$or` are concatenated, objects
 * merged key by key, everything else is replaced.
 */
export function mergeInto(object: ObjectValue, from: ObjectValue, at: Writing, certain: Conditions): void {
  for (const [key, entry] of from.entries) {
    const before = object.entries.get(key)?.value;
    const value = entry.value;
    const under = holds(entry.conditions, at.conditions) ? at : { ...at, conditions: entry.conditions };
    if ((key === '$and' || key === '$or') && before instanceof ArrayValue && value instanceof ArrayValue) {
      const both = arrayOf([...before.items, ...value.items], at);
      both.rest = before.rest ?? value.rest;
      write(object, key, both, under, certain);
    } else if (mergeable(before) && mergeable(value)) {
      const both = copyOf(before);
      mergeInto(both, value, under, certain);
      write(object, key, both, under, certain);
    } else if (!isIdKept(before, value)) write(object, key, value, under, certain);
  }
  object.rest ??= from.rest;
}

/** Operators merged into an ObjectId become members of it, which nobody sends. */
function isIdKept(before: Value | undefined, value: Value): boolean {
  return before instanceof ObjectValue && before.entries.has('$oid') && mergeable(value);
}

function mergeable(value: Value | undefined): value is ObjectValue {
  return value instanceof ObjectValue && !isExtended(value);
}

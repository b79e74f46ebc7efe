import { copyOf, objectOf } from './query-writing.js';
import { nowhere } from './units.js';
import { ArrayValue, ObjectValue, primitive, stringOf, truthOf, type Call, type Value } from './values.js';

// The forms in which Mongoose, the driver and the shell take sorts and projections.

/** `'-created_at name'`, `{ created_at: 'desc' }`, `[['created_at', -1]]` → `{ created_at: -1, name: 1 }`. */
export function sorting(value: Value, { spot, args }: Call): Value {
  const text = stringOf(value);
  if (text !== null) {
    // The driver takes a path and a direction.
    const direction = args[0] === value && args[1]?.kind === 'primitive' ? args[1] : null;
    if (direction) return objectOf(spot, [[text, directionOf(direction)]]);
    const words = text.split(/\s+/u).filter(Boolean);
    return objectOf(
      spot,
      words.map((word) => [word.replace(/^[-+]/u, ''), primitive(word.startsWith('-') ? -1 : 1)]),
    );
  }
  if (value instanceof ArrayValue && !value.rest) return sortingOfList(value, spot) ?? value;
  if (!(value instanceof ObjectValue)) return value;
  const sorted = copyOf(value);
  for (const [key, entry] of sorted.entries) sorted.put(key, { ...entry, value: directionOf(entry.value) });
  return sorted;
}

/** `[['a', -1], 'b']`, and the driver's pair `['a', -1]`. */
function sortingOfList({ items }: ArrayValue, spot: Call['spot']): Value | null {
  const [first, second] = items;
  const isPair = items.length === 2 && stringOf(first) !== null && isDirection(second);
  const pairs = (isPair ? [[first, second]] : items.map(pairOf)).map(
    ([path, direction]) => [stringOf(path), directionOf(direction ?? primitive(1))] as const,
  );
  const known = pairs.filter((pair): pair is readonly [string, Value] => pair[0] !== null);
  return known.length === pairs.length ? objectOf(spot, known) : null;
}

function pairOf(item: Value): readonly (Value | undefined)[] {
  return item instanceof ArrayValue ? item.items : [item];
}

function isDirection(value: Value | undefined): boolean {
  return value?.kind === 'primitive' && /^(?:-?1|asc|desc|ascending|descending)$/iu.test(String(value.value));
}

/** Directions may be words and texts. */
function directionOf(value: Value): Value {
  if (value.kind !== 'primitive') return value;
  const word = String(value.value).toLowerCase();
  if (word === '1' || word.startsWith('asc')) return primitive(1);
  if (word === '-1' || word.startsWith('desc')) return primitive(-1);
  return value;
}

/** `'name -_id'` → `{ name: 1, _id: 0 }`; `['name']` likewise. A `+` only adds what a schema hides. */
export function selection(value: Value): Value {
  const words =
    stringOf(value)?.split(/\s+/u) ?? (value instanceof ArrayValue ? value.items.map(stringOf) : null);
  if (!words || words.includes(null)) return value;
  const spot = value instanceof ArrayValue ? value.spot : nowhere;
  const pairs = words
    .filter((word): word is string => Boolean(word) && !word?.startsWith('+'))
    .map((word): [string, Value] => [word.replace(/^-/u, ''), primitive(word.startsWith('-') ? 0 : 1)]);
  return objectOf(spot, pairs);
}

/**
 * One projection added to another, as Mongoose's `Query.prototype.select` does: to one that includes, exclusions take
 * away what was included, and the other way round. Anything that is no object takes the place of what was there.
 */
export function selectedToo(before: Value | null, more: Value): Value {
  if (!(before instanceof ObjectValue) || !(more instanceof ObjectValue)) return more;
  const all = copyOf(before);
  const includes = isInclusive(before);
  const excludes = isExclusive(before);
  for (const [key, entry] of more.entries) {
    const isIn = truthOf(entry.value) !== false;
    if ((includes && !isIn && key !== '_id') || (excludes && isIn)) removeBelow(all, key);
    else all.put(key, entry);
  }
  all.rest ??= more.rest;
  return all;
}

function removeBelow(object: ObjectValue, path: string): void {
  for (const key of [...object.entries.keys()])
    if (key === path || key.startsWith(`${path}.`)) object.remove(key);
}

/** Whether a projection names what to give; `_id` alone does not tell. */
export function isInclusive(projection: ObjectValue): boolean {
  return entriesBut(projection, '_id').some((value) => isPlain(value) && truthOf(value) === true);
}

function isExclusive(projection: ObjectValue): boolean {
  return entriesBut(projection, '_id').some((value) => isPlain(value) && truthOf(value) === false);
}

function isPlain(value: Value): boolean {
  return value.kind === 'primitive' && typeof value.value !== 'string';
}

function entriesBut({ entries }: ObjectValue, left: string): Value[] {
  return [...entries].filter(([key]) => key !== left).map(([, { value }]) => value);
}

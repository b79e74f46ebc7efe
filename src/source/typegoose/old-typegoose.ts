import { Decorator } from '../decorator.js';
import {
  ArrayValue,
  isNullish,
  nativeFunction,
  ObjectValue,
  primitive,
  property,
  type Call,
  type Native,
  type Value,
} from '../values.js';

/** The base class of Typegoose up to version 6: `class Cat extends Typegoose`, `new Cat().getModelForClass(Cat)`. */
export function oldBase(members: Readonly<Record<string, (call: Call) => Value>>): Native {
  const instance: Native = {
    kind: 'native',
    name: baseName,
    get: (key) => {
      const method = Object.hasOwn(members, key) ? members[key] : undefined;
      return method ? nativeFunction(key, method) : null;
    },
  };
  return { kind: 'native', name: baseName, construct: () => instance };
}

const baseName = 'Typegoose';

/** It counts as no class of its own. */
export function isOldBase(value: Value): boolean {
  return value.kind === 'native' && value.name === baseName;
}

/** `@arrayProp({ items })`, up to version 7: a `@prop` of an array. */
export const arrayProp: Native = nativeFunction(
  'arrayProp',
  ({ args: [given], spot, invoke }) =>
    new Decorator('prop', [given ?? new ObjectValue(spot), primitive(0)], spot, invoke),
);

/** What an array holds, as `items`, `itemsRef` and `itemsRefPath` said it up to version 7. */
export function withoutItems(given: Value): Value {
  const names = ['items', 'itemsRef', 'itemsRefPath'];
  if (!(given instanceof ObjectValue) || !names.some((name) => given.entries.has(name))) return given;
  const options = without(given, names);
  for (const [from, to] of [
    ['items', 'type'],
    ['itemsRef', 'ref'],
    ['itemsRefPath', 'refPath'],
  ] as const) {
    const entry = given.entries.get(from);
    if (!entry || isNullish(entry.value)) continue;
    const value =
      from === 'items' ? new ArrayValue([entry.value], entry.spot, entry.conditions) : entry.value;
    options.put(to, { ...entry, value });
  }
  return options;
}

/** `@mapProp({ of })`, up to version 7: a `@prop` of a map. */
export const mapProp: Native = nativeFunction('mapProp', ({ args: [given], spot, invoke }) => {
  const map = primitive(1);
  if (!(given instanceof ObjectValue)) return new Decorator('prop', given ? [given, map] : [], spot, invoke);
  const options = without(given, ['of']);
  const of = property(given, 'of');
  if (!isNullish(of)) options.put('type', { value: of, spot, conditions: null });
  return new Decorator('prop', [options, map], spot, invoke);
});

function without(given: ObjectValue, names: readonly string[]): ObjectValue {
  const options = new ObjectValue(given.spot);
  options.rest = given.rest;
  for (const [key, entry] of given.entries) if (!names.includes(key)) options.put(key, entry);
  return options;
}

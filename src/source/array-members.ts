import { holds } from './conditions.js';
import { escape, join } from './joining.js';
import { onlyLooks, touch } from './units.js';
import {
  ArrayValue,
  keyOf,
  nativeFunction,
  primitive,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Spot,
  type Unknown,
  type Value,
} from './values.js';

/** `array.key`: its items, its length, and the methods that definitions are built with. */
export function arrayMember(array: ArrayValue, key: string, spot: Spot): Value {
  if (/^\d+$/.test(key)) return array.items[Number(key)] ?? array.rest ?? undefinedValue;
  if (key === 'length') return array.rest ? unknown(array.rest.reason, spot) : primitive(array.items.length);
  const method = Object.hasOwn(methods, key) ? methods[key] : undefined;
  if (!method) return unknown(`\`${key}\` of an array is not followed`, spot);
  return nativeFunction(key, (call) => {
    return array.rest && key !== 'push' ? ofSomeItems(array, array.rest, key, call) : method(array, call);
  });
}

/** What is missing from the array would be missing from the outcome, too; what is there the outcome may hold. */
function ofSomeItems(
  array: ArrayValue,
  rest: Unknown,
  key: string,
  { args, spot, text, invoke }: Call,
): Value {
  const outcome = unknown(rest.reason, spot, text);
  for (const one of args) if (one.kind === 'function') invoke(one, [rest]);
  if (!holdingNone.has(key)) for (const one of [array, ...args]) escape(one, outcome);
  return outcome;
}

const holdingNone = new Set(['includes', 'join']);

type Method = (array: ArrayValue, call: Call) => Value;

const list = (items: Value[], { spot, conditions }: Call): ArrayValue =>
  new ArrayValue(items, spot, conditions);

/** Calls back for each item with item, position and array. */
function calls(array: ArrayValue, { args: [callback = undefinedValue], invoke }: Call): Value[] {
  return array.items.map((item, position) => invoke(callback, [item, primitive(position), array]));
}

const methods: Readonly<Record<string, Method>> = {
  map: (array, call) => list(calls(array, call), call),
  forEach: (array, call) => {
    calls(array, call);
    return undefinedValue;
  },
  flatMap: (array, call) =>
    list(
      calls(array, call).flatMap((value) => (value.kind === 'array' ? value.items : [value])),
      call,
    ),
  filter: (array, call) => {
    const truths = calls(array, call).map(truthOf);
    if (truths.includes(null)) {
      const kept = unknown('which items are kept is not known', call.spot, call.text);
      return { ...kept, most: array.items.length };
    }
    return list(
      array.items.filter((_, position) => truths[position]),
      call,
    );
  },
  reduce: (array, { args: [callback = undefinedValue, start], invoke }) => {
    const [first = undefinedValue, ...others] = start ? [start, ...array.items] : array.items;
    return others.reduce(
      (sum, item, position) => invoke(callback, [sum, item, primitive(position), array]),
      first,
    );
  },
  concat: (array, call) =>
    list([...array.items, ...call.args.flatMap((one) => (one.kind === 'array' ? one.items : [one]))], call),
  slice: (array, call) => {
    const bounds = call.args.map((one) => (one.kind === 'primitive' ? Number(one.value) : Number.NaN));
    if (bounds.some(Number.isNaN)) return unknown('where the slice ends is not known', call.spot, call.text);
    return list(array.items.slice(...bounds), call);
  },
  push: (array, { args, conditions, spot, text }) => {
    touch(array.spot.unit, spot);
    if (onlyLooks(spot, array.spot.unit))
      return unknown('the length after a push is not followed', spot, text);
    if (holds(conditions, array.conditions)) array.items.push(...args);
    else array.rest = unknown('an item is added only under a condition', spot, text);
    return unknown('the length after a push is not followed', spot, text);
  },
  includes: (array, { args: [sought = undefinedValue], spot, text }) => {
    const key = keyOf(sought);
    const keys = array.items.map(keyOf);
    if (key === null || keys.includes(null)) return unknown('what is looked for is not known', spot, text);
    return primitive(keys.includes(key));
  },
  join: (array, { args: [separator], spot, text }) => {
    const keys = array.items.map(keyOf);
    const by = separator ? keyOf(separator) : ',';
    if (by === null || keys.includes(null)) return unknown('a part of the text is not known', spot, text);
    return primitive(keys.join(by));
  },
  find: (array, call) => {
    const truths = calls(array, call).map(truthOf);
    const found = array.items.filter((_, position) => truths[position] !== false);
    const [first = undefinedValue, ...others] = found;
    return others.reduce((value, other) => join(value, other, call.spot, call.text), first);
  },
};

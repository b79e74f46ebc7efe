import { holds } from './conditions.js';
import { escape, join } from './joining.js';
import { TypeNative } from './mongoose/types.js';
import { onlyLooks, touch } from './units.js';
import {
  ArrayValue,
  isNullish,
  keyOf,
  nativeFunction,
  ObjectValue,
  primitive,
  undefinedValue,
  unknown,
  type Call,
  type Native,
  type Unknown,
  type Value,
} from './values.js';

/** The language's own names, as far as definitions are built with them. */
const globals = new Map<string, Value>([
  ...['String', 'Number', 'Boolean', 'Date', 'Buffer', 'Map', 'BigInt', 'Symbol'].map(
    (name): [string, Value] => [name, new TypeNative(name)],
  ),
  ['Array', arrayClass()],
  ['Object', objectClass()],
  ['RegExp', { kind: 'native', name: 'RegExp', call: pattern, construct: pattern }],
  ['console', harmless('console')],
  ['process', harmless('process')],
  ['Math', harmless('Math')],
  ['JSON', harmless('JSON')],
  ['NaN', primitive(Number.NaN)],
  ['Infinity', primitive(Number.POSITIVE_INFINITY)],
]);

export function globalOf(name: string): Value | null {
  return globals.get(name) ?? null;
}

/** Its members give what is not known, and change nothing they are given. */
function harmless(name: string): Native {
  const native: Native = {
    kind: 'native',
    name,
    get: (key) =>
      nativeFunction(`${name}.${key}`, (call) =>
        unknown(`\`${name}.${key}\` is known only at run time`, call.spot, call.text),
      ),
  };
  return name === 'process' ? { ...native, get: () => null } : native;
}

/** `new RegExp(…)` */
function pattern({ args, spot, text }: Call): Value {
  const [source, flags = primitive('')] = args;
  const isKnown = source?.kind === 'primitive' && flags.kind === 'primitive';
  if (isKnown && typeof source.value === 'string' && typeof flags.value === 'string')
    return { kind: 'regex', pattern: source.value, flags: flags.value };
  return { ...unknown('the pattern is known only at run time', spot, text), isPattern: true };
}

function objectClass(): Native {
  const type = new TypeNative('Object');
  return {
    kind: 'native',
    name: 'Object',
    get: (key) => {
      const method = Object.hasOwn(objectMethods, key) ? objectMethods[key] : undefined;
      return method ? nativeFunction(`Object.${key}`, method) : type.get(key);
    },
  };
}

/** The answer may hold what was given, and whatever is done with it there is lost. */
function notKnown(call: Call): Unknown {
  const why = unknown('the object is not fully known', call.spot, call.text);
  for (const argument of call.args) escape(argument, why);
  return why;
}

/** The entries of an object that is known to the end and unconditionally. */
function known(value: Value | undefined, { conditions }: Call): [string, Value][] | null {
  if (value instanceof ArrayValue && !value.rest)
    return value.items.map((item, position) => [String(position), item]);
  if (!(value instanceof ObjectValue) || value.rest) return null;
  if ([...value.entries.values()].some((entry) => !holds(entry.conditions, conditions))) return null;
  return [...value.entries].map(([key, entry]) => [key, entry.value]);
}

/** Whether code that only looks is about to change it. */
function isOthers(target: Value, { spot }: Call): boolean {
  if (target.kind === 'native') return spot.unit.isOnlooker;
  return target instanceof ObjectValue && onlyLooks(spot, target.spot.unit);
}

/** As if each member were written by itself. */
function assignToNative(target: Native, sources: readonly Value[], call: Call): Value {
  for (const source of sources.filter((one) => !isNullish(one))) {
    if (!(source instanceof ObjectValue) || source.rest) return notKnown(call);
    for (const [key, { value }] of source.entries) target.set?.(key, value, call);
  }
  return target;
}

const objectMethods: Readonly<Record<string, (call: Call) => Value>> = {
  keys: (call) => {
    const entries = known(call.args[0], call);
    return entries
      ? new ArrayValue(
          entries.map(([key]) => primitive(key)),
          call.spot,
          call.conditions,
        )
      : unknown('the object is not fully known', call.spot, call.text);
  },
  values: (call) => {
    const entries = known(call.args[0], call);
    return entries
      ? new ArrayValue(
          entries.map(([, value]) => value),
          call.spot,
          call.conditions,
        )
      : notKnown(call);
  },
  entries: (call) => {
    const entries = known(call.args[0], call);
    if (!entries) return notKnown(call);
    const pairs = entries.map(
      ([key, value]) => new ArrayValue([primitive(key), value], call.spot, call.conditions),
    );
    return new ArrayValue(pairs, call.spot, call.conditions);
  },
  fromEntries: (call) => {
    const [pairs] = call.args;
    if (!(pairs instanceof ArrayValue) || pairs.rest) return notKnown(call);
    const object = new ObjectValue(call.spot);
    for (const pair of pairs.items) {
      const [key = undefinedValue, value = undefinedValue] = pair instanceof ArrayValue ? pair.items : [];
      const name = pair instanceof ArrayValue ? keyOf(key) : null;
      if (name === null) object.rest = unknown('a key is not known', call.spot, call.text);
      else object.put(name, { value, spot: call.spot, conditions: call.conditions });
    }
    return object;
  },
  assign: (call) => {
    const [target = undefinedValue, ...sources] = call.args;
    if (isOthers(target, call)) return notKnown(call);
    if (target.kind === 'native') return assignToNative(target, sources, call);
    if (!(target instanceof ObjectValue)) return notKnown(call);
    touch(target.spot.unit, call.spot);
    for (const source of sources) {
      if (source instanceof ObjectValue) {
        for (const [key, entry] of source.entries) {
          const isCertain = holds(entry.conditions, call.conditions);
          const before = target.entries.get(key);
          if (isCertain) target.put(key, { ...entry, conditions: call.conditions });
          else if (!before) target.put(key, entry);
          else target.put(key, { ...before, value: join(before.value, entry.value, call.spot) });
        }
        target.rest ??= source.rest;
      } else if (!isNullish(source))
        target.rest = unknown('what is assigned is not known', call.spot, call.text);
    }
    return target;
  },
  freeze: ({ args: [value = undefinedValue] }) => value,
  seal: ({ args: [value = undefinedValue] }) => value,
};

function arrayClass(): Native {
  return {
    kind: 'native',
    name: 'Array',
    get: (key) => {
      if (key === 'isArray') {
        return nativeFunction('Array.isArray', ({ args: [value], spot, text }) =>
          value?.kind === 'unknown' ? unknown(value.reason, spot, text) : primitive(value?.kind === 'array'),
        );
      }
      if (key === 'of')
        return nativeFunction(
          'Array.of',
          ({ args, spot, conditions }) => new ArrayValue([...args], spot, conditions),
        );
      if (key === 'from') {
        return nativeFunction('Array.from', ({ args: [from, ...more], spot, text, conditions }) =>
          from instanceof ArrayValue && !from.rest && more.length === 0
            ? new ArrayValue([...from.items], spot, conditions)
            : unknown('what the array is made from is not known', spot, text),
        );
      }
      return null;
    },
  };
}

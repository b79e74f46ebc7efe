import { Decorator } from '../decorator.js';
import {
  ArrayValue,
  ClassValue,
  isNullish,
  ObjectValue,
  primitive,
  property,
  stringOf,
  truthOf,
  undefinedValue,
  unknown,
  type Call,
  type Spot,
  type Value,
} from '../values.js';

/** Deep, as lodash's `merge`: the second wins, but where it is undefined (internal/utils.ts, `mergeObjects`). */
function merge(first: Value, second: Value, spot: Spot): ObjectValue {
  const merged = new ObjectValue(spot);
  for (const one of [first, second]) {
    if (one instanceof ObjectValue) {
      for (const [key, entry] of one.entries) {
        const before = merged.entries.get(key);
        const isObject = entry.value instanceof ObjectValue && !entry.value.prototype;
        if (isObject) {
          const base = before?.value instanceof ObjectValue ? before.value : new ObjectValue(spot);
          merged.put(key, { ...entry, value: merge(base, entry.value, spot) });
        } else if (before?.value instanceof ArrayValue && entry.value instanceof ArrayValue) {
          merged.put(key, { ...entry, value: unknown('lists of options are merged', entry.spot) });
        } else if (!before || !isUndefined(entry.value)) merged.put(key, entry);
      }
      merged.rest ??= one.rest;
    } else if (one.kind === 'unknown') merged.rest ??= one;
  }
  return merged;
}

function isUndefined(value: Value): boolean {
  return value.kind === 'primitive' && value.value === undefined;
}

/** The class of Typegoose that brings timestamps along (defaultClasses.ts). */
export const timeStampsName = 'TimeStamps';

/** `@modelOptions` of this very class merged into what it inherits; null where it has none (`assignMetadata`). */
function ownOptions(type: ClassValue): ObjectValue | null {
  const given = type.decorations.flatMap(({ decorator, member }) =>
    !member && decorator instanceof Decorator && decorator.name === 'modelOptions'
      ? [decorator.args[0] ?? undefinedValue]
      : [],
  );
  if (given.length === 0) return null;
  const base = inheritedOptions(type);
  const start: Value = base ? withoutDisabling(base) : undefinedValue;
  return given.reduce<ObjectValue>(
    (options, one) => merge(options, one, type.spot),
    merge(start, undefinedValue, type.spot),
  );
}

function inheritedOptions({ base, spot }: ClassValue): ObjectValue | null {
  if (base instanceof ClassValue) return classOptions(base);
  return base?.kind === 'native' && base.name === timeStampsName ? timeStamps(spot) : null;
}

/** What counts for the class: its own, else the inherited ones. */
export function classOptions(type: ClassValue): ObjectValue | null {
  return ownOptions(type) ?? inheritedOptions(type);
}

/** The options of a class with those of a call (`getMergedModelOptions`). */
export function mergedOptions(type: ClassValue, given: Value | undefined, spot: Spot): ObjectValue {
  const own = ownOptions(type);
  const base = own ?? inheritedOptions(type);
  const kept: Value = own ?? (base ? withoutDisabling(base) : undefinedValue);
  return merge(
    kept,
    given instanceof ObjectValue || given?.kind === 'unknown' ? given : undefinedValue,
    spot,
  );
}

/** Whether the class takes away the indexes of those that it extends. */
export function disablesLowerIndexes(type: ClassValue, given: Value | undefined): Value {
  const options = [given, ownOptions(type)].map((one) =>
    one instanceof ObjectValue ? part(one, 'options', 'disableLowerIndexes') : undefinedValue,
  );
  return options.find((one) => !isNullish(one)) ?? undefinedValue;
}

/** `options.options.disableLowerIndexes` and the like; undefined where a part is missing. */
export function part(options: ObjectValue, outer: string, key: string): Value {
  const inner = property(options, outer);
  return inner instanceof ObjectValue
    ? property(inner, key)
    : inner.kind === 'unknown'
      ? inner
      : undefinedValue;
}

/** The name of the class's model (`getName` with `mapModelOptionsToNaming`). */
export function nameOf(type: ClassValue, given: Value | undefined, call: Call): Value {
  const options = classOptions(type) ?? new ObjectValue(type.spot);
  const over = given instanceof ObjectValue ? given : new ObjectValue(call.spot);
  const naming = (key: string): Value =>
    firstKnown(part(over, 'options', key), part(options, 'options', key));
  const base = type.code.name ?? '';
  const custom = naming('customName');
  if (custom.kind === 'function') return call.invoke(custom, [options]);
  const isAutomatic = truthOf(naming('automaticName'));
  if (isAutomatic === null) return naming('automaticName');
  if (isAutomatic) {
    const suffix = firstKnown(
      custom,
      part(over, 'schemaOptions', 'collection'),
      part(options, 'schemaOptions', 'collection'),
    );
    if (isNullish(suffix)) return primitive(base);
    const text = stringOf(suffix);
    return text === null ? suffix : primitive(`${base}_${text}`);
  }
  return isNullish(custom) ? primitive(base) : custom;
}

function firstKnown(...values: readonly Value[]): Value {
  return values.find((one) => !isNullish(one)) ?? undefinedValue;
}

/** `disableLowerIndexes` is not inherited by a class without options of its own. */
function withoutDisabling(options: ObjectValue): ObjectValue {
  const copy = merge(options, undefinedValue, options.spot);
  const inner = copy.entries.get('options')?.value;
  if (inner instanceof ObjectValue) inner.remove('disableLowerIndexes');
  return copy;
}

function timeStamps(spot: Spot): ObjectValue {
  const schemaOptions = new ObjectValue(spot);
  schemaOptions.put('timestamps', { value: primitive(true), spot, conditions: null });
  const options = new ObjectValue(spot);
  options.put('schemaOptions', { value: schemaOptions, spot, conditions: null });
  return options;
}

import ms from 'ms';
import { touch } from '../units.js';
import {
  property,
  same,
  type Call,
  type Entry,
  ObjectValue,
  primitive,
  unknown,
  type Spot,
  type Value,
} from '../values.js';
import { holds, type Conditions } from '../conditions.js';
import { noteCopy, noteWrite, noteWriteOf } from '../shared-objects.js';

/** Where something is done to a schema, and under which conditions. */
export type Site = Pick<Call, 'spot' | 'conditions'>;

/** For why it is a class see made.ts. */
class MadeSite implements Site {
  constructor(
    readonly spot: Spot,
    readonly conditions: Conditions,
  ) {}
}

export function siteOf(spot: Spot, conditions: Conditions): Site {
  return new MadeSite(spot, conditions);
}

/** What has an index of its own: a path of a schema. */
export interface Indexed {
  readonly path: string;
  readonly options: ObjectValue;
  readonly conditions: Conditions;
  /** Mongoose's `_index`; null where there is none. */
  index: Value | null;
  /** What asked for the index first. */
  indexSpot: Spot;
  gap(code: string, message: string, spot: Spot): void;
}

export type Complain = (code: string, message: string, spot: Spot) => void;

/** What `type` may name; see Mongoose's `lib/helpers/schema/getIndexes.js`. */
export const indexTypes: ReadonlySet<string> = new Set(['2d', '2dsphere', 'hashed', 'text']);

/** Options of a path, and methods of what `schema.path(…)` gives, that ask for an index. */
export const indexOptions: ReadonlySet<string> = new Set(['index', 'unique', 'sparse', 'text', 'expires']);

/** `index`, `unique`, `sparse` and `text` of lib/schemaType.js, `expires` of lib/schema/date.js (6 to 9). */
export function applyIndexOption(type: Indexed, name: string, value: Value, site: Site): void {
  if (type.index === null) type.indexSpot = site.spot;
  if (name === 'index') {
    type.index = value.kind === 'primitive' && (value.value ?? null) === null ? null : value;
    if (value instanceof ObjectValue) settleExpiry(value, site);
    return;
  }
  const { index } = type;
  if (name === 'expires') {
    const object = index instanceof ObjectValue ? index : new ObjectValue(site.spot);
    type.index = object;
    write(object, 'expires', value, site);
    settleExpiry(object, site);
    return;
  }
  const isFalse = value.kind === 'primitive' && !value.value;
  if (index?.kind === 'primitive' && index.value === false) {
    if (!isFalse) refuse(type, `\`index: false\` and \`${name}\` contradict each other`, site.spot);
    return;
  }
  if (value.kind === 'primitive' && value.value === false && !type.options.entries.has('index')) return;
  const object = objectOf(index, site);
  if (!object) {
    refuse(type, `\`${name}\` beside an index that is a number`, site.spot);
    return;
  }
  type.index = object;
  // Up to Mongoose 7 `unique` stays what was written.
  const isFlag = name === 'unique' && site.spot.unit.mongoose >= 8;
  write(object, name, isFlag ? primitive(!isFalse) : value, site);
}

function refuse(type: Indexed, why: string, spot: Spot): void {
  type.gap('refused', `Mongoose refuses the path \`${type.path}\`: ${why}.`, spot);
}

/** What further options are written into. */
function objectOf(index: Value | null, { spot, conditions }: Site): ObjectValue | null {
  if (index instanceof ObjectValue) return index;
  const object = new ObjectValue(spot);
  if (index === null || (index.kind === 'primitive' && index.value === true)) return object;
  if (index.kind !== 'primitive' || typeof index.value !== 'string') return null;
  object.put('type', { value: index, spot, conditions });
  return object;
}

/** Mongoose writes into the object that the code gave: all who use it see the change. */
function write(object: ObjectValue, key: string, value: Value, { spot, conditions }: Site): void {
  touch(object.spot.unit, spot);
  const known = object.entries.get(key)?.value;
  noteWriteOf(object, key, !known || !same(known, value), spot);
  object.put(key, { value, spot, conditions });
}

/** As Mongoose's `utils.expires`: `expires` becomes `expireAfterSeconds`. */
function settleExpiry(object: ObjectValue, site: Site): void {
  const entry = object.entries.get('expires');
  if (!entry) return;
  touch(object.spot.unit, site.spot);
  noteWrite(object, site.spot);
  object.remove('expires');
  object.put('expireAfterSeconds', { ...entry, value: secondsOf(entry.value, entry.spot) });
}

/** A number is seconds, a text is read by the `ms` library and rounded. */
function secondsOf(value: Value, spot: Spot): Value {
  if (value.kind !== 'primitive' || typeof value.value !== 'string') return value;
  const time = ms(value.value as ms.StringValue) as number | undefined;
  return time === undefined
    ? unknown('when documents expire could not be read', spot, value.value)
    : primitive(Math.round(time / 1000));
}

/** The options of `schema.index` as Mongoose passes them on: `expires` becomes `expireAfterSeconds` at the end. */
export function optionsOf(value: ObjectValue, complain: Complain): Map<string, Value> {
  const options = new Map([...value.entries].map(([key, entry]) => [key, entry.value]));
  const expires = options.get('expires');
  if (expires && !(expires.kind === 'primitive' && !expires.value)) {
    const seconds = secondsOf(expires, value.entries.get('expires')?.spot ?? value.spot);
    options.delete('expires');
    if (seconds.kind === 'unknown')
      complain('unknown-option', 'When documents expire could not be read.', seconds.spot);
    else options.set('expireAfterSeconds', seconds);
  }
  return options;
}

/** Options count in their order; `index` counts only where no other option made the index before. */
export function readIndexOptions(type: Indexed, options: ObjectValue, isDate: boolean): void {
  if (options.rest) {
    const { reason, spot } = options.rest;
    type.gap('unknown-options', `Options of this path could not be read: ${reason}.`, spot);
  }
  // Listed first: they may write into the options.
  const asked: [string, Entry][] = [];
  options.entries.forEach((entry, name) => {
    if (indexOptions.has(name) && (name !== 'expires' || isDate)) asked.push([name, entry]);
  });
  for (const [name, entry] of asked) {
    // `unique: [true, 'message']`: Mongoose takes an array as the arguments.
    const { value: given } = entry;
    const value = given.kind === 'array' && given.items[0] ? given.items[0] : given;
    if (value.kind === 'unknown' || !holds(entry.conditions, type.conditions)) {
      const why = value.kind === 'unknown' ? value.reason : 'it depends on a condition';
      type.gap('unknown-option', `The option \`${name}\` could not be read: ${why}.`, entry.spot);
    } else if (name !== 'index' || !type.index || isFalsy(type.index)) {
      applyIndexOption(type, name, value, { spot: entry.spot, conditions: type.conditions });
    } else if (value.kind === 'primitive' && value.value === false) type.index = value;
  }
}

function isFalsy(value: Value): boolean {
  return value.kind === 'primitive' && !value.value;
}

/** Mongoose keeps a copy of the options, so that the object of `index` is not the one that it writes into. */
export function copyOfOptions(given: ObjectValue, { spot }: Site): ObjectValue {
  const copy = new ObjectValue(given.spot);
  noteCopy(copy, given, spot);
  copy.rest = given.rest;
  copy.putAll(given);
  const index = property(given, 'index');
  const entry = given.entries.get('index');
  if (entry && index instanceof ObjectValue) {
    const inner = new ObjectValue(index.spot);
    noteCopy(inner, index, spot);
    inner.rest = index.rest;
    inner.putAll(index);
    copy.put('index', { ...entry, value: inner });
  }
  return copy;
}

import ms from 'ms';
import { ObjectValue, primitive, touch, unknown, type Spot, type Value } from '../values.js';
import type { SchemaType, Site } from './schema-type.js';

export type Complain = (code: string, message: string, spot: Spot) => void;

/** What `type` may name; see Mongoose's `lib/helpers/schema/getIndexes.js`. */
export const indexTypes: ReadonlySet<string> = new Set(['2d', '2dsphere', 'hashed', 'text']);

/** Options of a path, and methods of what `schema.path(…)` gives, that ask for an index. */
export const indexOptions: ReadonlySet<string> = new Set(['index', 'unique', 'sparse', 'text', 'expires']);

/** `index`, `unique`, `sparse` and `text` of lib/schemaType.js, `expires` of lib/schema/date.js (6 to 9). */
export function applyIndexOption(type: SchemaType, name: string, value: Value, site: Site): void {
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
  write(object, name, name === 'unique' ? primitive(!isFalse) : value, site);
}

function refuse(type: SchemaType, why: string, spot: Spot): void {
  type.gap('refused', `Mongoose refuses the path \`${type.path}\`: ${why}.`, spot);
}

/** What further options are written into. */
function objectOf(index: Value | null, { spot, conditions }: Site): ObjectValue | null {
  if (index instanceof ObjectValue) return index;
  const object = new ObjectValue(spot);
  if (index === null || (index.kind === 'primitive' && index.value === true)) return object;
  if (index.kind !== 'primitive' || typeof index.value !== 'string') return null;
  object.entries.set('type', { value: index, spot, conditions });
  return object;
}

/** Mongoose writes into the object that the code gave: all who use it see the change. */
function write(object: ObjectValue, key: string, value: Value, { spot, conditions }: Site): void {
  touch(object.spot.unit, spot);
  object.entries.set(key, { value, spot, conditions });
}

/** As Mongoose's `utils.expires`: `expires` becomes `expireAfterSeconds`. */
function settleExpiry(object: ObjectValue, site: Site): void {
  const entry = object.entries.get('expires');
  if (!entry) return;
  touch(object.spot.unit, site.spot);
  object.entries.delete('expires');
  object.entries.set('expireAfterSeconds', { ...entry, value: secondsOf(entry.value, entry.spot) });
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

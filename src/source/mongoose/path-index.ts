import ms from 'ms';
import { touch, unknown, type ObjectValue, type Spot, type Value } from '../values.js';
import { holds, type Conditions } from '../conditions.js';

/** What a path's options say of its index: Mongoose's `_index`, with where it was written. */
export interface PathIndex {
  /** An index type, a direction, or null where the options say it. */
  readonly type: Value | null;
  readonly options: ReadonlyMap<string, Value>;
  /** The first option that asks for the index. */
  readonly spot: Spot;
  /** The object that the options were taken from, where it is written elsewhere: others may change it. */
  readonly source: ObjectValue | null;
}

export type Complain = (code: string, message: string, spot: Spot) => void;

interface State {
  index:
    | 'none'
    | 'refused'
    | {
        type: Value | null;
        options: Map<string, Value>;
        spot: Spot;
        /** The options where they are written elsewhere: Mongoose writes into them, for all who use them. */
        source: ObjectValue | null;
        /** Whether it is an object by now, as every option but a bare `index` makes it. */
        isObject: boolean;
      };
}

/** What `type` may name; see Mongoose's `lib/helpers/schema/getIndexes.js`. */
export const indexTypes: ReadonlySet<string> = new Set(['2d', '2dsphere', 'hashed', 'text']);

const indexOptions = ['index', 'unique', 'sparse', 'text', 'expires'];

/**
 * The index that a path's options ask for, or null. Follows Mongoose's SchemaType constructor (lib/schemaType.js,
 * 6 to 9): options count in their order, `index` counts only where no other option made the index before, and
 * `expires` only on a Date.
 */
export function pathIndexOf(
  options: ObjectValue,
  isDate: boolean | null,
  present: Conditions,
  complain: Complain,
): PathIndex | null {
  const state: State = { index: 'none' };
  if (options.rest) {
    complain(
      'unknown-options',
      `Options of this path could not be read: ${options.rest.reason}.`,
      options.rest.spot,
    );
  }
  const hasIndex = options.entries.has('index');
  for (const [name, entry] of options.entries) {
    if (!indexOptions.includes(name)) continue;
    if (name === 'expires' && isDate === false) continue;
    const value = firstOf(entry.value);
    if (
      value.kind === 'unknown' ||
      !holds(entry.conditions, present) ||
      (name === 'expires' && isDate === null)
    ) {
      const why = value.kind === 'unknown' ? value.reason : 'it depends on a condition';
      complain('unknown-option', `The option \`${name}\` could not be read: ${why}.`, entry.spot);
    } else apply(state, name, value, entry.spot, hasIndex, complain);
  }
  return typeof state.index === 'object' ? state.index : null;
}

/** `unique: [true, 'message']`: Mongoose takes an array as the arguments. */
function firstOf(value: Value): Value {
  return value.kind === 'array' && value.items[0] ? value.items[0] : value;
}

function apply(
  state: State,
  name: string,
  value: Value,
  spot: Spot,
  hasIndex: boolean,
  complain: Complain,
): void {
  const isFalse = value.kind === 'primitive' && !value.value;
  if (name === 'index') {
    if (typeof state.index === 'object') {
      if (value.kind === 'primitive' && value.value === false) state.index = 'refused';
      return;
    }
    state.index = indexFrom(value, spot, complain);
    return;
  }
  if (
    (state.index === 'refused' && name !== 'expires') ||
    (name !== 'expires' && !hasIndex && isFalse && state.index === 'none')
  )
    return;
  if (name !== 'expires' && !hasIndex && value.kind === 'primitive' && value.value === false) return;
  if (typeof state.index === 'object' && state.index.source) {
    touch(state.index.source.spot.unit, spot);
    state.index.source.rest ??= unknown(`\`${name}\` of a path changes it`, spot);
  }
  const index =
    typeof state.index === 'object'
      ? state.index
      : { type: null, options: new Map<string, Value>(), spot, source: null, isObject: true };
  if (name === 'expires') {
    // Mongoose keeps what an object said of the index and drops what a bare value said.
    if (!index.isObject) index.type = null;
    setExpiry(index.options, value, spot, complain);
  } else index.options.set(name, name === 'unique' ? { kind: 'primitive', value: !isFalse } : value);
  index.isObject = true;
  state.index = index;
}

function indexFrom(value: Value, spot: Spot, complain: Complain): State['index'] {
  if (value.kind === 'primitive') {
    if (value.value === false) return 'refused';
    if (value.value === undefined || value.value === null) return 'none';
    if (!value.value) complain('unknown-option', 'What `index` means here is left open by Mongoose.', spot);
    return {
      type: value.value === true ? null : value,
      options: new Map(),
      spot,
      source: null,
      isObject: false,
    };
  }
  if (value.kind !== 'object') return { type: null, options: new Map(), spot, source: null, isObject: false };
  if (value.rest)
    complain(
      'unknown-options',
      `Options of this index could not be read: ${value.rest.reason}.`,
      value.rest.spot,
    );
  const options = optionsOf(value, complain);
  const type = options.get('type') ?? null;
  options.delete('type');
  // A direction counts as the bare value only; in an object Mongoose takes no notice of it.
  const isDirection = type?.kind === 'primitive' && !indexTypes.has(String(type.value));
  return {
    type: isDirection ? null : type,
    options,
    spot,
    source: isInside(value.spot, spot) ? null : value,
    isObject: true,
  };
}

function isInside(inner: Spot, outer: Spot): boolean {
  return inner.file === outer.file && inner.at[0] >= outer.at[0] && inner.at[1] <= outer.at[1];
}

/** The options of an index as Mongoose passes them on: `expires` becomes `expireAfterSeconds` at the end. */
export function optionsOf(value: ObjectValue, complain: Complain): Map<string, Value> {
  const options = new Map([...value.entries].map(([key, entry]) => [key, entry.value]));
  const expires = options.get('expires');
  const isSet = expires && !(expires.kind === 'primitive' && !expires.value);
  if (isSet) {
    options.delete('expires');
    setExpiry(options, expires, value.entries.get('expires')?.spot ?? value.spot, complain);
  }
  return options;
}

/** As Mongoose's `utils.expires`: a number is seconds, a text is read by the `ms` library and rounded. */
function setExpiry(options: Map<string, Value>, value: Value, spot: Spot, complain: Complain): void {
  const { value: written } = value.kind === 'primitive' ? value : { value: undefined };
  const seconds =
    typeof written === 'string'
      ? Math.round(((ms(written as ms.StringValue) as number | undefined) ?? Number.NaN) / 1000)
      : written;
  if (typeof seconds === 'number' && !Number.isNaN(seconds)) {
    options.set('expireAfterSeconds', { kind: 'primitive', value: seconds });
  } else complain('unknown-option', 'When documents expire could not be read.', spot);
}

import { Decorator } from '../decorator.js';
import type { Schema } from '../mongoose/schema.js';
import { schemaType, SchemaTypeNative, TypeNative } from '../mongoose/types.js';
import {
  ArrayValue,
  ClassValue,
  isNullish,
  ObjectValue,
  property,
  unknown,
  undefinedValue,
  type Call,
  type Decoration,
  type Entry,
  type Spot,
  type Value,
} from '../values.js';
import { withoutItems } from './old-typegoose.js';
import { PassthroughValue } from './passthrough.js';

type PropKind = 'array' | 'map' | 'none';

/** One `@prop` of a class. */
export interface Prop {
  readonly key: string | null;
  readonly options: Value;
  readonly kind: Value;
  readonly decoration: Decoration;
  /** The class in which it is written. */
  readonly owner: ClassValue;
}

/** The `@prop`s of this very class by their keys; a later decorator replaces an earlier one in its place. */
export function ownProps(owner: ClassValue): Prop[] {
  const byKey = new Map<string, Prop>();
  for (const decoration of owner.decorations) {
    const { decorator, key } = decoration;
    if (!(decorator instanceof Decorator) || decorator.name !== 'prop') continue;
    const [options = undefinedValue, kind = undefinedValue] = decorator.args;
    byKey.set(key ?? `?${byKey.size}`, { key, options: withoutItems(options), kind, decoration, owner });
  }
  return [...byKey.values()];
}

/** The class whose documents a property holds; null where it holds none that is read. */
export function classOf({ options, decoration, owner }: Prop, call: Call): ClassValue | null {
  const written = options instanceof ObjectValue ? options.entries.get('type')?.value : undefined;
  const { member } = decoration;
  const type =
    written && !isNullish(written)
      ? typeOfOption(written, call).value
      : member && owner.designTypes.get(member)?.value;
  return type instanceof ClassValue ? type : null;
}

/** What a class outside needs to become: a schema. */
export interface Surroundings {
  readonly call: Call;
  buildSchema(type: ClassValue): Schema | ObjectValue;
}

/**
 * What `@prop` puts into the definition of the schema (internal/processProp.ts of Typegoose 9 to 13); null for nothing.
 */
export function definitionOf({ options, kind, decoration, owner }: Prop, around: Surroundings): Value | null {
  const { spot, conditions, member } = decoration;
  if (options.kind === 'unknown') return options;
  const raw = new ObjectValue(spot);
  if (options instanceof ObjectValue) {
    raw.putAll(options);
    raw.rest = options.rest;
  }
  if (raw.rest) return raw.rest;
  if (raw.entries.has('localField') || raw.entries.has('foreignField')) return null;
  const design = (member && owner.designTypes.get(member)) ?? null;
  const written = raw.entries.get('type')?.value;
  const isRef = raw.entries.has('ref') || raw.entries.has('refPath');
  raw.remove('type');
  let type: Value = design?.value ?? unknown('the type of the member is not known', spot);
  const given = kindOf(kind);
  let propKind = given ?? kindByType(type);
  let depth = dimOf(raw);
  let writtenDepth = 0;
  if (isRef && isMissing(written) && propKind !== 'none') type = undefinedValue;
  if (written && !isNullish(written)) {
    const got = typeOfOption(written, around.call);
    if (got.value.kind === 'unknown') return got.value;
    type = got.value;
    writtenDepth = got.depth;
    if (got.depth > 0) {
      depth = got.depth;
      if (given === null && propKind === 'none') propKind = 'array';
    }
  }
  if (
    design?.isNullable &&
    matters({ design: design.value, type, written, writtenDepth, raw, isRef, given })
  ) {
    return unknown('with `strictNullChecks` its type is another than without', spot);
  }
  if (propKind === null) return unknownOf(type, kind, spot);
  if (propKind === 'array' && kindByType(type) === 'array') type = mixed();
  if (propKind === 'map' && kindByType(type) === 'map') type = mixed();
  const shape: Shape = {
    raw,
    kind: propKind,
    depth: depth ?? 1,
    isDeep: depth !== null,
    spot,
    conditions,
  };
  // Before `ref` makes an id of it: what Mongoose writes into shared options is written all the same.
  const schema = type instanceof ClassValue ? around.buildSchema(type) : null;
  if (type instanceof PassthroughValue)
    return type.isDirect ? type.definition : shaped(shape, type.definition, 'Mixed', true);
  if (isRef) {
    const refType = type instanceof TypeNative && isRefType(type) ? type : objectId();
    return shaped(shape, refType, refType instanceof TypeNative ? refType.name : 'ObjectId', false);
  }
  if (schema) {
    return schema instanceof ObjectValue
      ? (schema.rest ?? schema)
      : shaped(shape, schema, 'Subdocument', false);
  }
  if (type instanceof TypeNative) return shaped(shape, type, type.name, false);
  if (type.kind === 'native' && type.name === 'Object') return shaped(shape, mixed(), 'Mixed', false);
  if (type.kind === 'unknown') return type;
  return unknown('its type is none that is known', spot);
}

/** `isAnRefType`: of the language's own classes all but these; of Mongoose's every one. */
function isRefType(type: TypeNative): boolean {
  return type instanceof SchemaTypeNative || !['Boolean', 'Symbol'].includes(type.name);
}

function mixed(): Value {
  return schemaType('Mixed') ?? undefinedValue;
}

function objectId(): Value {
  return schemaType('ObjectId') ?? undefinedValue;
}

function unknownOf(type: Value, kind: Value, spot: Spot): Value {
  if (type.kind === 'unknown') return type;
  return kind.kind === 'unknown' ? kind : unknown('the kind of the property is not known', spot);
}

interface Nullable {
  readonly design: Value;
  /** With what the option `type` says. */
  readonly type: Value;
  readonly written: Value | undefined;
  /** How many arrays stand around it. */
  readonly writtenDepth: number;
  readonly raw: ObjectValue;
  readonly isRef: boolean;
  readonly given: PropKind | null;
}

/** Whether `Object` instead of the written type would make another index. */
function matters({ design, type, written, writtenDepth, raw, isRef, given }: Nullable): boolean {
  const kind = given ?? kindByType(design);
  if (given === null && kind === 'map') return true;
  const hasParts = ['innerOptions', 'outerOptions', 'dim'].some((name) => raw.entries.has(name));
  if (given === null && kind === 'array' && writtenDepth === 0 && (hasParts || isZero(raw))) return true;
  const isClassOrDate =
    (!isRef && type instanceof ClassValue) ||
    (type instanceof TypeNative && type.name === 'Date' && raw.entries.has('expires'));
  if (given === null && kind === 'array') return isClassOrDate && writtenDepth === 0;
  return isMissing(written) && isClassOrDate;
}

/** `index: 0` of what an array holds makes an index; of anything else it makes none (lib/helpers/schema/getIndexes.js). */
function isZero(raw: ObjectValue): boolean {
  const index = property(raw, 'index');
  return index.kind === 'primitive' && (index.value === 0 || index.value === '');
}

function isMissing(value: Value | undefined): boolean {
  return value === undefined || isNullish(value);
}

/** The second argument of `@prop`: `PropType.ARRAY` and the like; null where it says nothing. */
function kindOf(kind: Value): PropKind | null {
  if (kind.kind !== 'primitive') return null;
  const kinds: readonly PropKind[] = ['array', 'map', 'none'];
  return typeof kind.value === 'number' ? (kinds[kind.value] ?? null) : null;
}

/** `detectPropType`; null where the type is not known. */
function kindByType(type: Value): PropKind | null {
  if (type.kind === 'unknown') return null;
  if (type.kind !== 'native') return 'none';
  if (type.name === 'Array' || type.name === 'DocumentArray') return 'array';
  return type.name === 'Map' ? 'map' : 'none';
}

function dimOf(raw: ObjectValue): number | null {
  const dim = raw.entries.get('dim')?.value;
  return dim?.kind === 'primitive' && typeof dim.value === 'number' ? dim.value : null;
}

/** `utils.getType`: what a function gives, and how many arrays stand around it. */
function typeOfOption(written: Value, call: Call): { readonly value: Value; readonly depth: number } {
  let value = written.kind === 'function' ? call.invoke(written, []) : written;
  let depth = 0;
  while (value instanceof ArrayValue && depth < 100) {
    if (value.rest) return { value: value.rest, depth };
    depth += 1;
    value = value.items[0] ?? undefinedValue;
  }
  return { value, depth };
}

interface Shape {
  readonly raw: ObjectValue;
  readonly kind: PropKind;
  readonly depth: number;
  readonly isDeep: boolean;
  readonly spot: Spot;
  readonly conditions: Entry['conditions'];
}

/** The definition of one value, of an array, or of a map. */
function shaped(
  { raw, kind, depth, isDeep, spot, conditions }: Shape,
  type: Value,
  typeName: string,
  isPassthrough: boolean,
): Value {
  const make = (parts: readonly (readonly [string, Entry])[]): ObjectValue => {
    const object = new ObjectValue(spot);
    for (const [key, entry] of parts) object.put(key, entry);
    return object;
  };
  const entry = (value: Value): Entry => ({ value, spot, conditions });
  if (kind === 'none') return make([...raw.entries, ['type', entry(type)]]);
  const { inner, outer } = mapped(raw, isPassthrough ? 'Mixed' : typeName);
  inner.delete('dim');
  outer.delete('dim');
  if (kind === 'array') {
    let array: Value = new ArrayValue([make([['type', entry(type)], ...inner])], spot, conditions);
    for (let level = 1; level < depth; level += 1) array = new ArrayValue([array], spot, conditions);
    return make([...outer, ['type', entry(array)]]);
  }
  const map = globalMap();
  if (!isDeep) {
    const of = make([['type', entry(type)], ...inner]);
    return make([...outer, ['type', entry(map)], ['of', entry(of)]]);
  }
  let array: Value = new ArrayValue([make([['type', entry(type)], ...inner])], spot, conditions);
  for (let level = 1; level < depth; level += 1) array = new ArrayValue([array], spot, conditions);
  const of = make([['type', entry(array)]]);
  return make([...outer, ['type', entry(map)], ['of', entry(of)]]);
}

function globalMap(): Value {
  return schemaType('Map') ?? undefinedValue;
}

/** The options that the type's own class of options knows go inside; from Mongoose 9, `lib/options/*.js`. */
const generalOptions = new Set(
  'type validate cast required default ref refPath select index unique immutable sparse text transform'.split(
    ' ',
  ),
);
const ownOptions: Readonly<Record<string, readonly string[]>> = {
  Buffer: ['subtype'],
  Date: ['min', 'max', 'expires'],
  DocumentArray: ['excludeIndexes', '_id'],
  Map: ['of'],
  Number: ['min', 'max', 'enum', 'populate'],
  ObjectId: ['auto', 'populate'],
  String: 'enum match lowercase trim uppercase minLength minlength maxLength maxlength populate'.split(' '),
  Subdocument: ['_id', 'minimize', 'discriminators'],
  Union: ['of'],
};

function mapped(
  raw: ObjectValue,
  typeName: string,
): { inner: Map<string, Entry>; outer: Map<string, Entry> } {
  const inner = new Map<string, Entry>();
  const outer = new Map<string, Entry>();
  const own = ownOptions[typeName];
  for (const [key, entry] of raw.entries) {
    if (own ? own.includes(key) : generalOptions.has(key)) inner.set(key, entry);
    else outer.set(key, entry);
  }
  for (const [name, target] of [
    ['innerOptions', inner],
    ['outerOptions', outer],
  ] as const) {
    const given = raw.entries.get(name)?.value;
    if (!(given instanceof ObjectValue)) continue;
    outer.delete(name);
    for (const [key, entry] of given.entries) target.set(key, entry);
  }
  return { inner, outer };
}

import { entryOf } from '../made.js';
import { isNullish, ObjectValue, property, truthOf, type Spot, type Value } from '../values.js';
import { cloneType, plainCopy, schemaWithId } from './copying.js';
import type { Site } from './path-index.js';
import type { Shape } from './schema-data.js';
import { Schema, SchemaType } from './schema.js';
import { schemaTypeByText, TypeNative } from './types.js';

/** Makes the schema of an object in place. */
export type MakeSchema = (definition: ObjectValue, options: ObjectValue | undefined, site: Site) => Schema;

interface Reading {
  readonly schema: Schema;
  readonly path: string;
  readonly options: ObjectValue;
  readonly site: Site;
  readonly make: MakeSchema;
}

/** The type of a path as `Schema.prototype.interpretAsType` makes it (lib/schema.js, 6 to 9). */
export function readType(
  schema: Schema,
  path: string,
  given: Value,
  site: Site,
  make: MakeSchema,
): SchemaType {
  if (given instanceof SchemaType) return given.path === path ? given : cloneType(given, site, path);
  const options = given instanceof ObjectValue ? given : wrapped(schema.typeKey, given, site);
  const reading = { schema, path, options, site, make };
  const written = property(options, schema.typeKey);
  if (written.kind === 'unknown')
    return unreadable(reading, `The type of the path \`${path}\` could not be read: ${written.reason}.`);
  const isMixed =
    truthOf(written) === false ||
    (schema.typeKey === 'type' && written instanceof ObjectValue && hasType(written)) ||
    written instanceof ObjectValue ||
    (written.kind === 'primitive' && written.value === 'mixed');
  if (isMixed) return simple(reading, 'plain', 'Mixed');
  if (written instanceof SchemaType && site.spot.unit.mongoose < 8)
    return unreadable(reading, `Up to version 7 Mongoose does not take the type of the path \`${path}\`.`);
  if (written instanceof SchemaType) return written.path === path ? written : cloneType(written, site, path);
  if (written.kind === 'array' || isGlobalArray(written) || isTypeNamed(written, 'Array', 'native'))
    return readArray(reading, written);
  if (written instanceof Schema) return single(reading, written);
  const known = typeOf(written);
  if (known === null) return unreadable(reading, `The type of the path \`${path}\` could not be read.`);
  if (notWritten.has(known))
    return unreadable(reading, `Mongoose refuses \`${known}\` as the type of the path \`${path}\`.`);
  return known === 'Map' ? readMap(reading) : simple(reading, known === 'Array' ? 'array' : 'plain', known);
}

/** Classes that are not written as a type, but constructed. */
const notWritten = new Set(['Embedded', 'Subdocument', 'DocumentArray', 'DocumentArrayElement']);

function wrapped(typeKey: string, value: Value, { spot, conditions }: Site): ObjectValue {
  const options = new ObjectValue(spot);
  options.put(typeKey, entryOf(value, spot, conditions));
  return options;
}

export function hasType(value: ObjectValue): boolean {
  return truthOf(property(value, 'type')) !== false;
}

/** `Array` and `'array'` take along what `of` says; `Schema.Types.Array` does not. */
function isGlobalArray(type: Value): boolean {
  return (
    (type.kind === 'primitive' && type.value === 'array') ||
    (type.kind === 'native' && type.name === 'Array' && !(type instanceof TypeNative))
  );
}

function isTypeNamed(type: Value, name: string, kind: 'native' | 'text'): boolean {
  return kind === 'native'
    ? type instanceof TypeNative && type.name === name
    : type.kind === 'primitive' && type.value === name;
}

/** Mongoose's name of a type; null where it is none that is known. */
function typeOf(type: Value): string | null {
  if (type instanceof TypeNative) return type.name;
  if (type.kind === 'primitive' && typeof type.value === 'string')
    return schemaTypeByText(type.value)?.name ?? null;
  return type.kind === 'native' && type.name === 'Object' ? 'Mixed' : null;
}

function simple(
  { path, options, site, schema }: Reading,
  shape: Shape,
  instance: string,
  embedded: SchemaType | null = null,
): SchemaType {
  return new SchemaType({ path, shape, instance, options, site, behaviour: schema.behaviour, embedded });
}

export function unreadable(
  { schema, path, site }: Pick<Reading, 'schema' | 'path' | 'site'>,
  message: string,
  spot: Spot = site.spot,
): SchemaType {
  const options = new ObjectValue(site.spot);
  const type = new SchemaType({
    path,
    shape: 'plain',
    instance: 'unknown',
    options,
    site,
    behaviour: schema.behaviour,
  });
  type.gap('unknown-path', message, spot);
  return type;
}

function single({ path, options, site, schema: outer }: Reading, given: Schema): SchemaType {
  const schema = schemaWithId(given, [options], site);
  const { behaviour } = outer;
  return new SchemaType({ path, shape: 'single', instance: 'Embedded', options, site, behaviour, schema });
}

function documents(
  { path, options, site, schema: outer }: Reading,
  given: Schema,
  schemaOptions: ObjectValue | null,
): SchemaType {
  const schema = schemaWithId(given, [schemaOptions, options], site);
  const { behaviour } = outer;
  return new SchemaType({
    path,
    shape: 'documents',
    instance: 'Array',
    options,
    site,
    behaviour,
    schema,
    schemaOptions,
  });
}

function readArray(reading: Reading, type: Value): SchemaType {
  const { schema, path, options, site, make } = reading;
  const { typeKey } = schema;
  const given = isGlobalArray(type)
    ? ['cast', 'of'].map((name) => property(options, name)).find((one) => truthOf(one) !== false)
    : type.kind === 'array'
      ? (type.items[0] ?? type.rest ?? undefined)
      : undefined;
  if (!given || (given.kind === 'primitive' && given.value === undefined))
    return simple(reading, 'array', 'Array');
  if (given.kind === 'unknown')
    return unreadable(reading, `What the array \`${path}\` holds could not be read: ${given.reason}.`);
  if (isNullish(given))
    return unreadable(reading, `Mongoose refuses the array \`${path}\`: it holds nothing.`);
  if (given instanceof Schema) return documents(reading, given, null);
  const inner = given instanceof ObjectValue ? property(given, typeKey) : null;
  if (inner?.kind === 'unknown')
    return unreadable(reading, `What the array \`${path}\` holds could not be read: ${inner.reason}.`);
  if (given instanceof ObjectValue && inner instanceof Schema) return documents(reading, inner, given);
  const plainType = given instanceof ObjectValue ? property(given, 'type') : null;
  const isArrayAgain =
    given.kind === 'array' ||
    (plainType !== null &&
      ((isGlobalArray(plainType) && plainType.kind === 'native') || isTypeNamed(plainType, 'Array', 'text')));
  if (isArrayAgain) {
    // Mongoose writes the language's own `Array` where it finds the text.
    const again =
      given instanceof ObjectValue && plainType?.kind === 'primitive' ? withText(given, site) : given;
    return simple(reading, 'array', 'Array', readType(schema, path, again, site, make));
  }
  const hasOwnType =
    inner !== null &&
    truthOf(inner) !== false &&
    !(typeKey === 'type' && inner instanceof ObjectValue && hasType(inner));
  const held = hasOwnType ? inner : given;
  if (held instanceof ObjectValue) {
    if (held.entries.size === 0 && !held.rest) return simple(reading, 'array', 'Array');
    return documents(reading, make(held, implicitOptions(schema, true), site), null);
  }
  if (held.kind === 'array')
    return simple(reading, 'array', 'Array', readType(schema, path, held, site, make));
  if (held instanceof SchemaType) return simple(reading, 'array', 'Array', held);
  const name = typeOf(held);
  if (name === null || notWritten.has(name))
    return unreadable(reading, `What the array \`${path}\` holds could not be read.`);
  const embedded = simple(
    {
      ...reading,
      options: given instanceof ObjectValue ? plainCopy(given, site) : new ObjectValue(site.spot),
    },
    'plain',
    name,
  );
  return simple(reading, 'array', 'Array', embedded);
}

function withText(given: ObjectValue, { spot, conditions }: Site): ObjectValue {
  const copy = new ObjectValue(given.spot);
  copy.rest = given.rest;
  copy.putAll(given);
  copy.put('type', { value: { kind: 'primitive', value: 'array' }, spot, conditions });
  return copy;
}

/** A schema that Mongoose makes of an object in place takes the outer `typeKey` along, in an array also `_id`. */
export function implicitOptions(schema: Schema, isArray: boolean): ObjectValue {
  const options = new ObjectValue(schema.spot);
  for (const name of isArray ? ['typeKey', '_id'] : ['typeKey']) {
    const entry = schema.userOptions.entries.get(name);
    if (entry) options.put(name, entry);
  }
  return options;
}

/** `SchemaMap.prototype._createNestedSchemaType` (lib/schema/map.js). */
function readMap(reading: Reading): SchemaType {
  const { schema, path, options, site, make } = reading;
  const of = property(options, 'of');
  const inside = `${path}.$*`;
  let held: Value;
  if (of.kind === 'unknown')
    return unreadable(reading, `What the map \`${path}\` holds could not be read: ${of.reason}.`);
  if (isNullish(of)) held = new ObjectValue(site.spot);
  else if (of instanceof ObjectValue) {
    const isInline = of.entries.size > 0 && !of.entries.has(schema.typeKey);
    held = isInline ? wrapped(schema.typeKey, make(of, undefined, site), site) : of;
  } else held = wrapped(schema.typeKey, of, site);
  return simple(reading, 'map', 'Map', readType(schema, inside, held, site, make));
}

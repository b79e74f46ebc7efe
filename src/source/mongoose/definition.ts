import { holds, type Conditions } from '../conditions.js';
import { ObjectValue, isNullish, property, truthOf, type Entry, type Spot, type Value } from '../values.js';
import { pathIndexOf, type PathIndex } from './path-index.js';
import { Schema, type SchemaPath } from './schema.js';
import { schemaTypeByText, TypeNative } from './types.js';

interface Context {
  readonly schema: Schema;
  readonly conditions: Conditions;
}

/** Adds the paths of a definition, as Mongoose's `Schema.prototype.add` does (lib/schema.js, 6 to 9). */
export function addDefinition(
  schema: Schema,
  definition: Value,
  prefix: string,
  { spot, conditions }: { readonly spot: Spot; readonly conditions: Conditions },
): void {
  if (definition.kind === 'array') {
    for (const one of definition.items) addDefinition(schema, one, prefix, { spot, conditions });
    return;
  }
  if (definition instanceof Schema) {
    schema.merge(definition);
    return;
  }
  if (!(definition instanceof ObjectValue)) {
    if (definition.kind === 'unknown') {
      schema.gap(
        'unknown-definition',
        `The definition could not be read: ${definition.reason}.`,
        definition.spot,
      );
    } else if (!isNullish(definition))
      schema.gap('unknown-definition', 'The definition is not an object.', spot);
    return;
  }
  if (definition.rest) {
    schema.gap(
      'unknown-paths',
      `Some paths could not be read: ${definition.rest.reason}.`,
      definition.rest.spot,
    );
  }
  for (const [key, entry] of definition.entries) {
    if (holds(entry.conditions, conditions)) addPath({ schema, conditions }, prefix + key, entry);
    else schema.gap('conditional', `The path \`${prefix}${key}\` depends on a condition.`, entry.spot);
  }
}

function addPath(context: Context, name: string, { value, spot }: Entry): void {
  const { schema, conditions } = context;
  if (value.kind === 'unknown') {
    schema.gap('unknown-path', `The path \`${name}\` could not be read: ${value.reason}.`, spot);
    return;
  }
  if (!(value instanceof ObjectValue)) {
    put(schema, readType(context, name, value, new ObjectValue(spot), spot));
    return;
  }
  const type = property(value, schema.typeKey);
  if (type.kind === 'unknown') {
    schema.gap('unknown-path', `The type of the path \`${name}\` could not be read: ${type.reason}.`, spot);
    return;
  }
  if (value.entries.size === 0 && !value.rest) put(schema, plain(name, null, spot));
  else if (
    truthOf(type) === false ||
    (schema.typeKey === 'type' && type instanceof ObjectValue && hasType(type))
  ) {
    addDefinition(schema, value, `${name}.`, { spot, conditions });
  } else put(schema, readType(context, name, type, value, spot));
}

function hasType(value: ObjectValue): boolean {
  return truthOf(property(value, 'type')) !== false;
}

function put(schema: Schema, path: SchemaPath): void {
  const clash = [...schema.paths.keys()].find(
    (name) => name.startsWith(`${path.name}.`) || path.name.startsWith(`${name}.`),
  );
  if (clash !== undefined) {
    schema.gap('redefined', `The paths \`${clash}\` and \`${path.name}\` lie inside one another.`, path.spot);
  }
  schema.paths.set(path.name, path);
}

/** A path that holds no schema. */
export function plain(name: string, index: PathIndex | null, spot: Spot): SchemaPath {
  return { name, index, schema: null, isDocumentArray: false, excludesIndexes: false, spot };
}

/** One path of a known type, as `Schema.prototype.interpretAsType` takes it. */
function readType(context: Context, name: string, type: Value, options: ObjectValue, spot: Spot): SchemaPath {
  const { schema } = context;
  if (type.kind === 'array' || isArrayWord(type) || (type.kind === 'native' && type.name === 'Array')) {
    return readArray(context, name, type, options, spot);
  }
  const index = ownIndex(context, options, isDate(type));
  if (type instanceof Schema) return nested(name, index, type, options, false, spot);
  if (type instanceof ObjectValue) {
    const isEmpty = type.entries.size === 0 && !type.rest;
    return isEmpty
      ? plain(name, index, spot)
      : nested(name, index, implicit(context, type), options, false, spot);
  }
  if (isMap(type)) readMap(context, name, options, spot);
  else if (isDate(type) === null) {
    schema.gap('unknown-path', `The type of the path \`${name}\` could not be read.`, spot);
  }
  return plain(name, index, spot);
}

/** `'array'` and the language's own `Array` take along what `of` says; `Schema.Types.Array` does not. */
function isArrayWord(type: Value): boolean {
  return type.kind === 'primitive' && type.value === 'array';
}

function readArray(
  context: Context,
  name: string,
  type: Value,
  options: ObjectValue,
  spot: Spot,
): SchemaPath {
  const { schema } = context;
  const index = ownIndex(context, options, false);
  const isOpen = isArrayWord(type) || !(type instanceof TypeNative);
  const given = isOpen ? firstGiven(options, ['cast', 'of']) : undefined;
  const cast = type.kind === 'array' ? type.items[0] : given;
  if (type.kind === 'array' && type.rest) {
    schema.gap(
      'unknown-path',
      `What the array \`${name}\` holds could not be read: ${type.rest.reason}.`,
      spot,
    );
  }
  if (!cast || isNullish(cast)) return plain(name, index, spot);
  if (cast.kind === 'unknown') {
    schema.gap('unknown-path', `What the array \`${name}\` holds could not be read: ${cast.reason}.`, spot);
    return plain(name, index, spot);
  }
  if (cast instanceof Schema) return nested(name, null, cast, options, true, spot);
  if (!(cast instanceof ObjectValue)) return plain(name, index, spot);
  const inner = property(cast, schema.typeKey);
  if (inner.kind === 'unknown') {
    schema.gap('unknown-path', `What the array \`${name}\` holds could not be read: ${inner.reason}.`, spot);
    return plain(name, index, spot);
  }
  if (inner instanceof Schema) {
    const excludes = [options, cast, inner.options].some(excludesIndexes);
    return { name, index: null, schema: inner, isDocumentArray: true, excludesIndexes: excludes, spot };
  }
  const hasOwnType =
    truthOf(inner) !== false &&
    !(schema.typeKey === 'type' && inner instanceof ObjectValue && hasType(inner));
  const documents = hasOwnType ? inner : cast;
  if (documents instanceof ObjectValue) {
    if (documents.entries.size === 0 && !documents.rest) return plain(name, index, spot);
    return nested(name, null, implicit(context, documents), options, true, spot);
  }
  // The array's own index counts before that of what it holds.
  return plain(name, index ?? ownIndex(context, cast, isDate(inner)), spot);
}

function readMap({ schema, conditions }: Context, name: string, options: ObjectValue, spot: Spot): void {
  const of = property(options, 'of');
  if (of.kind === 'unknown')
    schema.gap('unknown-path', `What the map \`${name}\` holds could not be read: ${of.reason}.`, spot);
  if (!(of instanceof ObjectValue) && !(of instanceof Schema)) return;
  const probe = new Schema(spot, conditions, undefined, schema.members);
  const definition = new ObjectValue(spot);
  definition.entries.set('of', { value: of, spot, conditions });
  addDefinition(probe, definition, '', { spot, conditions });
  const asksForIndex = (one: Schema): boolean =>
    one.indexes.length > 0 ||
    one.gaps.length > 0 ||
    [...one.paths.values()].some(
      ({ index, schema: inner }) => index !== null || (inner !== null && asksForIndex(inner)),
    );
  if (asksForIndex(probe)) schema.gap('map', `Indexes inside the map \`${name}\` are not read yet.`, spot);
}

function ownIndex(
  { schema, conditions }: Context,
  options: ObjectValue,
  isDate: boolean | null,
): PathIndex | null {
  return pathIndexOf(options, isDate, conditions, (code, message, spot) => {
    schema.gap(code, message, spot);
  });
}

/** A schema that Mongoose makes of an object in place; it takes the outer `typeKey` along. */
function implicit({ schema, conditions }: Context, definition: ObjectValue): Schema {
  const options = new ObjectValue(definition.spot);
  const typeKey = schema.options.entries.get('typeKey');
  if (typeKey) options.entries.set('typeKey', typeKey);
  const inner = new Schema(definition.spot, conditions, options, schema.members);
  inner.pathOrigin = schema.pathOrigin;
  addDefinition(inner, definition, '', { spot: definition.spot, conditions });
  return inner;
}

function nested(
  name: string,
  index: PathIndex | null,
  schema: Schema,
  options: ObjectValue,
  isDocumentArray: boolean,
  spot: Spot,
): SchemaPath {
  return {
    name,
    index,
    schema,
    isDocumentArray,
    excludesIndexes: [options, schema.options].some(excludesIndexes),
    spot,
  };
}

function excludesIndexes(options: ObjectValue): boolean {
  return truthOf(property(options, 'excludeIndexes')) === true;
}

function firstGiven(options: ObjectValue, names: readonly string[]): Value | undefined {
  return names.map((name) => options.entries.get(name)?.value).find((value) => value !== undefined);
}

/** Null where the type is none that Mongoose knows. */
function isDate(type: Value): boolean | null {
  if (type instanceof TypeNative) return type.name === 'Date';
  if (type.kind === 'primitive' && typeof type.value === 'string') {
    const named = schemaTypeByText(type.value);
    return named ? named.name === 'Date' : type.value === 'mixed' ? false : null;
  }
  return type instanceof Schema ||
    type instanceof ObjectValue ||
    type.kind === 'array' ||
    (type.kind === 'native' && ['Object', 'Array'].includes(type.name))
    ? false
    : null;
}

function isMap(type: Value): boolean {
  return (
    (type instanceof TypeNative && type.name === 'Map') || (type.kind === 'primitive' && type.value === 'Map')
  );
}

import { holds } from '../conditions.js';
import { entryOf } from '../made.js';
import {
  ArrayValue,
  isNullish,
  ObjectValue,
  primitive,
  property,
  stringOf,
  truthOf,
  unknown,
  type Entry,
  type Primitive,
  type Value,
} from '../values.js';
import { keepInTree } from './definition-tree.js';
import { listInner } from './inner-paths.js';
import { siteOf, type Site } from './path-index.js';
import { Schema, SchemaType, type SchemaBehaviour } from './schema.js';
import { takeOptions } from './schema-options.js';
import { hasType, implicitOptions, readType, unreadable } from './type-reading.js';
import { schemaTypeByText } from './types.js';

/** `new Schema(definition, options)`, as its constructor in lib/schema.js (6 to 9). */
export function makeSchema(
  definition: Value | undefined,
  options: Value | undefined,
  site: Site,
  behaviour: SchemaBehaviour,
): Schema {
  const schema = new Schema(site.spot, site.conditions, behaviour);
  fillSchema(schema, definition, options, site);
  return schema;
}

function fillSchema(
  schema: Schema,
  definition: Value | undefined,
  options: Value | undefined,
  site: Site,
): void {
  takeOptions(schema, options, site);
  for (const kind of ['statics', 'methods', 'query'] as const)
    schema.functions[kind].take({ args: [schema.option(kind)] });
  schema.definition = definition ?? null;
  if (definition instanceof ArrayValue) {
    if (definition.rest)
      schema.gap('unknown-definition', 'A part of the definition could not be read.', site.spot);
    for (const one of definition.items) addDefinition(schema, one, '', site);
  } else if (definition && !isNullish(definition)) addDefinition(schema, definition, '', site);
  const id = definition instanceof ObjectValue ? property(definition, '_id') : null;
  const isSubdocument = id instanceof ObjectValue || id instanceof Schema || id instanceof SchemaType;
  const wanted = schema.option('_id');
  const isWanted =
    wanted.kind === 'primitive' && wanted.value === undefined ? true : truthOf(wanted) !== false;
  if (isWanted && !isSubdocument && !schema.paths.has('_id')) addAutoId(schema, site);
  addTimestamps(schema, schema.option('timestamps'), site);
}

function addAutoId(schema: Schema, { spot, conditions }: Site): void {
  const options = new ObjectValue(spot);
  options.put('auto', entryOf(primitive(true), spot, conditions));
  options.put(schema.typeKey, entryOf(primitive('ObjectId'), spot, conditions));
  setPath(schema, '_id', options, siteOf(spot, conditions));
}

/**
 * Timestamps are paths of their own from the construction on, so that a later definition of them keeps their place
 * (lib/helpers/timestamps/setupTimestamps.js).
 */
export function addTimestamps(schema: Schema, timestamps: Value, site: Site): void {
  if (timestamps.kind === 'unknown') {
    schema.gap(
      'unknown-options',
      `The option \`timestamps\` could not be read: ${timestamps.reason}.`,
      timestamps.spot,
    );
    return;
  }
  if (truthOf(timestamps) !== true) return;
  for (const standard of ['createdAt', 'updatedAt']) {
    const given = timestamps instanceof ObjectValue ? timestamps.entries.get(standard)?.value : undefined;
    if (given && given.kind !== 'primitive')
      schema.gap('unknown-options', `The name of \`${standard}\` could not be read.`, site.spot);
    const name = !given || truthOf(given) === true ? (stringOf(given) ?? standard) : null;
    if (name === null || schema.paths.has(name)) continue;
    const date = schemaTypeByText('date');
    if (date) setPath(schema, name, date, site);
  }
}

/** `Schema.prototype.add`. */
export function addDefinition(schema: Schema, definition: Value, prefix: string, site: Site): void {
  if (definition instanceof Schema) {
    mergeSchema(schema, definition, site, false);
    return;
  }
  if (!(definition instanceof ObjectValue)) {
    if (definition.kind === 'unknown') {
      schema.gap(
        'unknown-definition',
        `The definition could not be read: ${definition.reason}.`,
        definition.spot,
      );
    } else schema.gap('unknown-definition', 'The definition is not an object.', site.spot);
    return;
  }
  if (definition.rest) {
    const { reason, spot } = definition.rest;
    schema.gap('unknown-paths', `Some paths could not be read: ${reason}.`, spot);
  }
  const id = property(definition, '_id');
  if (prefix === '' && id.kind === 'primitive' && id.value === false) {
    schema.options.put('_id', { value: id, spot: site.spot, conditions: site.conditions });
  }
  for (const [key, entry] of [...definition.entries]) {
    if (
      special.has(key) ||
      (key === '_id' && entry.value.kind === 'primitive' && entry.value.value === false)
    )
      continue;
    const name = prefix + key;
    const { unit } = site.spot;
    const spot = entry.spot.unit === unit ? entry.spot : { ...entry.spot, unit };
    const here = siteOf(spot, site.conditions);
    if (holds(entry.conditions, site.conditions)) addPath(schema, name, entry, here);
    else putUnreadable(schema, name, here, `The path \`${name}\` depends on a condition.`, 'conditional');
  }
}

const special = new Set(['__proto__', 'constructor', 'prototype']);

function addPath(schema: Schema, name: string, { value }: Entry, site: Site): void {
  if (value.kind === 'unknown') {
    putUnreadable(schema, name, site, `The path \`${name}\` could not be read: ${value.reason}.`);
    return;
  }
  if (value.kind === 'primitive' && !isType(value.value, site.spot.unit.mongoose)) {
    putUnreadable(schema, name, site, `Mongoose refuses the path \`${name}\`: it is no type.`);
    return;
  }
  if (value.kind === 'native' && value.name === 'virtual') return;
  if (!(value instanceof ObjectValue)) {
    const [first] = value.kind === 'array' ? value.items : [];
    addDiscriminators(schema, setPath(schema, name, value, site), first, site);
    return;
  }
  const { typeKey } = schema;
  const type = property(value, typeKey);
  if (type.kind === 'unknown') {
    putUnreadable(schema, name, site, `The type of the path \`${name}\` could not be read: ${type.reason}.`);
    return;
  }
  if (value.entries.size === 0 && !value.rest) setPath(schema, name, value, site);
  else if (truthOf(type) === false || (typeKey === 'type' && type instanceof ObjectValue && hasType(type))) {
    schema.nested.add(name);
    addDefinition(schema, value, `${name}.`, site);
  } else if (type instanceof ObjectValue && (type.entries.size > 0 || type.rest)) {
    const inner = makeSchema(
      type,
      implicitOptions(schema, false),
      { ...site, spot: type.spot },
      schema.behaviour,
    );
    const around = new ObjectValue(value.spot);
    around.rest = value.rest;
    for (const [key, entry] of value.entries)
      around.put(key, key === typeKey ? { ...entry, value: inner } : entry);
    setPath(schema, name, around, site);
  } else addDiscriminators(schema, setPath(schema, name, value, site), value, site);
}

/** Mongoose 6 takes what is false for a mixed type. */
function isType(value: Primitive['value'], major: number): boolean {
  if (typeof value === 'string' && (schemaTypeByText(value) || value === 'mixed')) return true;
  return major < 7 && (value ?? null) !== null && !value;
}

/** The option `discriminators` beside a schema, by their names. */
function addDiscriminators(schema: Schema, type: SchemaType, beside: Value | undefined, site: Site): void {
  const given = beside instanceof ObjectValue ? beside.entries.get('discriminators')?.value : undefined;
  if (!(given instanceof ObjectValue) && given?.kind !== 'unknown') return;
  if (given.kind === 'unknown' || given.rest) {
    type.gap('discriminator', 'The option `discriminators` could not be read.', site.spot);
    return;
  }
  for (const [name, entry] of given.entries)
    schema.behaviour.discriminate(type, [primitive(name), entry.value, undefined], site);
}

function putUnreadable(
  schema: Schema,
  name: string,
  site: Site,
  message: string,
  code = 'unknown-path',
): void {
  const type = unreadable({ schema, path: name, site }, message);
  type.gaps = [{ code, message, spot: site.spot }, ...type.gaps.slice(1)];
  schema.revision += 1;
  keepInTree(schema, name, unknown(message.replace(/\.$/, ''), site.spot), site);
  schema.paths.set(name, type);
}

/** `Schema.prototype.path(name, definition)`. */
export function setPath(schema: Schema, name: string, given: Value, site: Site): SchemaType {
  keepInTree(schema, name, given, site);
  const make = (definition: ObjectValue, options: ObjectValue | undefined, at: Site): Schema =>
    makeSchema(definition, options, { ...at, spot: definition.spot }, schema.behaviour);
  const type = readType(schema, name, given, site, make);
  schema.revision += 1;
  schema.paths.set(name, type);
  schema.removed.delete(name);
  listInner(schema, name, type);
  if (type.shape === 'map' && type.embedded) schema.paths.set(`${name}.$*`, type.embedded);
  const alias = given instanceof ObjectValue ? property(given, 'alias') : undefined;
  for (const one of alias?.kind === 'array' ? alias.items : alias ? [alias] : []) {
    const text = stringOf(one);
    if (text !== null) schema.aliases.set(text, name);
  }
  return type;
}

/** lib/helpers/schema/merge.js: Mongoose 6 leaves the options of the other schema behind. */
export function mergeSchema(schema: Schema, other: Schema, site: Site, skipsConflicts: boolean): void {
  const added = new ObjectValue(other.spot);
  for (const [name, entry] of other.tree.entries) {
    const isTaken = schema.paths.has(name) || schema.nested.has(name);
    if (!(skipsConflicts && isTaken)) added.put(name, { ...entry, conditions: site.conditions });
  }
  addDefinition(schema, added, '', site);
  for (const [name, { value }] of site.spot.unit.mongoose < 7 ? [] : other.userOptions.entries)
    if (!schema.userOptions.entries.has(name)) setOption(schema, name, value, site);
  schema.indexes = [...schema.indexes, ...other.indexes];
  schema.copied = [...schema.copied, { from: other, spot: site.spot }];
  schema.noteUse(site.spot);
  for (const { code, message, spot } of other.gaps) schema.gap(code, message, spot);
}

/** `Schema.prototype.set`. */
export function setOption(schema: Schema, name: string, value: Value, site: Site): void {
  if (name === 'timestamps') addTimestamps(schema, value, site);
  schema.setOption(name, value, site);
  if (name !== '_id') return;
  const id = schema.paths.get('_id');
  if (truthOf(value) === true && !id) addAutoId(schema, site);
  else if (truthOf(value) === false && id && truthOf(property(id.options, 'auto')) === true) {
    schema.paths.delete('_id');
    schema.tree.remove('_id');
  }
}

import { ArrayValue, ObjectValue, truthOf, type Value } from '../values.js';
import { findPath, listInner, removeInner } from './inner-paths.js';
import type { Site } from './path-index.js';
import { inheritPlugged } from './plugin-order.js';
import type { SchemaIndex } from './schema-data.js';
import { Schema, SchemaType } from './schema.js';
import { noteCopy } from '../shared-objects.js';

/** Mongoose's `clone` (lib/helpers/clone.js): schemas in it are shared, paths are cloned. */
export function copyOf(value: Value, site: Site): Value {
  if (value instanceof ObjectValue) {
    if (value.prototype) return value;
    const copy = new ObjectValue(value.spot);
    noteCopy(copy, value, site.spot);
    copy.rest = value.rest;
    copy.putAll(value);
    for (const [key, entry] of value.entries) {
      const held = copyOf(entry.value, site);
      if (held !== entry.value) copy.put(key, { ...entry, value: held });
    }
    return copy;
  }
  if (value instanceof ArrayValue) {
    const copy = new ArrayValue(
      value.items.map((item) => copyOf(item, site)),
      value.spot,
      value.conditions,
    );
    copy.rest = value.rest;
    return copy;
  }
  return value instanceof SchemaType ? cloneType(value, site) : value;
}

/** `Schema.prototype._clone` (lib/schema.js). Schemas of subdocuments are shared, as there. */
export function cloneSchema(schema: Schema, site: Site): Schema {
  const copy = new Schema(site.spot, site.conditions, schema.behaviour);
  copy.options = plainCopy(schema.options, site);
  copy.userOptions =
    schema.userOptions === schema.options ? copy.options : plainCopy(schema.userOptions, site);
  copy.definition = schema.definition;
  copy.tree = plainCopy(schema.tree, site);
  copy.indexes = schema.indexes.map((index) => copyOfIndex(index, site));
  copy.gaps = schema.gaps;
  copy.copied = [...copy.copied, { from: schema, spot: site.spot }];
  for (const [name, type] of schema.paths) {
    const isOfMap = name.endsWith('.$*') && site.spot.unit.mongoose >= 8;
    const held = isOfMap ? copy.paths.get(name.slice(0, -3)) : undefined;
    copy.paths.set(name, held?.shape === 'map' && held.embedded ? held.embedded : cloneType(type, site));
  }
  for (const [path, type] of schema.inner.inArrays)
    copy.inner.inArrays.set(path, type && cloneType(type, site));
  for (const [name, type] of copy.paths) if (type.shape === 'single') listInner(copy, name, type);
  schema.noteUse(site.spot);
  copy.clonedPaths = new Set(copy.paths.values());
  for (const one of schema.nested) copy.nested.add(one);
  for (const [alias, path] of schema.aliases) copy.aliases.set(alias, path);
  for (const [name, one] of schema.discriminators) copy.discriminators.set(name, one);
  for (const [name, one] of schema.askedDiscriminators) copy.askedDiscriminators.set(name, one);
  copy.plugins = schema.plugins;
  copy.mapping = schema.mapping;
  inheritPlugged(copy, schema);
  return copy;
}

export function plainCopy(object: ObjectValue, site: Site): ObjectValue {
  const copy = copyOf(object, site);
  return copy instanceof ObjectValue ? copy : object;
}

function copyOfIndex({ key, options, ...more }: SchemaIndex, site: Site): SchemaIndex {
  return { ...more, key: copyOf(key, site), options: options && copyOf(options, site) };
}

/** `clone` of each class of schema types: only a plain one keeps an index that was changed after its definition. */
export function cloneType(type: SchemaType, site: Site, path = type.path): SchemaType {
  const { init, shape } = type;
  const copy = new SchemaType({
    ...init,
    path,
    site: { spot: { ...init.site.spot, unit: site.spot.unit }, conditions: site.conditions },
    options: type.options,
    schema: type.schema && (shape === 'single' || shape === 'documents') ? withId(type, site) : type.schema,
    embedded: type.embedded && shape === 'map' ? cloneType(type.embedded, site) : type.embedded,
  });
  copy.gaps = type.gaps;
  copy.appliedDiscriminators = type.appliedDiscriminators;
  if (shape === 'plain' || shape === 'map') {
    copy.index = type.index;
    copy.indexSpot = type.indexSpot;
  }
  return copy;
}

function withId({ schema, options, schemaOptions }: SchemaType, site: Site): Schema | null {
  return schema && schemaWithId(schema, [schemaOptions, options], site);
}

/** An `_id` option beside a schema makes a clone of it (lib/helpers/schema/handleIdOption.js). */
export function schemaWithId(schema: Schema, options: readonly (ObjectValue | null)[], site: Site): Schema {
  const id = options
    .map((one) => one?.entries.get('_id')?.value)
    .find((one) => one && !(one.kind === 'primitive' && (one.value ?? null) === null));
  if (!id) return schema;
  const copy = cloneSchema(schema, site);
  const truth = truthOf(id);
  if (truth === false) removePath(copy, '_id', site);
  return copy;
}

/** `Schema.prototype.remove` of one name. */
export function removePath(schema: Schema, name: string, { spot }: Site): void {
  if (!findPath(schema, name) && !schema.nested.has(name)) return;
  schema.revision += 1;
  const isNested = schema.nested.delete(name);
  const type = schema.paths.get(name);
  if (!isNested && type) schema.removed.set(name, type);
  if (!isNested) schema.paths.delete(name);
  const goesDeep = isNested || schema.spot.unit.mongoose >= 8;
  for (const path of goesDeep ? [...schema.paths.keys()] : [])
    if (path.startsWith(`${name}.`)) schema.paths.delete(path);
  if (isNested)
    for (const path of [...schema.nested]) if (path.startsWith(`${name}.`)) schema.nested.delete(path);
  if (schema.spot.unit.mongoose >= 9) removeInner(schema, name);
  const pieces = name.split('.');
  const last = pieces.pop() ?? name;
  let branch: Value | undefined = schema.tree;
  for (const piece of pieces)
    branch = branch instanceof ObjectValue ? branch.entries.get(piece)?.value : undefined;
  if (branch instanceof ObjectValue) branch.remove(last);
  // Inside `items: Object` the tree goes on with the class itself: `items.name` is `Object.name`.
  else if (branch?.kind === 'native' && branch.name === 'Object' && Object.hasOwn(Object, last))
    schema.gap(
      'changed',
      `Mongoose removes \`${last}\` of JavaScript's own \`Object\` with the path \`${name}\`, and from then on misreads definitions.`,
      spot,
    );
}

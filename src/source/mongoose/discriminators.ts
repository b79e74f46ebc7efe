import { touch } from '../units.js';
import {
  isNullish,
  ObjectValue,
  primitive,
  property,
  stringOf,
  truthOf,
  type Unit,
  type Value,
} from '../values.js';
import { cloneSchema, plainCopy, removePath } from './copying.js';
import { addDefinition, makeSchema } from './definition.js';
import { findPath } from './inner-paths.js';
import { mergeIntoDiscriminator } from './merging.js';
import type { Site } from './path-index.js';
import { Schema, type SchemaType } from './schema.js';

/** What a call of `discriminator(name, schema, options)` asks for; or why it could not be read. */
export interface DiscriminatorCall {
  readonly name: string;
  readonly schema: Schema;
  readonly value: Value;
  readonly hasOptions: boolean;
  /** False, by the option `clone`: what others hold is merged into. */
  readonly isClone: boolean;
}

/**
 * Reads the arguments of `discriminator`: the value may stand in the place of the options, and the schema is cloned
 * unless told otherwise (lib/model.js, lib/schema/subdocument.js, lib/schema/documentArray.js).
 */
export function discriminatorCall(
  [name, given, options]: readonly (Value | undefined)[],
  site: Site,
  behaviour: Schema['behaviour'],
): DiscriminatorCall | { readonly gap: string } {
  const text = name?.kind === 'class' ? (name.code.name ?? null) : stringOf(name);
  if (text === null) return { gap: 'The name of this discriminator could not be read.' };
  const value = options instanceof ObjectValue ? property(options, 'value') : options;
  const clone = options instanceof ObjectValue ? property(options, 'clone') : undefined;
  if (
    value?.kind === 'unknown' ||
    clone?.kind === 'unknown' ||
    (options instanceof ObjectValue && options.rest)
  )
    return { gap: 'The options of this discriminator could not be read.' };
  const isClone = !(clone?.kind === 'primitive' && clone.value === false);
  const schema =
    given instanceof Schema
      ? isClone
        ? cloneSchema(given, site)
        : given
      : given instanceof ObjectValue
        ? makeSchema(given, undefined, site, behaviour)
        : null;
  if (!schema) return { gap: 'The schema of this discriminator could not be read.' };
  if (given instanceof Schema) schema.writtenAt = given.writtenAt;
  return {
    name: text,
    schema,
    isClone,
    value: value && !isNullish(value) ? value : primitive(text),
    hasOptions:
      options instanceof ObjectValue &&
      ['mergeHooks', 'mergePlugins'].some((one) => options.entries.has(one)),
  };
}

/** A discriminator of the documents at a path: its indexes count with those of the path. */
export function discriminate(type: SchemaType, args: readonly (Value | undefined)[], site: Site): void {
  type.expectCertain(site);
  const base = type.schema;
  const read = base
    ? discriminatorCall(args, site, base.behaviour)
    : { gap: 'Only documents have discriminators.' };
  if (!base || 'gap' in read) {
    type.gap('discriminator', 'gap' in read ? read.gap : '', site.spot);
    return;
  }
  mergeDiscriminator(read, base, site);
  base.discriminators.set(read.name, read.schema);
}

/** Makes `schema` a discriminator of `base` (lib/helpers/model/discriminator.js, 9). */
export function mergeDiscriminator(
  { schema, value, hasOptions, isClone }: DiscriminatorCall,
  base: Schema,
  site: Site,
): void {
  touch(base.spot.unit, site.spot);
  const key = base.discriminatorKey;
  const { revision } = base;
  if (!findPath(base, key)) addText(base, key, site);
  base.revision = revision;
  schema.base = base;
  const id = base.paths.get('_id');
  if (id && truthOf(property(id.options, 'auto')) !== true) removePath(schema, '_id', site);
  const conflicts = [...base.paths.keys()].filter(
    (path) => schema.nested.has(path) || isInsideMixed(schema, path),
  );
  mergeIntoDiscriminator(schema, base, site, isClone);
  for (const path of conflicts) schema.paths.delete(path);
  addText(schema, key, site);
  schema.mapping = { key, value, hasOptions };
  const own = schema.userOptions;
  schema.options = plainCopy(base.options, site);
  schema.options.putAll(own);
  for (const { code, message, spot } of base.gaps) schema.gap(code, message, spot);
}

function addText(schema: Schema, key: string, site: Site): void {
  const definition = new ObjectValue(site.spot);
  definition.put(key, { value: primitive('String'), ...site });
  addDefinition(schema, definition, '', site);
}

function isInsideMixed(schema: Schema, path: string): boolean {
  const pieces = path.split('.').slice(0, -1);
  return pieces.some(
    (_, at) => schema.paths.get(pieces.slice(0, at + 1).join('.'))?.init.instance === 'Mixed',
  );
}

/** What `schema.discriminator` asked for counts when a model is made (applyEmbeddedDiscriminators.js, 7 to 9). */
export function applyEmbeddedDiscriminators(schema: Schema, unit: Unit, seen = new Set<Schema>()): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  for (const type of schema.paths.values()) {
    if (!type.schema) continue;
    applyEmbeddedDiscriminators(type.schema, unit, seen);
    if (type.appliedDiscriminators || type.schema.askedDiscriminators.size === 0) continue;
    if (unit.mongoose < 7) {
      const message = `Discriminators of the schema at the path \`${type.path}\` are not followed in Mongoose 6.`;
      type.gap('discriminator', message, type.spot);
    }
    for (const [name, asked] of type.schema.askedDiscriminators) {
      if (asked.schema instanceof Schema) applyEmbeddedDiscriminators(asked.schema, unit, seen);
      const { spot, conditions } = asked.site;
      const site = { spot: { ...spot, unit }, conditions };
      discriminate(innermost(type), [primitive(name), asked.schema, asked.options], site);
    }
    type.appliedDiscriminators = true;
  }
}

/** An array that was merged with documents hands on to what it holds (`SchemaArray.prototype.discriminator`). */
function innermost(type: SchemaType): SchemaType {
  return type.embedded ? innermost(type.embedded) : type;
}

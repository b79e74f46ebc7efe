import { touch } from '../units.js';
import { isNullish, ObjectValue, same, type Value } from '../values.js';
import { cloneSchema } from './copying.js';
import { mergeSchema } from './definition.js';
import type { Site } from './path-index.js';
import { Schema, SchemaType } from './schema.js';
import { noteWrite } from '../shared-objects.js';

/**
 * What a discriminator takes over of its base: what is there stays, schemas of documents grow together
 * (lib/helpers/discriminator/mergeDiscriminatorSchema.js, 9).
 */
export function mergeIntoDiscriminator(schema: Schema, base: Schema, site: Site, isClone: boolean): void {
  const merging = new Merging(site);
  if (schema.definition instanceof ObjectValue && base.definition instanceof ObjectValue)
    merging.mergeObjects(
      site.spot.unit.mongoose < 8 ? schema.definition : outermost(schema.definition),
      base.definition,
    );
  if (site.spot.unit.mongoose < 8) reportOverlap(schema, base, site, holdsIndexes);
  else if (!isClone) reportOverlap(schema, base, site, isContainer);
  merging.mergePaths(schema, base);
}

/**
 * Up to Mongoose 7 paths of the same name are merged into each other, whatever they hold; later on documents are, and
 * without a clone those that other schemas hold, too: that is not followed.
 */
function reportOverlap(
  schema: Schema,
  base: Schema,
  { spot }: Site,
  matters: (type: SchemaType) => boolean,
): void {
  for (const [name, from] of base.paths) {
    const to = schema.paths.get(name);
    if (!to || to === from || !(matters(to) || matters(from))) continue;
    const message = `The path \`${name}\` is defined by the discriminator and by its base: what Mongoose ${spot.unit.mongoose} makes of both is not followed.`;
    for (const one of [schema, base, to.schema, from.schema]) one?.gap('discriminator', message, spot);
  }
}

function holdsIndexes({ index, schema, embedded }: SchemaType): boolean {
  return index !== null || schema !== null || (embedded !== null && holdsIndexes(embedded));
}

/** From version 8 on Mongoose writes into a copy of the outermost object alone. */
function outermost(definition: ObjectValue): ObjectValue {
  const copy = new ObjectValue(definition.spot);
  copy.putAll(definition);
  copy.rest = definition.rest;
  return copy;
}

class Merging {
  /** What was merged once is not merged again, wherever it stands. */
  readonly #seen = new Set<ObjectValue | SchemaType>();

  constructor(readonly site: Site) {}

  mergePaths(schema: Schema, base: Schema): void {
    schema.removed.clear();
    this.#mergeAll(schema, schema.paths, base.paths);
    this.#mergeAll(schema, schema.inner.inArrays, base.inner.inArrays);
    this.#mergeAll(schema, schema.inner.inSubdocuments, base.inner.inSubdocuments);
    for (const one of base.nested) schema.nested.add(one);
    for (const [alias, path] of base.aliases) if (!schema.aliases.has(alias)) schema.aliases.set(alias, path);
    for (const [name, entry] of base.tree.entries)
      if (!schema.tree.entries.has(name)) schema.tree.put(name, entry);
  }

  /** Definitions and options are merged in place: an index is completed by that of the base. */
  mergeObjects(to: ObjectValue, from: ObjectValue): void {
    if (this.#seen.has(from)) return;
    this.#seen.add(from);
    to.rest ??= from.rest;
    for (const [key, entry] of [...from.entries]) {
      const own = to.entries.get(key)?.value;
      const merged = this.#merged(own, entry.value);
      if (merged === own || (own && same(own, merged))) continue;
      touch(to.spot.unit, this.site.spot);
      noteWrite(to, this.site.spot);
      to.put(key, { ...entry, value: merged, conditions: this.site.conditions });
    }
  }

  /** What becomes of a value that meets one of the base. */
  #merged(own: Value | undefined, from: Value): Value {
    if (own === undefined || isNullish(own)) return from;
    if (from instanceof Schema)
      return own instanceof Schema ? this.#mergedSchema(own, from) : cloneSchema(from, this.site);
    if (!(from instanceof ObjectValue)) return own;
    const object = own instanceof ObjectValue ? own : new ObjectValue(this.site.spot);
    this.mergeObjects(object, from);
    return own instanceof Schema || own instanceof SchemaType ? own : object;
  }

  /** Also of a schema with itself, whose indexes count twice then. */
  #mergedSchema(own: Schema, from: Schema): Schema {
    touch(own.spot.unit, this.site.spot);
    mergeSchema(own, cloneSchema(from, this.site), this.site, true);
    return own;
  }

  #mergeAll<T extends SchemaType | null>(
    schema: Schema,
    into: Map<string, T>,
    from: ReadonlyMap<string, T>,
  ): void {
    for (const [name, its] of from) {
      const own = into.get(name);
      if (own === undefined) into.set(name, its);
      else if (own && its) this.#mergeOne(schema, own, its);
    }
  }

  #mergeOne(schema: Schema, to: SchemaType, from: SchemaType): void {
    if ([to, from].some(isContainer) && [to, from].some(({ shape }) => shape === 'map')) {
      const message = `The path \`${to.path}\` is a map here and documents there.`;
      schema.gap('discriminator', message, this.site.spot);
    }
    if (!isContainer(from) || (isContainer(to) && to.shape !== from.shape) || this.#seen.has(from)) return;
    this.#seen.add(from);
    this.#mergeContainers(to, from);
    if (to.parentArray && from.parentArray) this.#mergeOne(schema, to.parentArray, from.parentArray);
    else to.parentArray ??= from.parentArray;
  }

  /** A path that holds no documents becomes one of those of the base: Mongoose copies all that it lacks. */
  #mergeContainers(to: SchemaType, from: SchemaType): void {
    if (!isContainer(to)) to.shape = from.shape;
    this.mergeObjects(to.options, from.options);
    if (from.index !== null) to.index = this.#merged(to.index ?? undefined, from.index);
    if (from.schema) to.schema = to.schema ? this.#mergedSchema(to.schema, from.schema) : from.schema;
    if (to.schemaOptions && from.schemaOptions) this.mergeObjects(to.schemaOptions, from.schemaOptions);
    else to.schemaOptions ??= from.schemaOptions;
    to.appliedDiscriminators ||= from.appliedDiscriminators;
  }
}

function isContainer({ shape }: SchemaType): boolean {
  return shape === 'single' || shape === 'documents';
}

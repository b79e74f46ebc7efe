import type { Evaluator } from '../evaluator.js';
import type { FoundModel, FoundSetting } from '../findings.js';
import {
  isNullish,
  ObjectValue,
  primitive,
  property,
  stringOf,
  truthOf,
  type Spot,
  type Value,
} from '../values.js';
import { cloneSchema, cloneType, plainCopy } from './copying.js';
import { harmlessPlugins, PackageValue } from './packages.js';
import { isChangedAfterPlugins } from './plugin-order.js';
import { plug } from './schema-members.js';
import type { Site } from './path-index.js';
import type { Gap } from './schema-data.js';
import type { Schema, SchemaType } from './schema.js';

/** What a model is once the settings of the whole workspace are known. */
export interface SettledModel {
  readonly collection: string | null;
  readonly schema: Schema | null;
  readonly autoIndex: boolean | null;
  readonly gaps: readonly Gap[];
}

/**
 * Settings of Mongoose (`set`, `pluralize`, `plugin`, options of connections) hold for the whole workspace, wherever
 * they are called: which file runs first is not known. In one file those below a model come too late for it.
 */
export function settle(
  found: FoundModel,
  settings: readonly FoundSetting[],
  evaluator: Evaluator,
): SettledModel {
  const gaps: Gap[] = [];
  const own = settings.filter(({ owner, spot }) => {
    const isLate = spot.file === found.spot.file && spot.at[0] > found.spot.at[0];
    return !isLate && [found.mongoose ?? null, found.connection ?? null].includes(owner);
  });
  const of = (kind: FoundSetting['kind']): FoundSetting[] => own.filter((one) => one.kind === kind);
  for (const { gap } of found.schema ? of('unread') : []) if (gap) gaps.push(gap);
  return {
    collection: collectionOf(found, of('pluralize'), evaluator, gaps),
    schema: found.schema && plugged(found.spot, found.schema, of('plugin'), evaluator, gaps),
    autoIndex: autoIndexOf(found, of('autoIndex'), of('connection autoIndex')),
    gaps,
  };
}

function autoIndexOf(
  { schema, autoIndex }: FoundModel,
  settings: readonly FoundSetting[],
  ofConnection: readonly FoundSetting[],
): boolean | null {
  const given = schema?.option('autoIndex');
  if (given && !isNullish(given)) return truthOf(given);
  if (autoIndex !== null) return autoIndex;
  const said = ofConnection.length > 0 ? ofConnection : settings;
  const values = new Set(said.map(({ value, conditions }) => (conditions === null ? truthOf(value) : null)));
  const [only = null] = values;
  return values.size === 1 ? only : null;
}

/** The name of the collection, where it is made of the model's name. */
function collectionOf(
  { collection, pluralOf, spot }: FoundModel,
  settings: readonly FoundSetting[],
  evaluator: Evaluator,
  gaps: Gap[],
): string | null {
  if (pluralOf === undefined || settings.length === 0 || /^system\.(profile|indexes)$/.test(pluralOf))
    return collection;
  const names = new Set(settings.map((one) => nameBy(one, pluralOf, evaluator)));
  const [only = null] = names;
  if (only !== null && names.size === 1) return only;
  const message =
    'The collection is named by a function given to `mongoose.pluralize` that could not be followed.';
  gaps.push({ code: 'unknown-collection', message, spot });
  return null;
}

function nameBy(
  { value, conditions, spot }: FoundSetting,
  model: string,
  evaluator: Evaluator,
): string | null {
  if (conditions !== null) return null;
  if (isNullish(value)) return model;
  if (value.kind === 'native') return value.call ? stringOf(resultOf(value, model, spot, evaluator)) : null;
  return value.kind === 'function' ? stringOf(resultOf(value, model, spot, evaluator)) : null;
}

function resultOf(target: Value, model: string, { unit }: Spot, evaluator: Evaluator): Value | undefined {
  let outcome: Value | undefined;
  const isDone = evaluator.isolated(unit, () => {
    outcome = evaluator.invoke(target, [primitive(model)]);
  });
  return isDone ? outcome : undefined;
}

/** The schema with the plugins for all schemas applied to a copy of it, children included (lib/helpers/schema/applyPlugins.js). */
function plugged(
  { unit }: Spot,
  schema: Schema,
  settings: readonly FoundSetting[],
  evaluator: Evaluator,
  gaps: Gap[],
): Schema {
  const reading = settings.filter(
    ({ value }) => !(value instanceof PackageValue && harmlessPlugins.has(value.packageName)),
  );
  for (const { value, more, conditions, spot } of reading) {
    const hasTags = more instanceof ObjectValue && !isNullish(property(more, 'tags'));
    if (value.kind === 'function' && conditions === null && !hasTags) continue;
    const message = 'A plugin for all schemas is not read: it may define indexes.';
    gaps.push({ code: 'unknown-plugin', message, spot });
  }
  if (reading.length === 0 || gaps.length > 0) return schema;
  if (isOrderTelling(schema, new Set()) || isChangedAfterPlugins(schema, unit)) {
    const message = 'What a plugin for all schemas reaches depends on the order in which the code runs.';
    gaps.push({ code: 'unknown-plugin', message, spot: schema.spot });
    return schema;
  }
  const copies: Copies = { schemas: new Map(), types: new Map() };
  for (const [at, { spot }] of reading.entries()) {
    const isDone = evaluator.isolated(spot.unit, () => {
      if (at === 0) deepCopy(schema, { spot, conditions: null }, copies);
      const setting = reading[at];
      const root = copies.schemas.get(schema);
      if (setting && root) applyTo(root, setting, evaluator, new Set());
    });
    if (!isDone)
      gaps.push({ code: 'too-much-work', message: 'This plugin takes too much work to follow.', spot });
  }
  return copies.schemas.get(schema) ?? schema;
}

/** Whether there are discriminators, which plugins reach only where they were made before. */
function isOrderTelling(schema: Schema, seen: Set<Schema>): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  return (
    schema.mapping?.hasOptions === true ||
    (schema.base !== null && isOrderTelling(schema.base, seen)) ||
    [...schema.paths.values()].some(
      ({ schema: inner }) => inner !== null && (inner.discriminators.size > 0 || isOrderTelling(inner, seen)),
    )
  );
}

function applyTo(schema: Schema, setting: FoundSetting, evaluator: Evaluator, seen: Set<Schema>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  if (schema.base) applyTo(schema.base, setting, evaluator, seen);
  if (!schema.mapping) {
    plug(schema, {
      args: setting.more ? [setting.value, setting.more] : [setting.value],
      spot: setting.spot,
      conditions: setting.conditions,
      text: 'mongoose.plugin',
      invoke: (target, args, self) => evaluator.invoke(target, args, self),
    });
  }
  for (const { schema: inner } of schema.paths.values()) if (inner) applyTo(inner, setting, evaluator, seen);
  for (const one of schema.discriminators.values()) applyTo(one, setting, evaluator, seen);
}

interface Copies {
  readonly schemas: Map<Schema, Schema>;
  readonly types: Map<SchemaType, SchemaType>;
}

/** A discriminator shares paths with its base: so do their copies. */
function copyOfType(type: SchemaType, site: Site, copies: Copies): SchemaType {
  const known = copies.types.get(type);
  if (known) return known;
  const copy = cloneType(type, { spot: { ...type.spot, unit: site.spot.unit }, conditions: null });
  copies.types.set(type, copy);
  // After all that was written into it: whose copy it is makes no difference.
  copy.index =
    type.index instanceof ObjectValue
      ? plainCopy(type.index, { ...site, spot: type.index.spot })
      : type.index;
  copy.indexSpot = type.indexSpot;
  copy.shape = type.shape;
  copy.schema = type.schema && deepCopy(type.schema, site, copies);
  copy.schemaOptions = type.schemaOptions;
  copy.embedded = type.embedded && copyOfType(type.embedded, site, copies);
  return copy;
}

/** A copy that shares nothing that can be changed. */
function deepCopy(schema: Schema, site: Site, copies: Copies): Schema {
  const known = copies.schemas.get(schema);
  if (known) return known;
  const copy = cloneSchema(schema, { spot: { ...schema.spot, unit: site.spot.unit }, conditions: null });
  copies.schemas.set(schema, copy);
  copy.copied = schema.copied;
  copy.writtenAt = schema.writtenAt;
  copy.base = schema.base && deepCopy(schema.base, site, copies);
  for (const [name, type] of schema.paths) copy.paths.set(name, copyOfType(type, site, copies));
  for (const list of ['inArrays', 'inSubdocuments'] as const) {
    copy.inner[list].clear();
    for (const [name, type] of schema.inner[list])
      copy.inner[list].set(name, type && copyOfType(type, site, copies));
  }
  for (const [name, one] of schema.discriminators) copy.discriminators.set(name, deepCopy(one, site, copies));
  return copy;
}

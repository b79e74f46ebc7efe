import { holds, type Conditions } from '../conditions.js';
import { ObjectValue, property, touch, type Call, type Native, type Spot, type Value } from '../values.js';
import { applyIndexOption, indexOptions } from './path-index.js';
import type { Gap, Schema, SchemaBehaviour } from './schema.js';

/** Where something is done to a schema, and under which conditions. */
export type Site = Pick<Call, 'spot' | 'conditions'>;

/** What a path holds, as far as its indexes go: Mongoose's classes of schema types. */
export type Shape = 'plain' | 'array' | 'documents' | 'single' | 'map';

export interface SchemaTypeInit {
  readonly path: string;
  readonly shape: Shape;
  /** Mongoose's `instance`: `String`, `Date`, `Embedded`, … */
  readonly instance: string;
  /** As they were written: Mongoose writes into the object that `index` gives. */
  readonly options: ObjectValue;
  readonly site: Site;
  readonly behaviour: SchemaBehaviour;
  readonly schema?: Schema | null;
  /** What stands beside the schema in `[{ type: schema, … }]`. */
  readonly schemaOptions?: ObjectValue | null;
  /** What an array or a map holds. */
  readonly embedded?: SchemaType | null;
}

/** One path of a schema; Mongoose's SchemaType (lib/schemaType.js, 6 to 9). */
export class SchemaType implements Native {
  readonly kind = 'native';
  readonly name = 'path';
  /** Mongoose's `_index`; null where there is none. */
  index: Value | null = null;
  /** What asked for the index first. */
  indexSpot: Spot;
  path: string;
  embedded: SchemaType | null;
  /** The schema of a subdocument, or of the documents in an array. */
  schema: Schema | null;
  readonly shape: Shape;
  readonly options: ObjectValue;
  readonly gaps: Gap[] = [];
  appliedDiscriminators = false;

  constructor(readonly init: SchemaTypeInit) {
    this.path = init.path;
    this.shape = init.shape;
    this.embedded = init.embedded ?? null;
    this.schema = init.schema ?? null;
    this.indexSpot = init.site.spot;
    this.options = copyOfOptions(init.options);
    this.#readOptions();
  }

  get spot(): Spot {
    return this.init.site.spot;
  }

  get conditions(): Conditions {
    return this.init.site.conditions;
  }

  get schemaOptions(): ObjectValue | null {
    return this.init.schemaOptions ?? null;
  }

  gap(code: string, message: string, spot: Spot): void {
    this.gaps.push({ code, message, spot });
  }

  /** A change of the index from outside the definition is certain under the conditions of the definition alone. */
  expectCertain({ spot, conditions }: Site): void {
    touch(this.spot.unit, spot);
    if (!holds(conditions, this.conditions))
      this.gap('conditional', `The index of the path \`${this.path}\` depends on a condition.`, spot);
  }

  get(key: string): Value | null {
    return this.init.behaviour.memberOfType(this, key);
  }

  set(key: string, _value: Value, call: Pick<Call, 'spot' | 'conditions'>): void {
    touch(this.spot.unit, call.spot);
    if (key.startsWith('_index') || key === 'schema' || key === 'options' || key === 'path')
      this.gap('path-changed', `Writing \`${key}\` of the path \`${this.path}\` is not followed.`, call.spot);
  }

  escape(why: { readonly reason: string; readonly spot: Spot }): void {
    touch(this.spot.unit, why.spot);
    this.gap('escapes', `The path \`${this.path}\` may be changed: ${why.reason}.`, why.spot);
  }

  /** Options count in their order; `index` counts only where no other option made the index before. */
  #readOptions(): void {
    const { options } = this.init;
    if (options.rest) {
      this.gap(
        'unknown-options',
        `Options of this path could not be read: ${options.rest.reason}.`,
        options.rest.spot,
      );
    }
    for (const [name, entry] of [...options.entries]) {
      if (!indexOptions.has(name)) continue;
      if (name === 'expires' && this.init.instance !== 'Date') continue;
      // `unique: [true, 'message']`: Mongoose takes an array as the arguments.
      const { value: given } = entry;
      const value = given.kind === 'array' && given.items[0] ? given.items[0] : given;
      if (value.kind === 'unknown' || !holds(entry.conditions, this.conditions)) {
        const why = value.kind === 'unknown' ? value.reason : 'it depends on a condition';
        this.gap('unknown-option', `The option \`${name}\` could not be read: ${why}.`, entry.spot);
      } else if (name !== 'index' || !this.index || isFalsy(this.index)) {
        applyIndexOption(this, name, value, { spot: entry.spot, conditions: this.conditions });
      } else if (value.kind === 'primitive' && value.value === false) this.index = value;
    }
  }
}

function isFalsy(value: Value): boolean {
  return value.kind === 'primitive' && !value.value;
}

/** Mongoose keeps a copy of the options, so that the object of `index` is not the one that it writes into. */
function copyOfOptions(given: ObjectValue): ObjectValue {
  const copy = new ObjectValue(given.spot);
  copy.rest = given.rest;
  for (const [key, entry] of given.entries) copy.entries.set(key, entry);
  const index = property(given, 'index');
  const entry = given.entries.get('index');
  if (entry && index instanceof ObjectValue) {
    const inner = new ObjectValue(index.spot);
    inner.rest = index.rest;
    for (const [key, one] of index.entries) inner.entries.set(key, one);
    copy.entries.set('index', { ...entry, value: inner });
  }
  return copy;
}

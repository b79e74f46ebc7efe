import { holds, type Conditions } from '../conditions.js';
import { touch } from '../units.js';
import {
  ObjectValue,
  property,
  stringOf,
  type Call,
  type Native,
  type Spot,
  type Unit,
  type Unknown,
  type Value,
} from '../values.js';
import { copyOfOptions, readIndexOptions, type Indexed, type Site } from './path-index.js';
import type {
  AskedDiscriminator,
  DiscriminatorMapping,
  Gap,
  Plugged,
  SchemaIndex,
  Shape,
} from './schema-data.js';
import { FunctionsByKind, isFunctionKind } from './schema-functions.js';

/** Methods of a schema, by their names. */
export type Members = Readonly<Record<string, (schema: Schema, call: Call) => Value>>;

/** What members of schemas and of their paths do. Null: there is no such member. */
export interface SchemaBehaviour {
  memberOfSchema(schema: Schema, key: string): Value | null;
  memberOfType(type: SchemaType, key: string): Value | null;
  /** Whether a member holds what is no index. */
  isHarmless(key: string): boolean;
  /** `path.discriminator(name, schema, options)`. */
  discriminate(type: SchemaType, args: readonly (Value | undefined)[], site: Site): void;
}

/** A schema whose definitions were taken over as they were at that time. */
export interface Copied {
  readonly from: Schema;
  readonly spot: Spot;
}

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

/** Paths of subdocuments by their whole names; null: this one holds paths (`subpaths` and `singleNestedPaths`). */
class InnerPaths {
  readonly inArrays = new Map<string, SchemaType | null>();
  readonly inSubdocuments = new Map<string, SchemaType | null>();
}

/** Most schemas and paths have nothing of it: they share it, see made.ts. */
const none: readonly never[] = [];

/** One path of a schema; Mongoose's SchemaType (lib/schemaType.js, 6 to 9). */
export class SchemaType implements Native, Indexed {
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
  shape: Shape;
  schemaOptions: ObjectValue | null;
  /** Mongoose's `$parentSchemaDocArray`: the first array of documents that listed it. */
  parentArray: SchemaType | null = null;
  readonly options: ObjectValue;
  gaps: readonly Gap[] = none;
  appliedDiscriminators = false;
  /** How often it was changed since it was made. */
  revision = 0;

  readonly init: SchemaTypeInit;

  constructor(init: SchemaTypeInit) {
    // A copy, which is made young: see made.ts.
    this.init = { ...init };
    this.path = init.path;
    this.shape = init.shape;
    this.embedded = init.embedded ?? null;
    this.schema = init.schema ?? null;
    this.schemaOptions = init.schemaOptions ?? null;
    this.indexSpot = init.site.spot;
    this.schema?.noteUse(init.site.spot);
    this.options = copyOfOptions(init.options, init.site);
    readIndexOptions(this, init.options, init.instance === 'Date');
  }

  get spot(): Spot {
    return this.init.site.spot;
  }

  get keeper(): Unit {
    return this.spot.unit;
  }

  get conditions(): Conditions {
    return this.init.site.conditions;
  }

  gap(code: string, message: string, spot: Spot): void {
    this.gaps = [...this.gaps, { code, message, spot }];
  }

  /** A change of the index from outside the definition is certain under the conditions of the definition alone. */
  expectCertain({ spot, conditions }: Site): void {
    this.revision += 1;
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
}

/** What `new Schema(…)` gives. Its paths and indexes grow as the code runs. */
export class Schema implements Native {
  readonly kind = 'native';
  readonly name = 'schema';
  readonly paths = new Map<string, SchemaType>();
  /** Paths that were removed: Mongoose's `childSchemas` goes on to list what they hold. */
  readonly removed = new Map<string, SchemaType>();
  readonly inner = new InnerPaths();
  /** The definition as Mongoose keeps it: what `add` and `omit` take over. */
  tree: ObjectValue;
  /** What the constructor was given: discriminators write into it. */
  definition: Value | null = null;
  /** Paths that hold paths. */
  readonly nested = new Set<string>();
  readonly aliases = new Map<string, string>();
  indexes: readonly SchemaIndex[] = none;
  gaps: readonly Gap[] = none;
  options: ObjectValue;
  /** Where its paths are written. */
  pathOrigin: 'path' | 'decorator' = 'path';
  /** The options that the code gave, without those of a base schema. */
  userOptions: ObjectValue;
  /** By name; of embedded documents. */
  readonly discriminators = new Map<string, Schema>();
  readonly askedDiscriminators = new Map<string, AskedDiscriminator>();
  mapping: DiscriminatorMapping | null = null;
  /** Of a discriminator: the schema whose indexes are not its own. */
  base: Schema | null = null;
  copied: readonly Copied[] = none;
  /** Where something holds it: a model, a path, a clone. */
  readonly uses = new Set<string>();
  /** Of a clone: the paths that it was made with. */
  clonedPaths: ReadonlySet<SchemaType> | null = null;
  /** Whose code changed it, other than that which made it. */
  readonly #changedBy = new Set<Unit>();
  /** How often it was changed since it was made, in ways in which a plugin before is not a plugin after. */
  revision = 0;
  /** By the files that made models of it. */
  readonly plugged = new Map<string, Plugged>();
  /** Plugins that ran, for those that are to run but once. */
  plugins: readonly Value[] = none;

  /** What code hangs onto it; of a clone, what it was made with is not there. */
  readonly functions = new FunctionsByKind(this);

  /** Where it is written; a discriminator's copy is made elsewhere. */
  writtenAt: Spot;

  constructor(
    readonly spot: Spot,
    readonly conditions: Conditions,
    readonly behaviour: SchemaBehaviour,
  ) {
    this.writtenAt = spot;
    this.options = new ObjectValue(spot);
    this.userOptions = this.options;
    this.tree = new ObjectValue(spot);
  }

  gap(code: string, message: string, spot: Spot): void {
    if (!this.gaps.some((one) => one.message === message && one.spot.at[0] === spot.at[0]))
      this.gaps = [...this.gaps, { code, message, spot }];
  }

  get keeper(): Unit {
    return this.spot.unit;
  }

  noteUse({ file, at, unit }: Spot): void {
    if (!unit.isOnlooker) this.uses.add(`${unit.file} ${file} ${at[0]}`);
  }

  option(name: string): Value {
    return property(this.options, name);
  }

  setOption(name: string, value: Value, { spot, conditions }: Site): void {
    this.options.put(name, { value, spot, conditions });
    this.userOptions.put(name, { value, spot, conditions });
  }

  /** `type`, or what the option `typeKey` says. */
  get typeKey(): string {
    return stringOf(this.option('typeKey')) ?? 'type';
  }

  get discriminatorKey(): string {
    return stringOf(this.option('discriminatorKey')) ?? '__t';
  }

  /** An effect is certain where it runs under no more conditions than the schema's own construction. */
  expectCertain(call: Site, what: string): void {
    this.#touch(call.spot);
    if (!holds(call.conditions, this.conditions))
      this.gap('conditional', `${what} depends on a condition.`, call.spot);
  }

  get(key: string): Value | null {
    return this.behaviour.memberOfSchema(this, key);
  }

  set(key: string, value: Value, { spot }: Pick<Call, 'spot'>): void {
    this.#touch(spot);
    if (isFunctionKind(key)) this.functions[key].take({ args: [value] });
    if (!this.behaviour.isHarmless(key))
      this.gap('changed', `Writing \`${key}\` of a schema is not followed.`, spot);
  }

  escape(why: Unknown): void {
    this.#touch(why.spot);
    this.gap('escapes', `The schema may be changed: ${why.reason}.`, why.spot);
  }

  #touch(spot: Spot): void {
    touch(this.spot.unit, spot);
    if (spot.unit !== this.spot.unit) this.#changedBy.add(spot.unit);
  }

  /** What was copied, and is changed by a file of which nobody can say whether it runs before that or after. */
  orderGaps(seen = new Set<Schema>()): Gap[] {
    if (seen.has(this)) return [];
    seen.add(this);
    const message =
      'This takes over a schema that another file changes: which of them runs first is not known.';
    return this.copied.flatMap(({ from, spot }) => {
      const isOpen = [...from.#changedBy].some((unit) => unit !== spot.unit);
      return [...(isOpen ? [{ code: 'order', message, spot }] : []), ...from.orderGaps(seen)];
    });
  }
}

import { holds, type Conditions } from '../conditions.js';
import {
  ObjectValue,
  property,
  stringOf,
  touch,
  type Call,
  type Native,
  type Spot,
  type Unknown,
  type Value,
} from '../values.js';
import type { PathIndex } from './path-index.js';

/** One path of a schema, as far as indexes go. */
export interface SchemaPath {
  readonly name: string;
  readonly index: PathIndex | null;
  /** The schema of a subdocument, or of the documents in an array. */
  readonly schema: Schema | null;
  readonly isDocumentArray: boolean;
  readonly excludesIndexes: boolean;
  readonly spot: Spot;
}

/** One call of `schema.index(…)`. */
export interface SchemaIndex {
  readonly key: Value;
  readonly options: Value | null;
  readonly spot: Spot;
  /** A decorator of a class; else a call. */
  readonly isDecorator?: boolean;
}

/** Something of a schema that could not be read, and that might define an index. */
export interface Gap {
  readonly code: string;
  readonly message: string;
  readonly spot: Spot;
}

/** What `new Schema(…)` gives. Its paths and indexes grow as the code runs. */
export class Schema implements Native {
  readonly kind = 'native';
  readonly name = 'schema';
  readonly paths = new Map<string, SchemaPath>();
  readonly indexes: SchemaIndex[] = [];
  readonly gaps: Gap[] = [];
  options: ObjectValue;
  /** Where its paths are written. */
  pathOrigin: 'path' | 'decorator' = 'path';

  constructor(
    readonly spot: Spot,
    readonly conditions: Conditions,
    options: Value | undefined,
    /** What its members do: reading `schema.index` gives the method. */
    readonly members: (schema: Schema, key: string) => Value | null,
  ) {
    this.options = options instanceof ObjectValue ? options : new ObjectValue(spot);
    if (options?.kind === 'unknown')
      this.gap('unknown-options', `The schema's options could not be read: ${options.reason}.`, options.spot);
    else if (this.options.rest) {
      this.gap(
        'unknown-options',
        `The schema's options could not be read: ${this.options.rest.reason}.`,
        this.options.rest.spot,
      );
    }
  }

  gap(code: string, message: string, spot: Spot): void {
    if (!this.gaps.some((one) => one.message === message && one.spot.at[0] === spot.at[0]))
      this.gaps.push({ code, message, spot });
  }

  option(name: string): Value {
    return property(this.options, name);
  }

  /** `type`, or what the option `typeKey` says. */
  get typeKey(): string {
    return stringOf(this.option('typeKey')) ?? 'type';
  }

  /** An effect is certain where it runs under no more conditions than the schema's own construction. */
  expectCertain(call: Pick<Call, 'conditions' | 'spot'>, what: string): void {
    touch(this.spot.unit, call.spot);
    if (!holds(call.conditions, this.conditions))
      this.gap('conditional', `${what} depends on a condition.`, call.spot);
  }

  get(key: string): Value | null {
    return this.members(this, key);
  }

  set(key: string, _value: Value, { spot }: Pick<Call, 'spot'>): void {
    touch(this.spot.unit, spot);
    if (!isHarmless(key)) this.gap('changed', `Writing \`${key}\` of a schema is not followed.`, spot);
  }

  escape(why: Unknown): void {
    touch(this.spot.unit, why.spot);
    this.gap('escapes', `The schema may be changed: ${why.reason}.`, why.spot);
  }

  merge(other: Schema): void {
    for (const [name, path] of other.paths) this.paths.set(name, path);
    this.indexes.push(...other.indexes);
    this.gaps.push(...other.gaps);
  }

  clone(spot: Spot, conditions: Conditions): Schema {
    const copy = new Schema(spot, conditions, this.options, this.members);
    copy.merge(this);
    return copy;
  }
}

/** Members that hold what is not an index. */
const harmlessMembers = new Set([
  'methods',
  'statics',
  'query',
  'virtuals',
  'obj',
  'virtual',
  'virtualpath',
  'pathType',
  'requiredPaths',
  'paths',
  'indexes',
  'get',
  'tree',
  'hasMixedParent',
  'reserved',
  'childSchemas',
  '$id',
  'indexTypes',
  'options',
  'base',
  'singleNestedPaths',
]);

export function isHarmless(member: string): boolean {
  return harmlessMembers.has(member);
}

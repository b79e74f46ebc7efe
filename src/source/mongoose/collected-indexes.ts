import { holds, type Conditions } from '../conditions.js';
import { isNullish, ObjectValue, stringOf, truthOf, type Spot, type Value } from '../values.js';
import { directionOf, worded } from './index-direction.js';
import { optionsOf } from './path-index.js';
import type { Gap, SchemaIndex } from './schema-data.js';
import type { Schema, SchemaType } from './schema.js';
import { isOrderOpen } from '../shared-objects.js';

/** An index as the schema asks for it, before its values are turned into a specification. */
export interface AskedIndex {
  readonly key: readonly (readonly [path: string, direction: Value])[];
  readonly options: ReadonlyMap<string, Value>;
  readonly origin: 'schema.index' | 'path' | 'decorator';
  readonly spot: Spot;
  /** Of a path: what its schema says; Mongoose compares that, too. */
  readonly autoIndex: Value | null;
}

export interface CollectedIndex extends AskedIndex {
  /** From `schema.index` of the model's own schema. */
  readonly isTopLevel: boolean;
}

/**
 * What Mongoose's `schema.indexes()` gives: indexes of paths with those of subdocuments in place, then those of
 * `schema.index()` (lib/helpers/schema/getIndexes.js, 9).
 */
export function collected(schema: Schema): {
  readonly indexes: CollectedIndex[];
  readonly gaps: readonly Gap[];
} {
  const collecting = new Collecting();
  collecting.collect(schema, '', null);
  return collecting;
}

class Collecting {
  readonly indexes: CollectedIndex[] = [];
  readonly gaps: Gap[] = [];
  readonly #inside = new Set<Schema>();
  /** Paths whose options give the same name share one index. */
  readonly #byName = new Map<string, [path: string, direction: Value][]>();

  /** `base`: of a discriminator, whose paths are read already. */
  collect(schema: Schema, prefix: string, base: Schema | null): void {
    if (this.#inside.has(schema)) return;
    this.#inside.add(schema);
    this.gaps.push(...schema.gaps, ...schema.orderGaps());
    for (const [name, type] of schema.paths) {
      if (base?.paths.has(name)) continue;
      const path = prefix + name;
      this.gaps.push(...type.gaps);
      this.#expectOrder(`the path \`${path}\``, type.init.options, type.spot);
      if (type.schema && (type.shape === 'single' || type.shape === 'documents')) {
        this.#collectInside(type, type.schema, `${path}.`);
        if (type.shape === 'documents') continue;
      }
      this.#addOfPath(path, type, schema);
    }
    this.#inside.delete(schema);
    for (const index of schema.indexes) this.#addOfSchema(prefix, index);
  }

  #collectInside(type: SchemaType, schema: Schema, prefix: string): void {
    const isExcluded = [type.options, type.schemaOptions, schema.options].some(
      (options) => options && this.#isTrue(options, 'excludeIndexes', type),
    );
    if (!isExcluded) this.collect(schema, prefix, null);
    for (const one of schema.discriminators.values()) this.collect(one, prefix, schema);
  }

  #expectOrder(owner: string, options: ObjectValue, spot: Spot): void {
    if (!isOrderOpen(options)) return;
    const message = `The options of ${owner} are an object that others share: which file has Mongoose write into it first is not known.`;
    this.#gap('order', message, spot);
  }

  #isTrue(options: ObjectValue, name: string, { path, conditions, spot }: SchemaType): boolean {
    const entry = options.entries.get(name);
    if (!entry) return false;
    if (entry.value.kind === 'unknown' || !holds(entry.conditions, conditions))
      this.#gap('unknown-option', `The option \`${name}\` of the path \`${path}\` could not be read.`, spot);
    return entry.value.kind === 'primitive' && entry.value.value === true;
  }

  #gap(code: string, message: string, spot: Spot): void {
    this.gaps.push({ code, message, spot });
  }

  #addOfPath(path: string, type: SchemaType, schema: Schema): void {
    const asking = isTruthy(type.index) ? type : type.shape === 'map' ? null : type.embedded;
    if (asking && asking !== type) this.gaps.push(...asking.gaps);
    const index = asking?.index ?? null;
    if (!asking || index === null || (index.kind === 'primitive' && index.value === false)) return;
    const spot = asking.indexSpot;
    if (index instanceof ObjectValue) this.#expectOrder(`the path \`${path}\``, index, spot);
    const written =
      index instanceof ObjectValue ? this.#entries(index, asking.conditions, spot) : new Map<string, Value>();
    if (written === null) return;
    const options: Map<string, Value> = written;
    const given = index instanceof ObjectValue ? options.get('type') : index;
    options.delete('type');
    if (given?.kind === 'unknown') {
      this.#gap('unknown-option', `The type of this index could not be read: ${given.reason}.`, spot);
      return;
    }
    const direction = directionOf(given ?? null, options, index instanceof ObjectValue, spot.unit.mongoose);
    if (direction === null) {
      this.#gap('unknown-option', 'Whether this is a text index could not be read.', spot);
      return;
    }
    if (
      index instanceof ObjectValue &&
      typeof valueOf(direction) === 'string' &&
      this.#isReadTwice(index, asking)
    )
      this.#gap(
        'read-twice',
        `Mongoose ${spot.unit.mongoose} forgets the type of the index at \`${path}\` when it reads its options again.`,
        spot,
      );
    const name = stringOf(options.get('name'));
    const same = name === null ? undefined : this.#byName.get(name);
    if (same) {
      const before = same.findIndex(([other]) => other === path);
      if (before === -1) same.push([path, direction]);
      else same[before] = [path, direction];
      return;
    }
    const key: [string, Value][] = [[path, direction]];
    if (name !== null) this.#byName.set(name, key);
    const autoIndex = schema.option('autoIndex');
    this.indexes.push({
      key,
      options,
      origin: schema.pathOrigin,
      spot,
      autoIndex: isNullish(autoIndex) ? null : autoIndex,
      isTopLevel: false,
    });
  }

  /** Up to Mongoose 7 the type is taken out of the options when they are read: what is read for others lacks it. */
  #isReadTwice(index: ObjectValue, { spot }: SchemaType): boolean {
    const isWrittenHere =
      index.spot.file === spot.file && index.spot.at[0] >= spot.at[0] && index.spot.at[1] <= spot.at[1];
    return (
      spot.unit.mongoose < 8 &&
      (!isWrittenHere ||
        [...this.#inside].some(
          ({ uses, clonedPaths, base, mapping, discriminators, askedDiscriminators }) =>
            uses.size > 1 ||
            clonedPaths !== null ||
            base !== null ||
            mapping !== null ||
            discriminators.size + askedDiscriminators.size > 0,
        ))
    );
  }

  /** The entries of an object that is known to the end; null, with the gap noted, of one that is not. */
  #entries(object: ObjectValue, present: Conditions, spot: Spot): Map<string, Value> | null {
    const optional = [...object.entries].find(([, entry]) => !holds(entry.conditions, present));
    const why = object.rest?.reason ?? (optional && `\`${optional[0]}\` depends on a condition`);
    if (why === undefined) return new Map([...object.entries].map(([key, { value }]) => [key, value]));
    this.#gap('unknown-options', `Options of this index could not be read: ${why}.`, spot);
    return null;
  }

  #addOfSchema(prefix: string, { key, options, spot, conditions, isDecorator }: SchemaIndex): void {
    const optional =
      key instanceof ObjectValue &&
      [...key.entries].find(([, entry]) => !holds(entry.conditions, conditions));
    if (!(key instanceof ObjectValue) || key.rest || optional) {
      const why = !(key instanceof ObjectValue)
        ? key.kind === 'unknown'
          ? key.reason
          : 'it is not an object'
        : (key.rest?.reason ?? 'it depends on a condition');
      this.#gap('unknown-key', `The key pattern could not be read: ${why}.`, spot);
      return;
    }
    if (options && !isNullish(options) && (!(options instanceof ObjectValue) || options.rest)) {
      this.#gap('unknown-options', 'The options of this index could not be read.', spot);
      return;
    }
    if (options instanceof ObjectValue) {
      this.#expectOrder('this index', options, spot);
      if (this.#entries(options, conditions, spot) === null) return;
    }
    const complain = (code: string, message: string, at: Spot): void => {
      this.#gap(code, message, at);
    };
    const read = options instanceof ObjectValue ? optionsOf(options, complain) : new Map<string, Value>();
    const pairs = [...key.entries].map(([path, { value }]): [string, Value] => [
      prefix + path,
      worded(value, spot.unit.mongoose),
    ]);
    const partial = read.get('partialFilterExpression');
    if (prefix && partial instanceof ObjectValue)
      read.set('partialFilterExpression', prefixed(partial, prefix));
    this.indexes.push({
      key: pairs,
      options: read,
      origin: isDecorator ? 'decorator' : 'schema.index',
      spot,
      autoIndex: null,
      isTopLevel: prefix === '',
    });
  }
}

function valueOf(value: Value): unknown {
  return value.kind === 'primitive' ? value.value : null;
}

function isTruthy(value: Value | null): boolean {
  return value !== null && truthOf(value) !== false;
}

function prefixed(filter: ObjectValue, prefix: string): ObjectValue {
  const outcome = new ObjectValue(filter.spot);
  outcome.rest = filter.rest;
  for (const [key, entry] of filter.entries) outcome.put(prefix + key, entry);
  return outcome;
}

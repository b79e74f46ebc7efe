import { isNullish, ObjectValue, property, stringOf, truthOf, type Spot, type Value } from '../values.js';
import { indexTypes, optionsOf, type PathIndex } from './path-index.js';
import type { Gap, Schema, SchemaIndex } from './schema.js';

/** An index as the schema asks for it, before its values are turned into a specification. */
interface AskedIndex {
  readonly key: readonly (readonly [path: string, direction: Value])[];
  readonly options: ReadonlyMap<string, Value>;
  readonly origin: 'schema.index' | 'path' | 'decorator';
  readonly spot: Spot;
}

export interface AskedIndexes {
  readonly indexes: readonly AskedIndex[];
  readonly gaps: readonly Gap[];
}

/**
 * The indexes that Mongoose's `schema.indexes()` gives, in its order: those of paths with those of subdocuments in
 * place, then those of `schema.index()` (lib/helpers/schema/getIndexes.js, 6 to 9).
 */
export function indexesOf(schema: Schema): AskedIndexes {
  const collecting = new Collecting();
  collecting.collect(schema, '');
  return { indexes: collecting.indexes, gaps: collecting.gaps };
}

class Collecting {
  readonly indexes: AskedIndex[] = [];
  readonly gaps: Gap[] = [];
  readonly #inside = new Set<Schema>();
  /** Paths whose options give the same name share one index. */
  readonly #byName = new Map<string, [path: string, direction: Value][]>();

  collect(schema: Schema, prefix: string): void {
    if (this.#inside.has(schema)) return;
    this.#inside.add(schema);
    this.gaps.push(...schema.gaps);
    for (const path of schema.paths.values()) {
      if (path.schema && !path.excludesIndexes) this.collect(path.schema, `${prefix}${path.name}.`);
      if (!path.isDocumentArray && path.index)
        this.#addOfPath(prefix + path.name, path.index, schema.pathOrigin);
    }
    this.#inside.delete(schema);
    for (const index of schema.indexes) this.#addOfSchema(prefix, index);
  }

  #gap(code: string, message: string, spot: Spot): void {
    this.gaps.push({ code, message, spot });
  }

  #addOfPath(path: string, { type, options, spot, source }: PathIndex, origin: AskedIndex['origin']): void {
    if (source?.rest) {
      this.#gap('unknown-options', `Options of this index could not be read: ${source.rest.reason}.`, spot);
      return;
    }
    if (type?.kind === 'unknown') {
      this.#gap('unknown-option', `The type of this index could not be read: ${type.reason}.`, spot);
      return;
    }
    const kept = new Map(options);
    const direction = directionOf(type, kept);
    const given = kept.get('name');
    const name = given && stringOf(given);
    if (typeof name === 'string') {
      const same = this.#byName.get(name);
      if (same) {
        same.push([path, direction]);
        return;
      }
    }
    const key: [string, Value][] = [[path, direction]];
    if (typeof name === 'string') this.#byName.set(name, key);
    this.indexes.push({ key, options: kept, origin, spot });
  }

  #addOfSchema(prefix: string, { key, options, spot, isDecorator }: SchemaIndex): void {
    if (!(key instanceof ObjectValue) || key.rest) {
      const why =
        key instanceof ObjectValue
          ? key.rest?.reason
          : key.kind === 'unknown'
            ? key.reason
            : 'it is not an object';
      this.#gap('unknown-key', `The key pattern could not be read: ${why ?? ''}.`, spot);
      return;
    }
    if (options && !isNullish(options) && (!(options instanceof ObjectValue) || options.rest)) {
      this.#gap('unknown-options', 'The options of this index could not be read.', spot);
      return;
    }
    const complain = (code: string, message: string, at: Spot) => {
      this.#gap(code, message, at);
    };
    const read = options instanceof ObjectValue ? optionsOf(options, complain) : new Map<string, Value>();
    const pairs = [...key.entries].map(([path, { value }]): [string, Value] => [
      prefix + path,
      worded(value),
    ]);
    const partial = read.get('partialFilterExpression');
    if (prefix && partial instanceof ObjectValue)
      read.set('partialFilterExpression', prefixed(partial, prefix));
    this.indexes.push({
      key: pairs,
      options: read,
      origin: isDecorator ? 'decorator' : 'schema.index',
      spot,
    });
  }
}

function directionOf(type: Value | null, options: Map<string, Value>): Value {
  const text = type?.kind === 'primitive' ? type.value : undefined;
  if (typeof text === 'string' && indexTypes.has(text)) {
    return { kind: 'primitive', value: text };
  }
  const asksForText = options.get('text');
  if (asksForText && truthOf(asksForText) === true) {
    options.delete('text');
    return { kind: 'primitive', value: 'text' };
  }
  // With options beside it, only an index type counts: Mongoose reads a direction of the bare value alone.
  const isDescending =
    options.size === 0 &&
    (text === 'descending' ||
      text === 'desc' ||
      (text !== 'ascending' && text !== 'asc' && Number(text) === -1));
  return { kind: 'primitive', value: isDescending ? -1 : 1 };
}

/** `schema.index` takes the direction in words, too. */
function worded(value: Value): Value {
  if (value.kind !== 'primitive') return value;
  if (value.value === 'asc' || value.value === 'ascending') return { kind: 'primitive', value: 1 };
  if (value.value === 'desc' || value.value === 'descending') return { kind: 'primitive', value: -1 };
  return value;
}

function prefixed(filter: ObjectValue, prefix: string): ObjectValue {
  const outcome = new ObjectValue(filter.spot);
  for (const [key, entry] of filter.entries) outcome.entries.set(prefix + key, entry);
  return outcome;
}

/** The collation that the schema gives to every index without one, except text indexes. */
export function schemaCollation(schema: Schema): Value | null {
  const collation = property(schema.options, 'collation');
  return isNullish(collation) ? null : collation;
}

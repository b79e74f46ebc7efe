import { holds } from '../conditions.js';
import {
  ArrayValue,
  ObjectValue,
  property,
  same,
  stringOf,
  unknown,
  type Call,
  type Spot,
  type Value,
} from '../values.js';
import { worded } from './index-direction.js';
import { indexesOf } from './schema-indexes.js';
import type { Members, Schema } from './schema.js';

/** Members of a schema that add, list and remove the indexes of `schema.index` (lib/schema.js, 6 to 9). */
export const indexMembers: Members = {
  index: (schema, call) => {
    addIndex(schema, call);
    return schema;
  },
  indexes: (schema, { spot, conditions, text }) => listOfIndexes(schema, { spot, conditions, text }),
  indexedPaths: (_schema, { spot, text }) => unknown('`indexedPaths` is not followed', spot, text),
  removeIndex: (schema, call) => {
    schema.expectCertain(call, 'Removing indexes');
    schema.revision += 1;
    const [sought] = call.args;
    const name = stringOf(sought);
    const gone = schema.indexes.map(({ key, options }) =>
      name !== null
        ? options instanceof ObjectValue
          ? hasName(options, name)
          : options?.kind === 'unknown'
            ? null
            : false
        : isSameKey(key, sought),
    );
    if (gone.includes(null)) schema.gap('changed', 'Which indexes are removed is not known.', call.spot);
    else if (holds(call.conditions, schema.conditions))
      schema.indexes = schema.indexes.filter((_, position) => !gone[position]);
    return schema;
  },
  clearIndexes: (schema, call) => {
    schema.expectCertain(call, 'Removing indexes');
    schema.revision += 1;
    if (holds(call.conditions, schema.conditions)) schema.indexes = [];
    return schema;
  },
};

/** Of calls in a chain each has its own part: `.index(…)`. */
function ownSpot({ isChained, nameSpot, spot }: Call): Spot {
  return isChained ? { ...spot, at: [nameSpot.at[0], spot.at[1]] } : spot;
}

function addIndex(schema: Schema, call: Call): void {
  const { args, conditions } = call;
  const [key = new ObjectValue(call.spot), options] = args;
  const spot = ownSpot(call);
  schema.expectCertain({ conditions, spot }, 'This index');
  if (holds(conditions, schema.conditions))
    schema.indexes = [
      ...schema.indexes,
      { key: renamed(schema, key), options: options ?? null, spot, conditions },
    ];
}

/**
 * A key may name an alias in the place of a path: from Mongoose 8 on the path takes its place, in 7 it comes last, and 6
 * does not look for aliases (`Schema.prototype.index`).
 */
function renamed(schema: Schema, key: Value): Value {
  const major = schema.spot.unit.mongoose;
  if (
    major < 7 ||
    !(key instanceof ObjectValue) ||
    ![...key.entries.keys()].some((name) => schema.aliases.has(name))
  )
    return key;
  const copy = new ObjectValue(key.spot);
  copy.rest = key.rest;
  const isAlias = ([name]: readonly [string, unknown]): boolean => schema.aliases.has(name);
  const entries = [...key.entries];
  const inOrder =
    major >= 8
      ? entries
      : [...entries.filter((one) => !isAlias(one)), ...entries.filter((one) => isAlias(one))];
  for (const [name, entry] of inOrder) copy.put(schema.aliases.get(name) ?? name, entry);
  return copy;
}

function hasName(options: ObjectValue, name: string): boolean | null {
  const given = property(options, 'name');
  return given.kind === 'unknown' ? null : stringOf(given) === name;
}

/** As lib/helpers/indexes/isIndexSpecEqual.js (8 and 9): order counts; up to 7 it does not. */
function isSameKey(key: Value, sought: Value | undefined): boolean | null {
  if (!(key instanceof ObjectValue) || key.rest || !(sought instanceof ObjectValue) || sought.rest)
    return null;
  const [own, others] = [[...key.entries], [...sought.entries]];
  if ([...own, ...others].some(([, { value }]) => value.kind === 'unknown')) return null;
  if (key.spot.unit.mongoose < 8) for (const list of [own, others]) list.sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    own.length === others.length &&
    own.every(([path, { value }], at) => {
      const [other, entry] = others[at] ?? [];
      return (
        other === path && entry !== undefined && same(worded(value, key.spot.unit.mongoose), entry.value)
      );
    })
  );
}

/** `schema.indexes()`: pairs of key and options. */
function listOfIndexes(
  schema: Schema,
  { spot, conditions, text }: Pick<Call, 'spot' | 'conditions' | 'text'>,
): Value {
  const { indexes, gaps } = indexesOf(schema);
  if (gaps.length > 0) return unknown('not all indexes of the schema could be read', spot, text);
  const object = (pairs: Iterable<readonly [string, Value]>): ObjectValue => {
    const made = new ObjectValue(spot);
    for (const [key, value] of pairs) made.put(key, { value, spot, conditions });
    return made;
  };
  return new ArrayValue(
    indexes.map(({ key, options }) => new ArrayValue([object(key), object(options)], spot, conditions)),
    spot,
    conditions,
  );
}

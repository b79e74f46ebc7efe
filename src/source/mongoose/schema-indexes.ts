import { isNullish, ObjectValue, property, same, truthOf, type Value } from '../values.js';
import { collected, type AskedIndex } from './collected-indexes.js';
import type { DiscriminatorMapping, Gap } from './schema-data.js';
import type { Schema } from './schema.js';

export interface AskedIndexes {
  readonly indexes: readonly AskedIndex[];
  readonly gaps: readonly Gap[];
}

/**
 * The indexes that Mongoose creates for a model of the schema, in its order (`_ensureIndexes` in lib/model.js, 6 to 9):
 * a discriminator leaves those of its base out and limits the others to its documents.
 */
export function indexesOf(schema: Schema): AskedIndexes {
  const own = collected(schema);
  const { base, mapping } = schema;
  if (!mapping) return own;
  const others = base ? indexesOf(base) : { indexes: [], gaps: [] };
  const indexes = own.indexes
    .map((one) => (one.isTopLevel ? limited(one, mapping) : one))
    .filter((one) => !others.indexes.some((other) => isSame(one, other)))
    .map((one) => limited(one, mapping));
  return { indexes, gaps: [...own.gaps, ...others.gaps] };
}

/** lib/helpers/indexes/decorateDiscriminatorIndexOptions.js. */
function limited<T extends AskedIndex>(index: T, { key, value }: DiscriminatorMapping): T {
  if (index.options.has('sparse') || truthOf(value) === false) return index;
  const filter = new ObjectValue(index.spot);
  const given = index.options.get('partialFilterExpression');
  if (given instanceof ObjectValue) {
    filter.rest = given.rest;
    filter.putAll(given);
  }
  filter.put(key, { value, spot: index.spot, conditions: null });
  return { ...index, options: new Map([...index.options, ['partialFilterExpression', filter]]) };
}

/** `utils.deepEqual` of lib/utils.js: the order counts, of keys and of options alike. */
function isSame(a: AskedIndex, b: AskedIndex): boolean {
  const [keys, others] = [[...a.options], [...b.options]];
  return (
    arePairsSame(a.key, b.key) &&
    arePairsSame(keys, others) &&
    (a.autoIndex === b.autoIndex ||
      (a.autoIndex !== null && b.autoIndex !== null && same(a.autoIndex, b.autoIndex)))
  );
}

type Pairs = readonly (readonly [name: string, value: Value])[];

function arePairsSame(a: Pairs, b: Pairs): boolean {
  return (
    a.length === b.length &&
    a.every(([name, value], at) => {
      const [other, its] = b[at] ?? [];
      return other === name && its !== undefined && same(value, its);
    })
  );
}

/** The collation that the schema gives to every index without one, except text indexes. */
export function schemaCollation(schema: Schema): Value | null {
  const collation = property(schema.options, 'collation');
  return isNullish(collation) ? null : collation;
}

import { isInclusive } from '../query-forms.js';
import type { QueryState } from '../query-state.js';
import { copyOf, objectOf } from '../query-writing.js';
import { ArrayValue, isNullish, ObjectValue, primitive, type Value } from '../values.js';
import type { Schema } from './schema.js';

type Parts = Pick<QueryState, 'filter' | 'projection' | 'pipeline' | 'collation'>;

/**
 * What Mongoose adds to a query of a model by its schema: the key of a discriminator
 * (`lib/helpers/query/prepareDiscriminatorCriteria`, `lib/helpers/aggregate/prepareDiscriminatorPipeline.js`), the same key
 * to a projection that includes (`lib/queryHelpers.js`), and the schema's collation (`lib/query.js`, `lib/aggregate.js`).
 */
export function withSchema(schema: Schema | null, state: QueryState): Parts {
  const { filter, selected: projection, pipeline, collation } = state;
  if (!schema) return { filter, projection, pipeline, collation };
  const { mapping } = schema;
  const own = schema.option('collation');
  const key = mapping?.key ?? (schema.discriminators.size > 0 ? schema.discriminatorKey : null);
  return {
    filter: mapping && filter instanceof ObjectValue ? withEntry(filter, mapping.key, mapping.value) : filter,
    projection:
      key !== null &&
      projection instanceof ObjectValue &&
      (isInclusive(projection) || state.operation === 'exists')
        ? withEntry(projection, key, primitive(1))
        : projection,
    pipeline:
      mapping && pipeline instanceof ArrayValue ? matching(pipeline, mapping.key, mapping.value) : pipeline,
    collation: collation ?? (isNullish(own) ? null : own),
  };
}

function withEntry(object: ObjectValue, key: string, value: Value): ObjectValue {
  const all = copyOf(object);
  all.put(key, { value, spot: object.spot, conditions: null });
  return all;
}

function matching(pipeline: ArrayValue, key: string, value: Value): ArrayValue {
  const { items, spot, conditions } = pipeline;
  const [first, ...others] = items;
  const match = first instanceof ObjectValue ? first.entries.get('$match')?.value : undefined;
  const geo = first instanceof ObjectValue ? first.entries.get('$geoNear')?.value : undefined;
  const stages =
    match instanceof ObjectValue && !match.entries.has(key)
      ? [objectOf(spot, [['$match', withEntry(match, key, value)]]), ...others]
      : geo instanceof ObjectValue
        ? [objectOf(spot, [['$geoNear', nearest(geo, key, value)]]), ...others]
        : [objectOf(spot, [['$match', objectOf(spot, [[key, value]])]]), ...items];
  const all = new ArrayValue(stages, spot, conditions);
  all.rest = pipeline.rest;
  return all;
}

function nearest(geo: ObjectValue, key: string, value: Value): ObjectValue {
  const query = geo.entries.get('query')?.value;
  const own = query instanceof ObjectValue ? query : new ObjectValue(geo.spot);
  return withEntry(geo, 'query', withEntry(own, key, value));
}

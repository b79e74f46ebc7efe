import type { Expression, ExpressionEntry, QuerySite } from '../model/query.js';

type Parts = Pick<QuerySite, 'filter' | 'sort' | 'projection' | 'limit' | 'skip'>;

const everything: Expression = { kind: 'object', entries: [] };

/**
 * What the server searches by for a pipeline: its leading `$match`, `$sort`, `$skip` and `$limit`, as a find. A `$match`
 * behind a sort is pushed before it, one behind a `$skip` or `$limit` is not; see "Aggregation Pipeline Optimization" in
 * MongoDB's manual. A `$geoNear` searches by its point and its query.
 */
export function leadingParts(pipeline: Expression): Parts {
  const found: {
    filters: Expression[];
    sort: Expression | null;
    limit: Expression | null;
    skip: Expression | null;
  } = { filters: [], sort: null, limit: null, skip: null };
  let projection: Expression | null = null;
  for (const stage of stagesOf(pipeline)) {
    const [entry, ...others] = stage.kind === 'object' ? stage.entries : [];
    if (!entry || others.length > 0) break;
    const { key, value } = entry;
    const isCounted = found.limit !== null || found.skip !== null;
    if (key === '$match' && !isCounted) found.filters.push(value);
    else if (key === '$geoNear' && found.filters.length === 0) found.filters.push(...nearest(value));
    else if (key === '$sort' && !found.sort && !isCounted) found.sort = value;
    else if (key === '$skip' && !isCounted) found.skip = value;
    else if (key === '$limit' && !found.limit) found.limit = value;
    else {
      if (key === '$project') projection = value;
      break;
    }
  }
  const { filters, sort, limit, skip } = found;
  return { filter: allOf(filters), sort, projection, limit, skip };
}

function stagesOf(pipeline: Expression): readonly Expression[] {
  return pipeline.kind === 'array' ? pipeline.items : [];
}

/** Several filters as one: keys beside one another where that says the same, `$and` otherwise. */
function allOf(filters: readonly Expression[]): Expression {
  const [only = everything, ...others] = filters;
  if (others.length === 0) return only;
  const objects = filters.map((filter) => (filter.kind === 'object' ? filter.entries : null));
  const entries = objects.flatMap((one) => one ?? []);
  const keys = new Set(entries.map(({ key }) => key));
  if (!objects.includes(null) && keys.size === entries.length) return { kind: 'object', entries };
  return {
    kind: 'object',
    entries: [{ key: '$and', value: { kind: 'array', items: filters }, optional: false }],
  };
}

function nearest(value: Expression): Expression[] {
  if (value.kind !== 'object') return [];
  const entry = (name: string): Expression | undefined =>
    value.entries.find(({ key }) => key === name)?.value;
  const path = entry('key');
  const near = entry('near');
  const query = entry('query');
  const name = path?.kind === 'value' && typeof path.value === 'string' ? path.value : null;
  const point: ExpressionEntry[] =
    name === null || !near
      ? []
      : [
          {
            key: name,
            value: { kind: 'object', entries: [{ key: '$nearSphere', value: near, optional: false }] },
            optional: false,
          },
        ];
  return [{ kind: 'object', entries: point }, ...(query ? [query] : [])];
}

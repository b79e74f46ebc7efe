import type { Json } from '../../src/model/json.js';
import type { Expression, QuerySite } from '../../src/model/query.js';

const start = { line: 0, character: 0 };
const nowhere = { start, end: start };

export const hole = (text: string): Expression => ({
  kind: 'hole',
  text,
  reason: 'known only when the program runs',
  range: nowhere,
});

/** A query site as the code would have it; `line` tells several apart. */
export function site(parts: Partial<QuerySite> & { readonly filter: Expression }, line = 0): QuerySite {
  return {
    place: { file: '/app/queries.js', range: { start: { line, character: 0 }, end: { line, character: 4 } } },
    range: nowhere,
    api: 'driver',
    model: null,
    collection: 'things',
    operation: 'find',
    sort: null,
    projection: null,
    limit: null,
    skip: null,
    hint: null,
    collation: null,
    pipeline: null,
    distinctKey: null,
    inLoop: false,
    isLean: false,
    complete: true,
    problems: [],
    ...parts,
  };
}

export const known = (value: Json): Expression => ({ kind: 'value', value });

/** The filter with holes in place of plain values of these paths, wherever they stand. */
export function withHoles(filter: Json, paths: readonly string[]): Expression {
  return replaced(filter, null);

  function replaced(value: Json, path: string | null): Expression {
    if (Array.isArray(value)) {
      return { kind: 'array', items: (value as readonly Json[]).map((one) => replaced(one, path)) };
    }
    if (value !== null && typeof value === 'object') {
      const [first] = Object.keys(value);
      if (first === '$regularExpression' || first === '$mod' || first === '$exists' || first === '$type') {
        return known(value);
      }
      const entries = Object.entries(value).map(([key, inner]) => ({
        key,
        value: key === '$expr' ? known(inner) : replaced(inner, key.startsWith('$') ? path : key),
        optional: false,
      }));
      return { kind: 'object', entries };
    }
    const isPlain = typeof value === 'number' || typeof value === 'string';
    return isPlain && path !== null && paths.includes(path) ? hole(path) : known(value);
  }
}

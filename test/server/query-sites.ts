import type { Json } from '../../src/model/json.js';
import { hole } from '../unit/query/sites.js';

/** Operators whose values the code writes. */
const written = ['$regularExpression', '$mod', '$exists', '$type', '$expr', '$size'];

/** The filter with holes in place of values of these paths, wherever they stand: texts of `b`, numbers of all others. */
export function withHoles(filter: Json, paths: readonly string[], path: string | null = null): unknown {
  if (Array.isArray(filter)) return (filter as readonly Json[]).map((one) => withHoles(one, paths, path));
  if (filter !== null && typeof filter === 'object') {
    const entries = Object.entries(filter).map(([key, inner]): [string, unknown] => [
      key,
      written.includes(key) ? inner : withHoles(inner, paths, key.startsWith('$') ? path : key),
    ]);
    return Object.fromEntries(entries);
  }
  const isPlain = typeof filter === (path === 'b' ? 'string' : 'number');
  return isPlain && path !== null && paths.includes(path) ? hole(path) : filter;
}

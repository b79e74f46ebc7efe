import type { Expression, QuerySite } from '../model/query.js';
import { some } from './words.js';

/** `findOne by companyId, start, sorted by start`: what a query asks, for people. */
export function queryWords({ operation, filter, sort, pipeline }: QuerySite): string {
  const by = pathsOf(filter);
  const order = sort ? pathsOf(sort) : [];
  const asked = by.length > 0 ? ` by ${some(by)}` : pipeline ? '' : ' of everything';
  return `${operation}${asked}${order.length > 0 ? `, sorted by ${some(order)}` : ''}`;
}

/** The paths that a filter or a sort names, those inside `$and` and `$or` as well. */
function pathsOf(expression: Expression): string[] {
  if (expression.kind === 'array') return [...new Set(expression.items.flatMap(pathsOf))];
  if (expression.kind !== 'object') return [];
  const paths = expression.entries.flatMap(({ key, value }) =>
    key === '$text' ? ['text'] : key.startsWith('$') ? pathsOf(value) : [key],
  );
  return [...new Set(paths)];
}

import type { QuerySite } from '../../model/query.js';
import { operandsOf } from '../filter-walk.js';
import { type QuerySchema, schemaPathOf } from './casting.js';

/** Paths that a schema has of itself: its key, its version, the key of its discriminators. */
const own = new Set(['_id', '__v', '__t']);
/** Types that have a schema inside. */
const withSchema = new Set(['DocumentArray', 'Embedded']);

/**
 * Paths of a filter that a schema does not declare: where `strictQuery` is on, Mongoose leaves them out of what it
 * sends (`lib/cast.js`). Below a path that holds anything everything is declared, and so is a path with others below.
 */
export function undeclaredPaths({ filter }: QuerySite, schema: QuerySchema): readonly string[] {
  const paths = operandsOf(filter)
    .filter(({ operator, element }) => operator !== 'filter' && !element)
    .map(({ path }) => path);
  return [...new Set(paths)].filter((path) => !isDeclared(path, schema));
}

export function isDeclared(path: string, schema: QuerySchema): boolean {
  const names = path.split('.').filter((name) => !/^(?:\d+|\$.*)$/u.test(name));
  const plain = names.join('.');
  if (plain === '' || own.has(plain) || path.startsWith('$')) return true;
  if (schemaPathOf(schema, plain)) return true;
  if (schema.paths.some((one) => one.path.startsWith(`${plain}.`))) return true;
  const above = names.map((_, at) => schemaPathOf(schema, names.slice(0, at).join('.')));
  const nearest = above.findLast((one) => one !== null);
  return nearest !== undefined && !withSchema.has(nearest.type ?? '');
}

/** What a filter with such paths may be in truth, as a sentence; empty: nothing is to be said. */
export function undeclaredNotices(site: QuerySite, schema: QuerySchema | undefined): readonly string[] {
  // Mongoose casts nothing of a pipeline.
  if (!schema || schema.paths.length === 0 || site.pipeline !== null) return [];
  const paths = undeclaredPaths(site, schema);
  if (paths.length === 0) return [];
  const [are, them] = paths.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return [
    `${paths.join(', ')} ${are} not in the schema${site.model === null ? '' : ` of ${site.model}`}: where strictQuery is on, as it is by default in Mongoose 6, Mongoose leaves ${them} out of the filter.`,
  ];
}

import type { Expression, QuerySite } from '../../model/query.js';

/** A part of a query that only some ways through the code write. */
export interface OptionalPart {
  /** Stable as long as the code is: `filter.status`. */
  readonly id: string;
  /** `status`, `$or.0.name` */
  readonly path: string;
}

const parts = ['filter', 'sort', 'projection', 'pipeline'] as const;

/** In the order of the code; one inside another optional part is listed as well. */
export function optionalPartsOf(site: QuerySite): readonly OptionalPart[] {
  return parts.flatMap((part) => optionalIn(site[part], part, part));
}

/** The query as the program sends it where it leaves these parts out. */
export function withoutParts(site: QuerySite, omitted: ReadonlySet<string>): QuerySite {
  if (omitted.size === 0) return site;
  const [filter, sort, projection, pipeline] = parts.map(
    (part) => site[part] && without(site[part], part, omitted),
  );
  return {
    ...site,
    filter: filter ?? site.filter,
    sort: sort ?? null,
    projection: projection ?? null,
    pipeline: pipeline ?? null,
  };
}

function optionalIn(expression: Expression | null, at: string, part: string): readonly OptionalPart[] {
  if (expression?.kind === 'array') {
    return expression.items.flatMap((item, position) => optionalIn(item, `${at}.${position}`, part));
  }
  if (expression?.kind !== 'object') return [];
  return expression.entries.flatMap(({ key, value, optional }) => {
    const id = `${at}.${key}`;
    const own = optional ? [{ id, path: id.slice(part.length + 1) }] : [];
    return [...own, ...optionalIn(value, id, part)];
  });
}

function without(expression: Expression, at: string, omitted: ReadonlySet<string>): Expression {
  if (expression.kind === 'array') {
    const items = expression.items.map((item, position) => without(item, `${at}.${position}`, omitted));
    return { ...expression, items };
  }
  if (expression.kind !== 'object') return expression;
  const entries = expression.entries
    .filter(({ key, optional }) => !optional || !omitted.has(`${at}.${key}`))
    .map((entry) => ({ ...entry, value: without(entry.value, `${at}.${entry.key}`, omitted) }));
  return { ...expression, entries };
}

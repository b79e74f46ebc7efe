import type { Json, JsonObject } from '../model/json.js';
import type { Expression } from '../model/query.js';
import { objectOf, open } from './filter-walk.js';

/**
 * A sort by plain paths. A direction that only the program knows counts as ascending; a sort that only the program
 * knows is none.
 */
export function sortPairs(sort: Expression | null): readonly (readonly [path: string, direction: number])[] {
  return Object.entries(sortDocument(sort) ?? {}).flatMap(([path, direction]) =>
    typeof direction === 'number' ? [[path, direction] as const] : [],
  );
}

/** As the server takes it, `{ $meta: 'textScore' }` kept; null: no sort. `input`: directions by `holeId`. */
export function sortDocument(
  sort: Expression | null,
  input: Readonly<Record<string, Json>> = {},
): JsonObject | null {
  const opened = sort && open(sort);
  if (opened?.kind !== 'object' || opened.entries.length === 0) return null;
  return objectOf(opened.entries, ({ key, value }) => {
    const given = value.kind === 'hole' ? input[`sort.${key} = ${value.text}`] : undefined;
    return given ?? knownOf(value) ?? 1;
  });
}

/**
 * A projection as the server takes it. Null: none, or one that only the program knows; then all fields are read,
 * which is never better than the truth.
 */
export function projectionDocument(projection: Expression | null): JsonObject | null {
  const opened = projection && open(projection);
  if (opened?.kind !== 'object') return null;
  const known = opened.entries.filter(({ value }) => knownOf(value) !== undefined);
  return known.length > 0 ? objectOf(known, ({ value }) => knownOf(value) ?? 1) : null;
}

/** Undefined: a hole is in it. */
export function knownOf(expression: Expression): Json | undefined {
  if (expression.kind === 'value') return expression.value;
  if (expression.kind === 'hole') return undefined;
  const inner = expression.kind === 'array' ? expression.items : expression.entries.map(({ value }) => value);
  if (inner.some((one) => knownOf(one) === undefined)) return undefined;
  return expression.kind === 'array'
    ? expression.items.map((item) => knownOf(item) ?? null)
    : objectOf(expression.entries, ({ value }) => knownOf(value) ?? null);
}

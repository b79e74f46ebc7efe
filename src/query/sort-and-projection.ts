import type { Json, JsonObject } from '../model/json.js';
import type { Expression } from '../model/query.js';
import { open } from './filter-walk.js';

/** Mongoose's words for directions: https://mongoosejs.com/docs/api/query.html#Query.prototype.sort() */
const descending: readonly Json[] = [-1, '-1', 'desc', 'descending'];

/**
 * A sort by plain paths, in the forms that Mongoose and the driver take: an object, `'-createdAt name'`, pairs.
 * A direction that only the program knows counts as ascending; a sort that only the program knows is none.
 */
export function sortPairs(sort: Expression | null): readonly (readonly [path: string, direction: number])[] {
  return sortEntries(sort).flatMap(([path, direction]) =>
    typeof direction === 'number' ? [[path, direction] as const] : [],
  );
}

/** As the server takes it, `{ $meta: 'textScore' }` kept; null: no sort. */
export function sortDocument(sort: Expression | null): JsonObject | null {
  const entries = sortEntries(sort);
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

function sortEntries(sort: Expression | null): readonly (readonly [path: string, direction: Json])[] {
  if (sort === null) return [];
  const opened = open(sort);
  if (opened.kind === 'object') {
    return opened.entries.map(({ key, value }) => [key, directionOf(value)] as const);
  }
  if (opened.kind === 'array') return opened.items.flatMap(pairOf);
  if (opened.kind === 'value' && typeof opened.value === 'string') return words(opened.value).map(signed);
  return [];
}

function pairOf(item: Expression): readonly (readonly [string, Json])[] {
  const opened = open(item);
  const [path, direction] = opened.kind === 'array' ? opened.items : [opened];
  if (path?.kind !== 'value' || typeof path.value !== 'string') return [];
  return [[path.value, direction ? directionOf(direction) : 1]];
}

function directionOf(value: Expression): Json {
  const opened = open(value);
  if (opened.kind === 'object' && opened.entries[0]?.key === '$meta') {
    return { $meta: 'textScore' };
  }
  return opened.kind === 'value' && descending.includes(opened.value) ? -1 : 1;
}

/**
 * A projection as the server takes it: an object, or Mongoose's `'name -phone'`. Null: none, or one that only the
 * program knows; then all fields are read, which is never better than the truth.
 */
export function projectionDocument(projection: Expression | null): JsonObject | null {
  if (projection === null) return null;
  const opened = open(projection);
  if (opened.kind === 'value' && typeof opened.value === 'string') {
    // '+path' selects what a schema leaves out by itself: no projection of the server.
    const paths = words(opened.value).filter((word) => !word.startsWith('+'));
    return documentOf(paths.map((word) => [word.replace(/^-/u, ''), word.startsWith('-') ? 0 : 1]));
  }
  if (opened.kind === 'array') {
    const paths = opened.items.flatMap((item) =>
      item.kind === 'value' && typeof item.value === 'string' ? [item.value] : [],
    );
    return documentOf(paths.map((path) => [path, 1]));
  }
  if (opened.kind !== 'object') return null;
  const entries = opened.entries.map(({ key, value }) => [key, knownOf(value)] as const);
  return documentOf(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}

function documentOf(entries: readonly (readonly [string, Json])[]): JsonObject | null {
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

/** Undefined: a hole is in it. */
function knownOf(expression: Expression): Json | undefined {
  if (expression.kind === 'value') return expression.value;
  if (expression.kind === 'hole') return undefined;
  if (expression.kind === 'array') {
    const items = expression.items.map(knownOf);
    return items.some((item) => item === undefined) ? undefined : (items as readonly Json[]);
  }
  const entries = expression.entries.map(({ key, value }) => [key, knownOf(value)] as const);
  return entries.some(([, value]) => value === undefined)
    ? undefined
    : (Object.fromEntries(entries) as JsonObject);
}

function words(text: string): readonly string[] {
  return text.split(/\s+/u).filter(Boolean);
}

function signed(word: string): readonly [string, Json] {
  return word.startsWith('-') ? [word.slice(1), -1] : [word, 1];
}

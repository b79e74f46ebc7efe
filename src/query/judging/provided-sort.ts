import type { SearchedPart } from './index-search.js';

export type Sort = readonly (readonly [path: string, direction: number])[];

/**
 * Whether an index that is searched so gives its documents in this order, read forwards or backwards
 * (https://www.mongodb.com/docs/manual/tutorial/sort-results-with-indexes/). Paths with one value do not count; one
 * scan for each of some values can be merged; a path with arrays gives an order only where nothing bounds it.
 */
export function providesSort(parts: readonly SearchedPart[], sort: Sort): boolean {
  if (sort.length === 0) return true;
  return [false, true].some((backwards) => inOrder(parts, sort, backwards) || merged(parts, sort, backwards));
}

function inOrder(parts: readonly SearchedPart[], sort: Sort, backwards: boolean): boolean {
  const isConstant = (path: string) =>
    parts.some((part) => part.path === path && part.bounds === 'point' && !part.isMultikey);
  let at = 0;
  for (const [path, direction] of sort) {
    if (isConstant(path)) continue;
    while (parts[at]?.bounds === 'point' && parts[at]?.path !== path) at += 1;
    const part = parts[at];
    if (part?.path !== path || !part.isOrdered) return false;
    if (part.isMultikey && isBounded(part, parts)) return false;
    if (part.descends !== (direction < 0 !== backwards)) return false;
    at += 1;
  }
  return true;
}

/** The server explodes a scan of some values into one for each, and merges them. */
function merged(parts: readonly SearchedPart[], sort: Sort, backwards: boolean): boolean {
  const values = parts.findIndex(({ bounds }) => bounds !== 'point' && bounds !== 'points');
  const leading = parts.slice(0, values < 0 ? parts.length : values);
  if (!leading.some(({ bounds }) => bounds === 'points')) return false;
  const rest = parts.slice(leading.length);
  if (rest.some(({ isMultikey }) => isMultikey)) return false;
  return sort.every(([path, direction], at) => {
    const part = rest[at];
    if (part?.path !== path || !part.isOrdered) return false;
    return part.descends === (direction < 0 !== backwards);
  });
}

/** Whether a predicate bounds the array that a path lies in. */
function isBounded(part: SearchedPart, parts: readonly SearchedPart[]): boolean {
  const [array] = part.path.split('.');
  return parts.some(({ path, bounds }) => bounds !== 'all' && path.split('.')[0] === array);
}

import type { KeyPattern } from '../../model/index-specification.js';
import type { CollectionFacts } from '../../model/judgement.js';
import { isArrayPath } from '../judging/array-paths.js';
import type { UsefulPath } from './candidate-keys.js';

/**
 * Whether an index is by its order as good for a shape as `own`, its index by equality, sort, range, whatever the data
 * are: the paths with one value come first, in any order; the others follow in the same order, in the same directions or,
 * where a sort says which way they are read, all in the opposite ones. Then both are bounded alike, and hold what they
 * find in one order. What follows beyond that must not be a list, of which an index has several keys.
 */
export function isAsOwn(
  key: KeyPattern,
  own: KeyPattern,
  paths: readonly UsefulPath[],
  facts: CollectionFacts,
): boolean {
  const isSorted = paths.some(({ role }) => role === 'sort');
  const isEqual = (path: string) => paths.some((one) => one.role === 'equality' && one.path === path);
  const equal = own.filter(([path]) => isEqual(path)).map(([path]) => path);
  const others = own.filter(([path]) => !isEqual(path));
  const begin = key.slice(0, equal.length);
  if (!begin.every(([path, kind]) => typeof kind === 'number' && equal.includes(path))) return false;
  const next = key.slice(equal.length, own.length);
  if (!others.every(([path, kind], at) => next[at]?.[0] === path && alike(next[at][1], kind))) return false;
  const directions = new Set(others.map(([, kind], at) => next[at]?.[1] === kind));
  if (directions.size > 1 || (directions.has(false) && !isSorted)) return false;
  return key.slice(own.length).every(([path]) => !isArrayPath(path, facts));
}

/** Both ordered, in whichever direction, or of one kind. */
function alike(one: number | string, other: number | string): boolean {
  return one === other || (typeof one === 'number' && typeof other === 'number');
}

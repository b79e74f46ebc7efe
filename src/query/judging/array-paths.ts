import type { CollectionFacts } from '../../model/judgement.js';
import type { SchemaPath } from '../../model/schema-path.js';

/**
 * The parts of `path`, counted from 0, where an index on it follows an array: `[0]` for `tags.name` of a list of tags.
 * Empty where no schema tells: most paths hold none.
 */
export function arrayComponents(path: string, { paths }: CollectionFacts): readonly number[] {
  if (!paths) return [];
  const names = path.split('.');
  const found: number[] = [];
  for (const at of names.keys()) {
    const here = paths.find((one) => one.path === names.slice(0, at + 1).join('.'));
    if (here?.isArray && (found.length === 0 || isOwnArray(here))) found.push(at);
  }
  return found;
}

/** Below an array every path is marked as one: only a type of its own tells that it is one itself. */
function isOwnArray({ type }: SchemaPath): boolean {
  return type === 'Array' || type?.startsWith('[') === true;
}

export function isArrayPath(path: string, facts: CollectionFacts): boolean {
  return arrayComponents(path, facts).length > 0;
}

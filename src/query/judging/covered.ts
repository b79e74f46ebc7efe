import type { JsonObject } from '../../model/json.js';
import type { CollectionFacts } from '../../model/judgement.js';
import { isArrayPath } from './array-paths.js';
import type { IndexSearch } from './index-search.js';

/**
 * What a read takes of each document: paths; `nothing`: it only counts; `document`: all, or what no index holds
 * (https://www.mongodb.com/docs/manual/core/query-optimization/#covered-query).
 */
export type Taken = readonly string[] | 'nothing' | 'document';

/** The paths of a projection that only includes; `_id` is among them unless it is left out. */
export function takenBy(projection: JsonObject | null): Taken {
  if (!projection) return 'document';
  const entries = Object.entries(projection);
  const isOn = (value: unknown) => value === true || (typeof value === 'number' && value !== 0);
  const isOff = (value: unknown) => value === false || value === 0;
  const paths = entries.filter(([, value]) => isOn(value)).map(([path]) => path);
  const left = entries.filter(([path, value]) => isOff(value) && path === '_id');
  if (paths.length === 0 || paths.length + left.length !== entries.length) return 'document';
  if (paths.some((path) => path.includes('$'))) return 'document';
  return left.length > 0 || paths.includes('_id') ? paths : [...paths, '_id'];
}

/** Whether the index alone answers: its keys decide all predicates, and hold all that is taken. */
export function isCovered(
  search: IndexSearch,
  taken: Taken,
  sortPaths: readonly string[],
  facts: CollectionFacts,
): boolean {
  if (taken === 'document') return false;
  if (search.rest.length > 0 || search.parts.some(({ decision }) => decision === 'documents')) return false;
  const isMultikey = search.parts.some((part) => part.isMultikey);
  if (isMultikey && search.parts.some(({ decision }) => decision !== 'exact')) return false;
  if (taken !== 'nothing' && search.parts.some(({ decision }) => decision === 'counted')) return false;
  return holds(search, [...(taken === 'nothing' ? [] : taken), ...sortPaths], facts);
}

/** Whether keys hold these paths' values: not where they are hashes, places, collation keys or single elements. */
function holds({ view, parts }: IndexSearch, paths: readonly string[], facts: CollectionFacts): boolean {
  return paths.every((path) => {
    const part = parts.find((one) => one.path === path);
    const isPlain = view.collation === null || part?.hasTexts === false;
    return part?.kind === 'ordered' && isPlain && !isArrayPath(path, facts);
  });
}

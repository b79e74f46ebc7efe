import type { Json, JsonObject } from '../../model/json.js';
import type { QuerySite } from '../../model/query.js';
import { open } from '../filter-walk.js';
import { knownOf } from '../sort-and-projection.js';
import { castOperand, type QuerySchema } from './casting.js';

/**
 * What a filter asks for in any case and by one value that the code knows, `{ status: 'open' }`, as EJSON: a document
 * that gives the values of the holes beside it should be one of those.
 */
export function knownEqualities({ filter }: QuerySite, schema: QuerySchema | undefined): JsonObject {
  const opened = open(filter);
  if (opened.kind !== 'object') return {};
  return Object.fromEntries(
    opened.entries.flatMap(({ key, value, optional }) => {
      const known = optional || key.startsWith('$') ? undefined : knownOf(value);
      if (known === undefined || !isOneValue(known)) return [];
      return [[key, castOperand(schema, key, '$eq', known)] as const];
    }),
  );
}

function isOneValue(value: Json): boolean {
  if (typeof value !== 'object') return true;
  if (value === null || !('$oid' in value)) return false;
  return typeof value.$oid === 'string' && /^[0-9a-f]{24}$/iu.test(value.$oid);
}

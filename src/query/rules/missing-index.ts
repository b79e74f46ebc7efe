import { sortPairs } from '../sort-and-projection.js';
import { isFlag, pathsOf, queryWords, remedy } from './rule-words.js';
import type { AskedQuery, SiteCheck } from './site-rule.js';
import { isUndefined, unservedBecause } from './unserved.js';

/** The server reads the whole collection (https://www.mongodb.com/docs/manual/core/query-optimization/). */
export const missingIndex: SiteCheck = {
  rule: 'missing-index',
  severity: 'warning',
  check(query) {
    if (unservedBecause(query) !== 'missing-index') return null;
    const { refusal, servedWithOptional } = query.judgement;
    const { message, ...change } = remedy(query);
    if (refusal !== null) return { message: `${refusal}${message}`, ...change };
    if (change.fix === null && message === '') return null;
    if (isForSortAlone(query)) return null;
    const reads = 'the server reads the whole collection';
    if (servedWithOptional.length > 0) {
      const name = servedWithOptional[0] ?? '';
      return {
        message: `${queryWords(query)} is served by ${name} only where all parts of its filter are written; else ${reads}.${message}`,
        severity: 'info',
        ...change,
      };
    }
    // One of two values leaves much to read with an index, too.
    const areFlags = query.proposal()?.key.every(([path]) => isFlag(query, path)) === true;
    return {
      ...(areFlags || isUndefined(query.of) ? { severity: 'hint' as const } : {}),
      message: `${queryWords(query)} by ${pathsOf(query)} has no index${isUndefined(query.of) ? ' that the code defines: unless one was created elsewhere,' : ':'} ${reads}.${message}`,
      ...change,
    };
  },
};

/** All documents are read with the proposed index as well: it only has them in order. */
function isForSortAlone({ leaves, proposal, site }: AskedQuery): boolean {
  const first = proposal()?.key[0]?.[0];
  const isSorted = sortPairs(site.sort).some(([path]) => path === first);
  return isSorted && !leaves.some(({ path }) => path === first);
}

import { matchOf } from '../judging/match.js';
import { allLeaves, itemsOf } from '../judging/match-tree.js';
import { asksForOne, pathsOf, queryWords } from './rule-words.js';
import type { AskedQuery, SiteCheck } from './site-rule.js';

/** What a filter leaves out bounds little of an index (https://www.mongodb.com/docs/manual/core/query-optimization/#query-selectivity). */
export const negationOnly: SiteCheck = {
  rule: 'negation-only',
  severity: 'info',
  check(query) {
    const { site, leaves, judgement } = query;
    // What could not be read of the filter may say what is wanted.
    if (leaves.length === 0 || judgement.plan === 'UNKNOWN' || !site.complete) return null;
    // The first document that is not left out is soon found.
    if (asksForOne(site.operation) && site.sort === null) return null;
    // Those of an $or count as well.
    if (!allLeaves(matchOf(site.filter, false)).every(({ negated }) => negated)) return null;
    if (judgement.plan === 'IXSCAN' && isRidding(query)) return null;
    const reads = judgement.plan === 'COLLSCAN' ? 'the whole collection' : 'most of an index';
    return {
      message: `${queryWords(query)} only says what ${pathsOf(query)} is not: the server reads ${reads}. Ask for the values that are wanted, or keep what is left out in a partial index.`,
    };
  },
};

/** Deletes what no list of the program names any more: most stays, and the index leads past it. */
function isRidding({ site: { operation }, leaves }: AskedQuery): boolean {
  return (
    operation.startsWith('delete') &&
    leaves.some(({ operator, value }) => operator === '$in' && itemsOf(value) === null)
  );
}

import { keyWords, queryWords, remedy } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';
import { sortPairs } from '../sort-and-projection.js';
import { isUniqueFind, mayHaveOthers, readsAllBut } from './unserved.js';

/**
 * The server has all matches before it gives the first one, and fails beyond 100 MB without disk use
 * (https://www.mongodb.com/docs/manual/tutorial/sort-results-with-indexes/).
 */
export const sortInMemory: SiteCheck = {
  rule: 'sort-in-memory',
  severity: 'info',
  check(query) {
    const { judgement, of, site, leaves } = query;
    if (!judgement.sortInMemory || judgement.plan === 'UNKNOWN') return null;
    if (mayHaveOthers(of)) return null;
    // What could not be read of the filter may be what it is searched by.
    if (!site.complete && leaves.length === 0) return null;
    // One that is searched gives the order: the server tries whether it is quicker so.
    if (judgement.considered.some(({ role, sortInMemory }) => role === 'search' && !sortInMemory))
      return null;
    // The whole collection is read: another rule says so.
    if (leaves.length > 0 && (judgement.plan === 'COLLSCAN' || readsAllBut(query))) return null;
    // It is given as a whole: an index would only read it document by document.
    const isPart = site.limit !== null || site.skip !== null || site.operation === 'findOne';
    if (judgement.plan === 'COLLSCAN' && site.operation === 'find' && !isPart) return null;
    if (isUniqueFind(query)) return null;
    const { message, ...change } = remedy(query);
    const key = query.proposal()?.key ?? [];
    // Where the best index leaves the sort to memory, there is nothing to change.
    if (message === '' || !sortPairs(site.sort).every(([path]) => key.some(([own]) => own === path)))
      return null;
    // Documents of a list of ids are few, and looked up one by one.
    if (key[0]?.[0] === '_id') return null;
    const sort = keyWords(sortPairs(site.sort));
    const isPage = site.limit !== null || site.operation === 'findOne';
    // The server tries which is quicker.
    const inOrder = judgement.considered.find(({ role, sortInMemory }) => role === 'order' && !sortInMemory);
    const reads = inOrder
      ? `, or reads the whole of ${inOrder.name} for that order: no index leads to the matches in order`
      : `: the server reads all matches${isPage ? ' to give some of them' : ' before it gives the first'}`;
    return {
      message: `${queryWords(query)} is sorted by ${sort} in memory${reads}.${message}`,
      ...(isPage ? { severity: 'warning' as const } : {}),
      ...change,
    };
  },
};

import { pathsOf, queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';
import { isOpenPattern } from './pattern.js';

/** Only a case-sensitive pattern that begins with `^` bounds the keys that are read (https://www.mongodb.com/docs/manual/reference/operator/query/regex/#index-use). */
export const unanchoredRegex: SiteCheck = {
  rule: 'unanchored-regex',
  severity: 'info',
  check(query) {
    const { leaves, judgement } = query;
    if (leaves.length === 0 || !leaves.every(isOpenPattern) || judgement.plan === 'UNKNOWN') return null;
    const reads = judgement.plan === 'COLLSCAN' ? 'every document' : 'every key of an index';
    return {
      message: `${queryWords(query)} matches ${pathsOf(query)} by a pattern that may begin anywhere or in any case: the server reads ${reads}. A pattern that begins with ^ and minds the case reads a part of an index; for words there are text indexes, for any case a collation.`,
    };
  },
};

import { knownOf } from '../sort-and-projection.js';
import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';
import { servingOtherwise, unservedBecause, withCollation } from './unserved.js';

/** Texts are searched in an index of the query's own collation alone (https://www.mongodb.com/docs/manual/reference/collation/#collation-and-index-use). */
export const collationMismatch: SiteCheck = {
  rule: 'collation-mismatch',
  severity: 'warning',
  check(query) {
    if (unservedBecause(query) !== 'collation-mismatch') return null;
    const collation = query.site.collation && knownOf(query.site.collation);
    const index = servingOtherwise(query, (one) => withCollation(one, collation));
    if (!index) return null;
    const [own, asked] = [index.options.collation, collation].map((one) =>
      one === undefined || one === null ? 'none' : JSON.stringify(one),
    );
    return {
      message: `${queryWords(query)} cannot use ${index.name}: its collation is ${own}, that of the query ${asked}. Give both the same.`,
      indexes: [index.name],
    };
  },
};

import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';
import { servingOtherwise, unservedBecause, withoutPartialFilter } from './unserved.js';

/**
 * A partial or sparse index may lack what the query asks for, so that it is not used
 * (https://www.mongodb.com/docs/manual/core/index-partial/#query-coverage).
 */
export const partialIndexNotImplied: SiteCheck = {
  rule: 'partial-index-not-implied',
  severity: 'warning',
  check(query) {
    if (unservedBecause(query) !== 'partial-index-not-implied') return null;
    const index = servingOtherwise(query, withoutPartialFilter);
    if (!index) return null;
    const filter = index.options.partialFilterExpression;
    const holds =
      filter === undefined ? 'documents that have its paths' : `documents with ${JSON.stringify(filter)}`;
    return {
      message: `${queryWords(query)} cannot use ${index.name}: it holds only ${holds}, and the filter does not say so. Add that to the filter, or make an index without it.`,
      indexes: [index.name],
    };
  },
};

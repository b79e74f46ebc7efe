import { listed } from '../judging/judgement-words.js';
import { queryWords, remedy } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';
import { unservedBecause } from './unserved.js';

/** One branch without an index makes the server read the whole collection (https://www.mongodb.com/docs/manual/reference/operator/query/or/#or-clauses-and-indexes). */
export const orBranchUnindexed: SiteCheck = {
  rule: 'or-branch-unindexed',
  severity: 'warning',
  check(query) {
    if (unservedBecause(query) !== 'or-branch-unindexed') return null;
    const branches = new Set(
      query.judgement.unservedBranches.map((paths) => (paths.length > 0 ? listed(paths) : 'no path')),
    );
    const which =
      branches.size === 1
        ? `a branch by ${[...branches].join('')}`
        : `branches, by ${[...branches].join('; by ')},`;
    const { message, ...change } = remedy(query);
    // A branch that says what is not wanted, or by a pattern: no index would serve it well.
    if (message === '') return null;
    return {
      message: `${queryWords(query)} has an $or with ${which} that no index serves: the server reads the whole collection for all of them.${message}`,
      ...change,
    };
  },
};

import { knownOf } from '../sort-and-projection.js';
import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';

/** What is skipped costs as much as what is given (https://www.mongodb.com/docs/manual/reference/method/cursor.skip/#pagination-example). */
export const skipPagination: SiteCheck = {
  rule: 'skip-pagination',
  severity: 'hint',
  check(query) {
    const { skip } = query.site;
    const known = skip && knownOf(skip);
    if (skip === null || (typeof known === 'number' && known < few)) return null;
    return {
      message: `${queryWords(query)} goes from page to page by skip: the server walks over all that it skips, and late pages get slow. Remember the last document of a page and ask for those after it.`,
    };
  },
};

/** So few are walked over in no time. */
const few = 1_000;

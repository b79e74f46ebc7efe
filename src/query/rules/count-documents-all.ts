import { open } from '../filter-walk.js';
import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';

/** A count without a filter walks over every key; the collection knows about how many it holds (https://www.mongodb.com/docs/manual/reference/method/db.collection.estimatedDocumentCount/). */
export const countDocumentsAll: SiteCheck = {
  rule: 'count-documents-all',
  severity: 'hint',
  check(query) {
    const { operation, filter, complete, hint, limit, skip } = query.site;
    if (operation !== 'countDocuments' || !complete || hint || limit || skip) return null;
    const opened = open(filter);
    if (opened.kind !== 'object' || opened.entries.length > 0) return null;
    return {
      message: `${queryWords(query)} has no filter and walks over the whole collection. estimatedDocumentCount answers at once, from what the collection knows of itself; after a crash, or with orphaned documents of a sharded cluster, it may be a little off.`,
    };
  },
};

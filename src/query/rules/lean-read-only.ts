import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';

const reads = /^(?:find|findOne|findById)$/u;

/** Mongoose makes a document of each result; lean() leaves plain objects (https://mongoosejs.com/docs/tutorials/lean.html). */
export const leanReadOnly: SiteCheck = {
  rule: 'lean-read-only',
  severity: 'hint',
  check(query) {
    const { api, isLean, operation, readPaths } = query.site;
    if (api !== 'mongoose' || isLean || !reads.test(operation) || !readPaths || readPaths.length === 0)
      return null;
    return {
      message: `${queryWords(query)} is only read here. With .lean() Mongoose gives plain objects and makes no documents of them; getters, virtuals and defaults are then left out.`,
      fix: { kind: 'lean' },
    };
  },
};

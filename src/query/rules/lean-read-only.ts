import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';

const reads = /^(?:find|findOne|findById)$/u;

/** Types whose values are classes of Mongoose's own. What is no path at all may be a virtual. */
const made = new Set(['DocumentArray', 'Embedded', 'Map', 'Mixed']);

/** Mongoose makes a document of each result; lean() leaves plain objects (https://mongoosejs.com/docs/tutorials/lean.html). */
export const leanReadOnly: SiteCheck = {
  rule: 'lean-read-only',
  severity: 'hint',
  check(query) {
    const { api, isLean, operation, readPaths = [] } = query.site;
    const plain = query.of.facts.paths?.filter(({ type }) => type !== null && !made.has(type)) ?? [];
    const isPlain = readPaths.every((path) => plain.some((one) => one.path === path));
    if (api !== 'mongoose' || isLean || !reads.test(operation) || readPaths.length === 0 || !isPlain)
      return null;
    return {
      message: `${queryWords(query)} is only read here. With .lean() Mongoose gives plain objects and makes no documents of them; getters, virtuals and defaults are then left out.`,
      fix: { kind: 'lean' },
    };
  },
};

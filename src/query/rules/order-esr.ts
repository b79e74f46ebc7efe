import { keyWords, queryWords, remedy } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';

/** Equality, then sort, then range (https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-rule/). */
export const orderEsr: SiteCheck = {
  rule: 'order-esr',
  severity: 'info',
  check(query) {
    const { judgement, of } = query;
    const proposal = query.proposal();
    if (judgement.plan !== 'IXSCAN' || !proposal) return null;
    const [best] = judgement.servedBy;
    const index = of.indexes.find(({ name }) => name === best);
    if (!index || index.key.length < 2 || !isSameSet(index.key, proposal.key)) return null;
    const { message, ...change } = remedy(query);
    return {
      message: `${queryWords(query)} is served by ${index.name}, whose paths stand in an order that serves it badly: ${keyWords(index.key)}.${message}`,
      ...change,
      indexes: [index.name],
    };
  },
};

type Key = readonly (readonly [path: string, direction: unknown])[];

function isSameSet(one: Key, other: Key): boolean {
  return one.length === other.length && one.every(([path]) => other.some(([same]) => same === path));
}

import { asksForOne, isFlag, keyWords, queryWords, remedy } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';
import { isUniqueFind, mayHaveOthers } from './unserved.js';

/** One path narrows less than all of them together (https://www.mongodb.com/docs/manual/core/indexes/index-types/index-compound/). */
export const singleFieldInsteadOfCompound: SiteCheck = {
  rule: 'single-field-instead-of-compound',
  severity: 'hint',
  check(query) {
    const { judgement, of, site } = query;
    // What a single document is asked by mostly is as good as unique: another path narrows it no more.
    if (judgement.plan !== 'IXSCAN' || judgement.sortInMemory || asksForOne(site.operation)) return null;
    if (mayHaveOthers(of) || isUniqueFind(query)) return null;
    const [best] = judgement.servedBy;
    const searching = judgement.considered.filter(({ role }) => role === 'search').map(({ name }) => name);
    const index = of.indexes.find(({ name }) => name === best && searching.includes(name));
    // Of several the server tries which leaves the fewest documents.
    if (of.indexes.some(({ name, key }) => searching.includes(name) && key[0]?.[0] !== index?.key[0]?.[0]))
      return null;
    const proposal = query.proposal();
    if (index?.options.partialFilterExpression !== undefined) return null;
    if (
      index?.key.length !== 1 ||
      !proposal ||
      proposal.key.length < 2 ||
      proposal.key.some(([path]) => path === '_id')
    )
      return null;
    // One of two values leaves much to read, whatever stands before it.
    if (proposal.key.every(([other]) => other === index.key[0]?.[0] || isFlag(query, other))) return null;
    const { message, ...change } = remedy(query);
    const [path] = index.key[0] ?? [''];
    // An index without this path may well find more than this one does.
    if (!proposal.key.some(([other]) => other === path)) return null;
    return {
      message: `${queryWords(query)} is searched by ${path} alone, with ${keyWords(index.key)}: every document with that value is read and checked for the rest.${message}`,
      ...change,
    };
  },
};

import type { QuerySite } from '../../model/query.js';
import { itemsOf } from '../judging/match-tree.js';
import { knownOf } from '../sort-and-projection.js';
import { queryWords } from './rule-words.js';
import type { AskedQuery, SiteCheck } from './site-rule.js';

/** Each pass waits for the network once more. */
export const queryInLoop: SiteCheck = {
  rule: 'query-in-loop',
  severity: 'info',
  check(query) {
    const { site, leaves } = query;
    if (!site.inLoop || leaves.length === 0 || isBatch(query)) return null;
    const change = changeOf(site);
    return { message: `${queryWords(query)} is sent once for each pass of a loop. ${change}` };
  },
};

/** One query in parts: each pass takes the next few of what is found, or changes all that it has in hand, or a stretch. */
function isBatch({ site: { operation, limit }, leaves }: AskedQuery): boolean {
  if (operation === 'find') return limit !== null && knownOf(limit) !== 1;
  if (!operation.endsWith('Many') && operation !== 'aggregate') return false;
  return leaves.some(
    ({ path, operator, value }) =>
      (operator === '$in' && itemsOf(value) === null) ||
      (operator.startsWith('$gt') &&
        leaves.some((other) => other.path === path && other.operator.startsWith('$lt'))),
  );
}

function changeOf({ operation, readPaths }: QuerySite): string {
  if (/^(?:find|findOne|findById|exists|distinct)$/u.test(operation))
    return 'Ask once for all of them with $in, and pick from what comes.';
  if (operation.startsWith('count')) return 'One aggregation can count all of them, grouped by what differs.';
  if (operation === 'aggregate') return 'One pipeline can work out all of them, grouped by what differs.';
  const isAnswered = operation.startsWith('find') || readPaths?.length;
  return `${isAnswered ? 'Where what each of them gives is not needed, send' : 'Send'} all of them in one bulkWrite.`;
}

import type { Expression } from '../../model/query.js';
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
    if (!site.inLoop || site.inTurn || leaves.length === 0 || isBatch(query)) return null;
    const change = changeOf(query);
    return { message: `${queryWords(query)} is sent once for each pass of a loop. ${change}` };
  },
};

/** One query in parts: each pass takes the next few of what is found, or changes all that it has in hand, or a stretch. */
function isBatch({ site: { operation, limit }, leaves }: AskedQuery): boolean {
  if (operation === 'find') return limit !== null && knownOf(limit) !== 1;
  if (!operation.endsWith('Many') && operation !== 'aggregate') return false;
  return leaves.some(
    ({ path, operator, value }) =>
      (operator === '$in' && isOfProgram(value)) ||
      (operator.startsWith('$gt') &&
        leaves.some((other) => other.path === path && other.operator.startsWith('$lt'))),
  );
}

/** A list that only the program knows; one that it fills is read as empty. */
function isOfProgram(list: Expression): boolean {
  const items = itemsOf(list);
  return items === null || items.length === 0;
}

function changeOf({ site: { operation, readPaths, sort, limit }, leaves }: AskedQuery): string {
  if (operation === 'distinct')
    return 'One pipeline can give the values of all of them, grouped by what differs.';
  if (/^(?:find|findOne|findById|exists)$/u.test(operation)) {
    const isFirst = sort !== null && (operation === 'findOne' || limit !== null);
    if (isFirst) return 'One pipeline can give the first document of each, grouped by what differs.';
    // Values of several paths belong together.
    const areSeveral = leaves.filter(({ value }) => value.kind === 'hole').length > 1;
    return `Ask once for all of them with ${areSeveral ? '$in or $or' : '$in'}, and pick from what comes.`;
  }
  if (operation.startsWith('count')) return 'One aggregation can count all of them, grouped by what differs.';
  if (operation === 'aggregate') return 'One pipeline can work out all of them, grouped by what differs.';
  const isAnswered = operation.startsWith('find') || readPaths?.length;
  return `${isAnswered ? 'Where what each of them gives is not needed, send' : 'Send'} all of them in one bulkWrite.`;
}

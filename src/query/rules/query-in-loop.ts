import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';

/** Each pass waits for the network once more. */
export const queryInLoop: SiteCheck = {
  rule: 'query-in-loop',
  severity: 'info',
  check(query) {
    const { site, leaves } = query;
    const isRead = /^(?:find|findOne|findById|exists|count|countDocuments|distinct)$/u.test(site.operation);
    if (!site.inLoop || leaves.length === 0) return null;
    const change = isRead
      ? 'Ask once for all of them with $in, and pick from what comes.'
      : changeOf(site.operation);
    return { message: `${queryWords(query)} is sent once for each pass of a loop. ${change}` };
  },
};

function changeOf(operation: string): string {
  if (operation === 'aggregate') return 'One pipeline can work out all of them, grouped by what differs.';
  const isAnswered = operation.startsWith('find');
  return `${isAnswered ? 'Where what they give is not needed, send' : 'Send'} all of them in one bulkWrite.`;
}

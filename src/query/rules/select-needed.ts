import type { SchemaPath } from '../../model/schema-path.js';
import { listed } from '../judging/judgement-words.js';
import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';

const reads = /^(?:find|findOne|findById)$/u;
const fewRead = 3;
const wide = 12;

/** Several models of a collection declare the same paths. */
function topPaths(paths: readonly SchemaPath[]): ReadonlySet<string> {
  return new Set(paths.flatMap(({ path }) => (path.includes('.') ? [] : path)));
}

/** What is not selected is not sent and not made (https://www.mongodb.com/docs/manual/tutorial/project-fields-from-query-results/). */
export const selectNeeded: SiteCheck = {
  rule: 'select-needed',
  severity: 'hint',
  check(query) {
    const { api, operation, projection, readPaths } = query.site;
    const declared = topPaths(query.of.facts.paths ?? []).size;
    if (!reads.test(operation) || projection !== null || !readPaths) return null;
    if (readPaths.length === 0 || readPaths.length > fewRead || declared < wide) return null;
    const change =
      api === 'mongoose'
        ? `.select('${readPaths.join(' ')}')`
        : `The projection { ${readPaths.map(pair).join(', ')} }`;
    return {
      message: `${queryWords(query)} reads whole documents of ${declared} paths, of which only ${listed(readPaths)} ${readPaths.length === 1 ? 'is' : 'are'} used here. ${change} has the server send no more.`,
    };
  },
};

function pair(path: string): string {
  return `${/^[\w$]+$/u.test(path) ? path : `'${path}'`}: 1`;
}

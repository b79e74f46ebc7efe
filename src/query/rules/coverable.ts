import type { JudgedIndex } from '../../model/judgement.js';
import { judge } from '../judging/judge.js';
import { asFind } from '../operations.js';
import { projectionDocument } from '../sort-and-projection.js';
import { asksForOne, keyWords, queryWords } from './rule-words.js';
import type { AskedQuery, SiteCheck } from './site-rule.js';

/** More paths than these make the index larger than what it saves. */
const most = 2;

/** An index that holds all paths that a query needs answers it without a document (https://www.mongodb.com/docs/manual/core/query-optimization/#covered-query). */
export const coverable: SiteCheck = {
  rule: 'coverable',
  severity: 'hint',
  check(query) {
    const { judgement, leaves, of, site } = query;
    if (judgement.plan !== 'IXSCAN' || judgement.covered || judgement.sortInMemory) return null;
    // A plugin that is not read may ask for more.
    if (!site.complete || !of.complete) return null;
    // The one document of a query is read in no time.
    if (asksForOne(site.operation)) return null;
    const [best, ...others] = judgement.servedBy;
    const index = of.indexes.find(({ name }) => name === best);
    if (!index || others.length > 5 || index.options.unique === true) return null;
    // What is searched by and not in the key had better come first: other rules say so.
    if (leaves.some(({ path }) => !index.key.some(([own]) => own === path))) return null;
    const missing = neededPaths(query).filter((path) => !index.key.some(([own]) => own === path));
    if (missing.length === 0 || missing.length > most) return null;
    const wider: JudgedIndex = {
      ...index,
      key: [...index.key, ...missing.map((path) => [path, 1] as const)],
    };
    const after = judge(site, [wider], of.facts);
    if (!after.covered) return null;
    return {
      message: `${queryWords(query)} would be answered by ${index.name} alone if its key were ${keyWords(wider.key)}: then no document is read.`,
      indexes: [index.name],
    };
  },
};

function neededPaths({ site, leaves }: AskedQuery): readonly string[] {
  const projection = asFind(site.operation)?.projection ?? 'as written';
  const paths = leaves.map(({ path }) => path).filter(Boolean);
  if (projection === 'none') return [];
  if (projection !== 'as written') return [...new Set(paths)];
  const document = projectionDocument(site.projection) ?? {};
  const taken = Object.entries(document).flatMap(([path, value]) =>
    value === 1 || value === true ? [path] : [],
  );
  return taken.length === 0 ? [] : [...new Set([...paths, ...taken])];
}

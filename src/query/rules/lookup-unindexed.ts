import type { Expression, QuerySite } from '../../model/query.js';
import { open } from '../filter-walk.js';
import { judge } from '../judging/judge.js';
import { knownOf } from '../sort-and-projection.js';
import { queryWords } from './rule-words.js';
import type { SiteCheck } from './site-rule.js';

/** Each document looks up by its own search of the other collection (https://www.mongodb.com/docs/manual/reference/operator/aggregation/lookup/#performance-considerations). */
export const lookupUnindexed: SiteCheck = {
  rule: 'lookup-unindexed',
  severity: 'warning',
  check(query) {
    const bare = lookupsIn(query.site.pipeline).find(({ from, foreignField }) => {
      const of = query.collection(from);
      if (!of?.complete || foreignField === '_id') return false;
      return judge(lookupSite(query.site, from, foreignField), of.indexes, of.facts).plan === 'COLLSCAN';
    });
    if (!bare) return null;
    return {
      message: `${queryWords(query)} looks up ${bare.from} by ${bare.foreignField}, which has no index there: the server reads all of ${bare.from} for each document. An index on {${bare.foreignField}: 1} of ${bare.from} would serve it.`,
    };
  },
};

interface Lookup {
  readonly from: string;
  readonly foreignField: string;
}

/** Those of nested pipelines too. */
function lookupsIn(pipeline: Expression | null): readonly Lookup[] {
  if (pipeline === null) return [];
  const opened = open(pipeline);
  if (opened.kind === 'array') return opened.items.flatMap(lookupsIn);
  if (opened.kind !== 'object') return [];
  return opened.entries.flatMap(({ key, value }) => {
    const stage = open(value);
    const own =
      (key === '$lookup' || key === '$graphLookup') && stage.kind === 'object' ? lookupOf(stage) : [];
    const isNested = stage.kind === 'object' || stage.kind === 'array';
    return [...own, ...(isNested ? lookupsIn(stage) : [])];
  });
}

function lookupOf({ entries }: Expression & { readonly kind: 'object' }): readonly Lookup[] {
  const text = (name: string): string | null => {
    const entry = entries.find(({ key }) => key === name);
    const known = entry && knownOf(entry.value);
    return typeof known === 'string' ? known : null;
  };
  const from = text('from');
  const foreignField = text('foreignField') ?? text('connectToField');
  return from === null || foreignField === null ? [] : [{ from, foreignField }];
}

function lookupSite(site: QuerySite, collection: string, path: string): QuerySite {
  const hole: Expression = {
    kind: 'hole',
    text: 'localField',
    reason: 'it comes from a document',
    range: site.range,
  };
  return {
    ...site,
    collection,
    operation: 'find',
    filter: { kind: 'object', entries: [{ key: path, value: hole, optional: false }] },
    sort: null,
    projection: null,
    limit: null,
    skip: null,
    hint: null,
    pipeline: null,
    distinctKey: null,
    complete: true,
  };
}

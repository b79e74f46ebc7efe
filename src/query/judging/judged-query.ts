import type { Json } from '../../model/json.js';
import { canonicalCollation } from '../../model/collation.js';
import type { CollectionFacts } from '../../model/judgement.js';
import type { Expression, QuerySite } from '../../model/query.js';
import { takenBy, type Taken } from './covered.js';
import { matchOf } from './match.js';
import type { Match } from './match-tree.js';
import { asFind } from '../operations.js';
import type { Sort } from './provided-sort.js';
import { knownOf, projectionDocument, sortPairs } from '../sort-and-projection.js';
import type { UseContext } from './usable-leaf.js';

/** What a query site asks of the planner. */
export interface JudgedQuery {
  readonly match: Match;
  readonly sort: Sort;
  readonly taken: Taken;
  /** 0: none; what only the program knows counts as a page. */
  readonly limit: number;
  readonly hasSkip: boolean;
  /** Undefined: none is given, or only the program knows it. */
  readonly hint: Json | undefined;
  readonly context: UseContext;
}

/** What a limit that only the program knows counts as. */
const page = 100;

export function judgedQuery(site: QuerySite, facts: CollectionFacts, withOptional: boolean): JudgedQuery {
  const find = asFind(site.operation);
  return {
    match: matchOf(site.filter, withOptional),
    sort: sortPairs(site.sort),
    taken: takenOf(site),
    limit: find?.single ? 1 : countOf(site.limit),
    hasSkip: site.skip !== null && knownOf(site.skip) !== 0,
    hint: site.hint ? knownOf(site.hint) : undefined,
    context: { facts, collation: collationOf(site, facts) },
  };
}

function takenOf(site: QuerySite): Taken {
  if (site.distinctKey !== null) return [site.distinctKey];
  if (/^(?:update|replace|delete)/u.test(site.operation)) return 'document';
  const projection = asFind(site.operation)?.projection ?? 'as written';
  if (projection === 'none') return 'document';
  if (projection === 'filter only') return 'nothing';
  return takenBy(projection === 'as written' ? projectionDocument(site.projection) : projection);
}

function countOf(limit: Expression | null): number {
  if (limit === null) return 0;
  const known = Number(knownOf(limit) ?? page);
  return Number.isFinite(known) ? Math.abs(known) : page;
}

function collationOf({ collation }: QuerySite, facts: CollectionFacts): string | null | undefined {
  if (collation === null) return canonicalCollation(facts.collation);
  const known = knownOf(collation);
  return known === undefined ? undefined : canonicalCollation(known);
}

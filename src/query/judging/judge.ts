import type { CollectionFacts, ConsideredIndex, JudgedIndex, Judgement } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import { accessesTo, type Accesses } from './accesses.js';
import { idIndex, viewOf, type IndexView } from './index-view.js';
import { isIdLookup } from './id-lookup.js';
import { hintOf } from './hint.js';
import { judgedQuery, type JudgedQuery } from './judged-query.js';
import { certainLeaves, hasUnknown, type Match } from './match-tree.js';
import { refusalOf, servingReason } from './judgement-words.js';
import { wholeReads, type WholeRead } from './whole-reads.js';

/**
 * What the planner of MongoDB 7 would do with a query, given these indexes: docs/judging.md has the rules with their
 * sources. It holds for the parts of the filter that are always written. The server's own index on `_id` may be left
 * out of `indexes`.
 */
export function judge(site: QuerySite, indexes: readonly JudgedIndex[], facts: CollectionFacts): Judgement {
  const all = indexes.some(({ key }) => isIdKey(key)) ? indexes : [idIndex, ...indexes];
  const views = all.map((index) => viewOf(index, facts));
  const judged = judgedWith(judgedQuery(site, facts, false), views, site.complete);
  if (judged.servedBy.length > 0) return judged;
  const optional = judgedWith(judgedQuery(site, facts, true), views, site.complete);
  return { ...judged, servedWithOptional: optional.servedBy };
}

function isIdKey(key: JudgedIndex['key']): boolean {
  return key.length === 1 && key[0]?.[0] === '_id';
}

function judgedWith(query: JudgedQuery, views: readonly IndexView[], isComplete: boolean): Judgement {
  if (isIdLookup(query)) return idLookup(views);
  const hint = hintOf(query.hint, views);
  if (hint.kind === 'refused') return withoutIndex(query, views, new Map(), [], hint.reason);
  if (hint.kind === 'scan') return withoutIndex(query, views, new Map(), [], null);
  const usable = hint.kind === 'index' ? [hint.view] : views;
  const accesses = accessesTo(query.match, [], oneDocument(query.match, usable), query);
  const whole = wholeReads(query, usable, accesses.found, hint.kind === 'index');
  const refusal = refusalOf(query.match, usable, accesses.found);
  if (accesses.found.length === 0 && whole.length === 0) {
    const isKnown = isComplete && !hasUnknown(query.match);
    const without = withoutIndex(query, views, accesses.refusals, accesses.unservedBranches, refusal);
    return isKnown ? without : { ...without, plan: 'UNKNOWN', sortInMemory: false };
  }
  return byIndexes(query, views, accesses, whole);
}

/** Beside one value of `_id` the planner searches no other index. */
function oneDocument(match: Match, views: readonly IndexView[]): readonly IndexView[] {
  const isOne = certainLeaves(match).some(
    ({ path, operator, negated, isExpr }) => path === '_id' && operator === '$eq' && !negated && !isExpr,
  );
  const own = views.filter(({ index }) => isIdKey(index.key));
  return isOne && own.length > 0 ? own : views;
}

function byIndexes(
  query: JudgedQuery,
  views: readonly IndexView[],
  accesses: Accesses,
  whole: readonly WholeRead[],
): Judgement {
  const ways = [...accesses.found.map((access) => ({ ...access, role: 'search' as const })), ...whole].sort(
    (a, b) => a.weight - b.weight,
  );
  const considered = views.map((view): ConsideredIndex => {
    const way = ways.find(({ searches }) => searches.some((search) => search.view.name === view.name));
    if (!way) return refused(view, accesses.refusals);
    const sortInMemory = query.sort.length > 0 && !way.sorted;
    return {
      name: view.name,
      serves: true,
      role: way.role,
      sortInMemory,
      covered: way.covered,
      reason: servingReason(view, way, sortInMemory),
    };
  });
  const [best] = ways;
  return {
    plan: 'IXSCAN',
    servedBy: [...new Set(ways.flatMap(({ searches }) => searches.map(({ view }) => view.name)))],
    sortInMemory: query.sort.length > 0 && !best?.sorted,
    covered: best?.covered ?? false,
    considered,
    servedWithOptional: [],
    unservedBranches: [],
    refusal: null,
  };
}

function withoutIndex(
  query: JudgedQuery,
  views: readonly IndexView[],
  refusals: Accesses['refusals'],
  unservedBranches: Judgement['unservedBranches'],
  refusal: string | null,
): Judgement {
  return {
    plan: 'COLLSCAN',
    servedBy: [],
    sortInMemory: query.sort.length > 0,
    covered: false,
    considered: views.map((view) => refused(view, refusals)),
    servedWithOptional: [],
    unservedBranches,
    refusal,
  };
}

function refused({ name }: IndexView, refusals: Accesses['refusals']): ConsideredIndex {
  const reason = refusals.get(name) ?? 'The hint of the query rules it out.';
  return { name, serves: false, role: null, sortInMemory: false, covered: false, reason };
}

function idLookup(views: readonly IndexView[]): Judgement {
  const own = views.find(({ index }) => isIdKey(index.key));
  const name = own?.name ?? idIndex.name;
  return {
    plan: 'IDHACK',
    servedBy: [name],
    sortInMemory: false,
    covered: false,
    considered: views.map((view) => ({
      name: view.name,
      serves: view === own,
      role: view === own ? 'search' : null,
      sortInMemory: false,
      covered: false,
      reason:
        view === own
          ? 'It finds the one document by its _id.'
          : 'A document is looked up by its _id: no other index is considered.',
    })),
    servedWithOptional: [],
    unservedBranches: [],
    refusal: null,
  };
}

import { costOf } from './index-cost.js';
import type { IndexSearch } from './index-search.js';
import type { JudgedQuery } from './judged-query.js';

/** A plan that has found so many documents ends the trial. */
const firstBatch = 101;
/** Plans that are as good otherwise: one without a fetch goes first, one without a sort too. */
const tieBreaker = 0.01;

/**
 * The server tries its plans side by side and takes the one that gives its results with the least work, which is mostly
 * keys examined; a sort in memory gives none before it has all
 * (https://www.mongodb.com/docs/manual/core/query-plans/). Estimated: the least goes first.
 */
export function trialOf(search: IndexSearch, sorted: boolean, covered: boolean, query: JudgedQuery): number {
  const wanted = query.limit > 0 ? Math.min(query.limit, firstBatch) : firstBatch;
  const inOrder = sorted || query.sort.length === 0;
  const cost = costOf(
    search,
    { sort: query.sort, sorted: inOrder, covered, limit: wanted },
    query.context.facts,
  );
  const given = Math.min(cost.sorted, wanted);
  return cost.keys + given + (covered ? 0 : tieBreaker) + (inOrder ? 0 : tieBreaker);
}

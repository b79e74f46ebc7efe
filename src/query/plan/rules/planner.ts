import type { Json } from '../../../model/json.js';
import { asObject } from '../../json-access.js';
import { stagesIn } from '../stage-tree.js';
import { isForced } from './collection-scan.js';
import { listed, note, type PlanRule, warning } from './rule.js';

/** https://www.mongodb.com/docs/manual/reference/method/cursor.hint/ */
export const hintInForce: PlanRule = {
  id: 'hint',
  number: 27,
  judge: ({ plan: { planner } }) =>
    planner.hint === null || isForced(planner.hint)
      ? []
      : [
          note(
            `A hint names the index ${hintWords(planner.hint)}: the planner had no choice, and will have none when a better index is there.`,
          ),
        ],
};

/** `k_1`, `{ k: 1, a.b: -1 }` */
function hintWords(hint: Json): string {
  if (typeof hint === 'string') return hint;
  const pairs = Object.entries(asObject(hint) ?? {}).map(
    ([path, value]) => `${path}: ${JSON.stringify(value)}`,
  );
  return `{ ${pairs.join(', ')} }`;
}

/** https://www.mongodb.com/docs/manual/reference/command/planCacheSetFilter/ */
export const indexFilter: PlanRule = {
  id: 'index-filter',
  number: 28,
  judge: ({ plan }) =>
    plan.planner.indexFilter
      ? [
          note(
            'An index filter (planCacheSetFilter) limits the planner to some of the indexes for this shape, until the server restarts.',
          ),
        ]
      : [],
};

/** An explain plans anew; a query takes the plan that is cached: https://www.mongodb.com/docs/manual/core/query-plans/ */
export const planCacheDiffers: PlanRule = {
  id: 'plan-cache-differs',
  number: 29,
  judge: ({ cached, plan }) => {
    if (cached === null || plan.planner.isCached) return [];
    const used = new Set(stagesIn(plan.winning).flatMap(({ index }) => index ?? []));
    if (cached.length === used.size && cached.every((name) => used.has(name))) return [];
    const cachedPlan = cached.length === 0 ? 'a plan without an index' : listed(cached);
    return [
      warning(
        `The plan cache holds another plan for this shape, with ${cachedPlan}: queries run that one until the server plans anew. db.collection.getPlanCache().clear() makes it.`,
      ),
    ];
  },
};

/** https://www.mongodb.com/docs/manual/core/sharded-cluster-query-router/ */
export const scattered: PlanRule = {
  id: 'scattered',
  number: 30,
  judge: ({ stages }) =>
    stages.flatMap(({ inputs }) => {
      const shards = inputs.filter(({ branch }) => branch?.startsWith('shard ')).length;
      return shards > 1
        ? [
            note(
              `${shards} shards were asked: a filter on the shard key would go to those alone that hold the documents.`,
            ),
          ]
        : [];
    }),
};

export const plannedOnly: PlanRule = {
  id: 'planned-only',
  number: 31,
  judge: ({ plan: { metrics, failure } }) =>
    metrics === null && !failure
      ? [note('The server planned the query without running it: what it costs is not known.')]
      : [],
};

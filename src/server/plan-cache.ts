import type { Document } from 'mongodb';
import type { Connection } from './connection.js';

/**
 * Names of the indexes in the plan that the server has cached for a query shape, and would run for it: an explain plans
 * anew instead. Null: none is in use, its indexes are not told (engine 2 keeps another form), or the role may not look
 * (`planCacheRead`). https://www.mongodb.com/docs/manual/reference/operator/aggregation/planCacheStats/
 */
export async function cachedIndexes(
  { client }: Connection,
  database: string,
  collection: string,
  planCacheKey: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly string[] | null> {
  const pipeline = [
    { $planCacheStats: {} },
    { $match: { planCacheKey, isActive: true } },
    { $project: { cachedPlan: 1 } },
  ];
  const entries = await client
    .db(database)
    .collection(collection)
    .aggregate<{ cachedPlan?: Document }>(pipeline, { signal, maxTimeMS: 2_000 })
    .toArray()
    .catch(() => []);
  const [entry] = entries;
  if (!entry?.cachedPlan || !('stage' in entry.cachedPlan)) return null;
  return [...new Set(namesIn(entry.cachedPlan))];
}

function namesIn(stage: Document): readonly string[] {
  const below = Object.values(stage).flatMap((value: unknown): readonly unknown[] =>
    Array.isArray(value) ? value : [value],
  );
  const inputs = below.filter(
    (value): value is Document => typeof value === 'object' && value !== null && 'stage' in value,
  );
  const own = typeof stage.indexName === 'string' ? [stage.indexName] : [];
  return [...own, ...inputs.flatMap(namesIn)];
}

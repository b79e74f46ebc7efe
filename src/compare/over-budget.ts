import type { Advice, AdviceLimits } from '../model/advice.js';
import type { LiveIndex } from '../model/index-specification.js';
import type { AdvisedCollection } from './advised-collection.js';

/**
 * More indexes than the setting allows, now or once what is missing is created: each is written with every document
 * that has its fields (https://www.mongodb.com/docs/manual/core/data-model-operations/#indexes).
 */
export function overBudget(
  { collection, indexes, live }: AdvisedCollection,
  { indexesPerCollection }: AdviceLimits,
): Advice[] {
  const onServer = live?.indexes ?? [];
  const missing = indexes.filter((index) => !index.live).length;
  // A collection that does not exist yet gets the server's own index on `_id`.
  const after = onServer.length + missing + (live ? 0 : 1);
  if (after <= indexesPerCollection) return [];
  const isOver = onServer.length > indexesPerCollection;
  const budget = `the budget is ${indexesPerCollection}, the one on _id included`;
  return [
    {
      rule: 'over-budget',
      severity: 'warning',
      message: isOver
        ? `\`${collection}\` has ${onServer.length} indexes; ${budget}. Each is kept up to date with every write.`
        : `\`${collection}\` would have ${after} indexes once the missing ${missing} are created; ${budget}.`,
      evidence: { indexBytes: totalBytes(onServer), documentBytes: live?.sizeBytes ?? null, usage: null },
      change: isOver
        ? 'Look at what is redundant or unused first.'
        : 'Look at what is redundant before creating them.',
      indexes: [],
    },
  ];
}

/** Null where one is not known: a sum of the others would say too little. */
function totalBytes(indexes: readonly LiveIndex[]): number | null {
  return indexes.reduce<number | null>(
    (sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes),
    indexes.length > 0 ? 0 : null,
  );
}

import type { Json } from './json.js';

/**
 * How many different values there are, by a sample that holds one in `unseen` of them: those that the sample has once
 * stand for the many that it has not (GEE: Charikar et al., Towards estimation error guarantees for distinct values,
 * PODS 2000).
 */
export function distinctValues(values: readonly Json[], unseen: number): number {
  const counts = new Map<string, number>();
  for (const value of values) {
    const text = JSON.stringify(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const once = [...counts.values()].filter((count) => count === 1).length;
  return Math.max(1, Math.round(Math.sqrt(Math.max(1, unseen)) * once + counts.size - once));
}

import type { ComparedIndex, Comparison, IndexStatus } from '../model/comparison.js';

/** An index that is not simply applied, with its collection. */
export interface Finding {
  readonly collection: string;
  readonly index: ComparedIndex;
}

export function findings(comparison: Comparison): Finding[] {
  return comparison.collections.flatMap(({ collection, indexes }) =>
    indexes.filter(({ status }) => status !== 'applied').map((index) => ({ collection, index })),
  );
}

/** Whether something was found that the user wants to fail on. */
export function hasFindings({ summary }: Comparison, failOn: ReadonlySet<IndexStatus>): boolean {
  return [...failOn].some((status) => summary[status] > 0);
}

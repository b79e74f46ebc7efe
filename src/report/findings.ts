import type { ComparedIndex, Comparison, FindingKind } from '../model/comparison.js';
import { allAdvice } from './advice-words.js';

/** An index that is not simply applied, with its collection. */
export interface UnappliedIndex {
  readonly collection: string;
  readonly index: ComparedIndex;
}

export function findings(comparison: Comparison): UnappliedIndex[] {
  return comparison.collections.flatMap(({ collection, indexes }) =>
    indexes.filter(({ status }) => status !== 'applied').map((index) => ({ collection, index })),
  );
}

/** Whether something was found that the user wants to fail on. */
export function hasFindings(comparison: Comparison, failOn: ReadonlySet<FindingKind>): boolean {
  return (
    findings(comparison).some(({ index }) => failOn.has(index.status)) ||
    allAdvice(comparison).some(({ advice }) => failOn.has(advice.rule))
  );
}

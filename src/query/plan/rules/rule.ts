import type { Reason } from '../../../model/plan.js';
import type { PlanFacts } from '../plan-facts.js';
import type { Search } from '../searches.js';

export interface PlanFinding {
  readonly weight: Reason['weight'];
  /** A whole sentence or two: what is so, and why it matters. */
  readonly message: string;
}

/**
 * One thing to say of a plan; empty where it does not apply. Time is never a reason: it depends on the machine.
 * docs/plan-rules.md describes each rule under its number and id, which stay as they are: other programs read them.
 */
export interface PlanRule {
  readonly id: string;
  readonly number: number;
  readonly judge: (facts: PlanFacts) => readonly PlanFinding[];
}

export const good = (message: string): PlanFinding => ({ weight: 'good', message });
export const note = (message: string): PlanFinding => ({ weight: 'note', message });
export const warning = (message: string): PlanFinding => ({ weight: 'warning', message });
export const bad = (message: string): PlanFinding => ({ weight: 'bad', message });

/** ` in customers`, where it is not the query's own collection. */
export function inCollection({ collection }: Search): string {
  return collection === null ? '' : ` in ${collection}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.join(', ').replace(/, ([^,]*)$/u, ' and $1');
}

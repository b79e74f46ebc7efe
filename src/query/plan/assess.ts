import type { Assessment, Plan, Reason, Verdict } from '../../model/plan.js';
import { factsOf } from './plan-facts.js';
import { planRules } from './rules/all.js';
import { headline } from './headline.js';

const order: readonly Reason['weight'][] = ['bad', 'warning', 'good', 'note'];

/**
 * A plan in words, with the worst of its reasons as the verdict, worst first. `documents` in the collection: null where
 * it is not known. `cached`: the indexes of the plan that the plan cache holds for the shape, where that is known.
 */
export function assess(
  plan: Plan,
  documents: number | null,
  cached: readonly string[] | null = null,
): Assessment {
  const facts = factsOf(plan, documents, cached);
  const reasons = planRules.flatMap(({ id, number, judge }) =>
    judge(facts).map(({ weight, message }): Reason => ({ rule: id, number, weight, message })),
  );
  reasons.sort((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight));
  return { verdict: verdictOf(reasons), headline: headline(facts), reasons };
}

function verdictOf(reasons: readonly Reason[]): Verdict {
  const worst = reasons[0]?.weight;
  return worst === 'bad' || worst === 'warning' ? worst : 'good';
}

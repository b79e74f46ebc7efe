import type { Assessment, Plan, Reason, Verdict } from '../model/plan.js';
import { factsOf } from './plan-facts.js';
import { planRules } from './plan-rules.js';
import { headline } from './plan-words.js';

const severity: readonly Verdict[] = ['good', 'warning', 'bad'];

/**
 * A plan in words, with the worst of its reasons as the verdict, worst first. `documents` in the collection: null where
 * it is not known.
 */
export function assess(plan: Plan, documents: number | null): Assessment {
  const facts = factsOf(plan, documents);
  const findings = Object.entries(planRules).flatMap(([rule, judge]) => {
    const finding = judge(facts);
    return finding ? [{ rule, ...finding }] : [];
  });
  findings.sort((a, b) => severity.indexOf(b.verdict) - severity.indexOf(a.verdict));
  return {
    verdict: findings[0]?.verdict ?? 'good',
    headline: headline(facts),
    reasons: findings.map(({ rule, message }): Reason => ({ rule, message })),
  };
}

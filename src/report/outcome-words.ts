import type { ExplainRecord } from '../model/explain-record.js';
import type { Explanation } from '../model/explanation.js';
import type { Plan, PlanStage } from '../model/plan.js';
import { number } from './words.js';

/** How documents are found, as the server's log says it: `IXSCAN companyId_1`, `COLLSCAN`. */
export function planSummary({ winning }: Plan): string {
  return [...new Set(leavesOf(winning))].join(', ');
}

/** `IXSCAN companyId_1 · 1 of 1 · 2 ms`: returned of what was examined. */
export function outcomeWords({ plan }: Explanation): string {
  const { metrics } = plan;
  if (!metrics) return `${planSummary(plan)} · planned, not run`;
  const examined = metrics.docsExamined || metrics.keysExamined;
  const failed = plan.failure === null ? '' : ' · not finished';
  return `${planSummary(plan)} · ${metrics.returned === null ? '?' : number(metrics.returned)} of ${number(examined)} · ${number(metrics.ms)} ms${failed}`;
}

export function recordOf({ plan, assessment }: Explanation, at: Date): ExplainRecord {
  const { verdict } = assessment;
  return { at: at.toISOString(), verdict, plan: planSummary(plan), metrics: plan.metrics };
}

function leavesOf({ stage, index, inputs }: PlanStage): readonly string[] {
  if (inputs.length === 0) return [index === null ? stage : `${stage} ${index}`];
  return inputs.flatMap(leavesOf);
}

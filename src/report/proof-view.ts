import type { Explanation } from '../model/explanation.js';
import type { ExplainView, FiguresRow } from '../model/messages.js';
import { planSummary } from './outcome-words.js';
import { number } from './words.js';

type ProofView = NonNullable<ExplainView['proof']>;

/** Before and after an index on a sample copy. */
export function trialView(
  name: string,
  {
    before,
    after,
    copy,
  }: {
    readonly before: Explanation;
    readonly after: Explanation;
    readonly copy: { readonly documents: number; readonly of: number | null };
  },
): ProofView {
  const uses = after.plan.indexes.includes(name);
  const all = copy.of !== null && copy.documents >= copy.of;
  const size =
    all || copy.of === null ? number(copy.documents) : `${number(copy.documents)} of ${number(copy.of)}`;
  return {
    title: `${name}, tried`,
    rows: [figuresRow('Without it', before), figuresRow('With it', after)],
    notes: [
      uses ? `The planner takes ${name}.` : `The planner does not take ${name} for these values.`,
      `Measured on a copy of ${size} documents in a scratch database, which is dropped again.`,
    ],
  };
}

/** With its index, and without any. */
export function fullScanView(present: Explanation, scan: Explanation): ProofView {
  return {
    title: 'Against a full scan',
    rows: [figuresRow('As it runs', present), figuresRow('Full scan', scan)],
    notes: scan.timedOut ? ['The full scan did not come to its end within the time limit.'] : [],
  };
}

function figuresRow(label: string, { plan, assessment }: Explanation): FiguresRow {
  const { metrics } = plan;
  return {
    label,
    verdict: assessment.verdict,
    plan: planSummary(plan),
    returned: metrics?.returned ?? null,
    docsExamined: metrics?.docsExamined ?? null,
    keysExamined: metrics?.keysExamined ?? null,
    ms: metrics?.ms ?? null,
  };
}

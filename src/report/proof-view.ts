import type { Explanation } from '../model/explanation.js';
import type { ExplainView, FiguresRow } from '../model/explain-messages.js';
import { planSummary } from './outcome-words.js';
import { number } from './words.js';

type ProofView = NonNullable<ExplainView['proof']>;

/** A collection in the scratch database. `of`: documents in the real one; null: the role does not permit to know. */
interface Copied {
  readonly collection: string;
  readonly documents: number;
  readonly of: number | null;
}

/** Before and after an index on a sample copy. */
export function trialView(
  name: string,
  {
    before,
    after,
    copy,
    joined,
  }: {
    readonly before: Explanation;
    readonly after: Explanation;
    readonly copy: Copied;
    readonly joined: readonly Copied[];
  },
): ProofView {
  const uses = after.plan.indexes.includes(name);
  return {
    title: `${name}, tried`,
    rows: [figuresRow('Without it', before), figuresRow('With it', after)],
    notes: [
      uses ? `The planner takes ${name}.` : `The planner does not take ${name} for these values.`,
      `Measured on a copy of ${sizeOf(copy)} in a scratch database, which is dropped again.`,
      ...joinedNotes(joined),
    ],
  };
}

/** Joins on a part of a collection find less than they do really, before and after alike. */
function joinedNotes(joined: readonly Copied[]): readonly string[] {
  if (joined.length === 0) return [];
  const isPart = joined.some((copy) => !isWhole(copy));
  const sizes = joined.map((copy) => `${sizeOf(copy)} of ${copy.collection}`).join(', ');
  return [
    `Joined to a copy of ${sizes}.`,
    ...(isPart ? ['Where only a part is copied, joins find less than they do really, in both runs.'] : []),
  ];
}

function isWhole({ documents, of }: Copied): boolean {
  return of !== null && documents >= of;
}

/** `20,000 of 1,000,000 documents` */
function sizeOf(copy: Copied): string {
  const { documents, of } = copy;
  return of === null || isWhole(copy)
    ? `${number(documents)} documents`
    : `${number(documents)} of ${number(of)} documents`;
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

import type { PlanMetrics, Verdict } from './plan.js';

/** One explain as it is kept for later comparison: no value of the query or of a document is in it. */
export interface ExplainRecord {
  /** ISO 8601. */
  readonly at: string;
  readonly verdict: Verdict;
  /** `IXSCAN companyId_1` */
  readonly plan: string;
  /** Null: the query was planned and not run. */
  readonly metrics: PlanMetrics | null;
}

import type { Json } from './json.js';
import type { Assessment, Plan } from './plan.js';
import type { FilledValue, FindCommand, QueryShape, QuerySite } from './query.js';

/** A query, the command that was explained for it, and what the server answered. */
export interface Explanation {
  readonly query: QuerySite;
  readonly shape: QueryShape;
  readonly database: string;
  readonly command: FindCommand;
  readonly values: readonly FilledValue[];
  /** What documents of the collection gave, by path. */
  readonly sample: Readonly<Record<string, Json>>;
  readonly plan: Plan;
  /** The time limit was reached: figures, where there are any, are those up to there. */
  readonly timedOut: boolean;
  readonly assessment: Assessment;
  /** Documents in the collection; null: unknown. */
  readonly documents: number | null;
}

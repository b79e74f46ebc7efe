import type { Json } from './json.js';
import type { IndexProposal } from './judgement.js';
import type { Assessment, Plan } from './plan.js';
import type { QueryCommand } from './command.js';
import type { FilledValue, QueryShape, QuerySite } from './query.js';

/** A query, the command that was explained for it, and what the server answered. */
export interface Explanation {
  readonly query: QuerySite;
  readonly shape: QueryShape;
  readonly database: string;
  readonly command: QueryCommand;
  readonly values: readonly FilledValue[];
  /** What is not as the code says, in words: a stage that is left out, a write that is only planned. */
  readonly notices: readonly string[];
  /** What documents of the collection gave, by path. */
  readonly sample: Readonly<Record<string, Json>>;
  readonly plan: Plan;
  /** The time limit was reached: figures, where there are any, are those up to there. */
  readonly timedOut: boolean;
  readonly assessment: Assessment;
  /** The index that would serve it, or serve it better; null: what is there does, none would help, or none is known. */
  readonly proposal: IndexProposal | null;
  /** Documents in the collection; null: unknown. */
  readonly documents: number | null;
}

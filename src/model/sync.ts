import type { ChangeOutcome, IndexChange } from './index-change.js';
import type { EnsureOutcome, EnsurePlan } from './ensure.js';

/** What would make the server hold the indexes of the code and no others. In this order: created, settled, dropped. */
export interface SyncPlan {
  /** What is missing; what it skips is neither created nor settled. */
  readonly ensure: EnsurePlan;
  /** Live indexes that get what their definition says: in place, or by a rebuild. */
  readonly settle: readonly IndexChange[];
  /** Live indexes that no definition wants. */
  readonly drop: readonly IndexChange[];
  /** Live indexes that no definition wants, and that stay: they support the shard key, or may where it is not known. */
  readonly sharding: readonly IndexChange[];
  /** Collections where nothing is settled or dropped, since the code that defines them may not have been read to the end. */
  readonly incomplete: readonly string[];
}

export interface SyncOutcome {
  readonly ensure: EnsureOutcome;
  /** Of what was settled and dropped. */
  readonly changes: readonly ChangeOutcome[];
}

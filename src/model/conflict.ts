import type { IndexChange } from './index-change.js';
import type { IndexSpecification } from './index-specification.js';

/**
 * `change`: the live index takes the options by commands that build nothing. `new-name`: the defined one is created
 * beside it, and the code takes that name. `rebuild`: another index serves the queries meanwhile. `replace`: dropped
 * first, then created. `take-live`: nothing is done on the server, the code takes what is live.
 */
type ConflictWayKind = 'change' | 'new-name' | 'rebuild' | 'replace' | 'take-live';

/** One way to settle a definition that the server refuses because of what is live. */
export interface ConflictWay {
  readonly kind: ConflictWayKind;
  /** What it does, in a sentence. */
  readonly does: string;
  /** What that costs or risks, in sentences. */
  readonly costs: string;
  /** What is done on the server; null: nothing. */
  readonly change: IndexChange | null;
  /** What the code says afterwards: what it says now, but for `new-name` and `take-live`. */
  readonly definition: IndexSpecification;
}

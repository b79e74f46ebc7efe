import type { CreatedIndex, FailedIndex } from './ensure.js';
import type { KeyPattern } from './index-specification.js';

export interface StartedIndex {
  readonly collection: string;
  readonly name: string;
  readonly key: KeyPattern;
}

/** What came of builds that are started and left to the server. */
export interface StartedBuilds {
  /** Small ones, done before one could look. */
  readonly created: readonly CreatedIndex[];
  readonly existing: number;
  /** The server builds them, with or without us. */
  readonly building: readonly StartedIndex[];
  /** The server did not get to them, and they were taken back. */
  readonly notStarted: readonly StartedIndex[];
  readonly failed: readonly FailedIndex[];
}

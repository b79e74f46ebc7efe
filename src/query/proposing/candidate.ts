import type { JudgedIndex } from '../../model/judgement.js';
import type { Weighed } from './best-key.js';

/** How an index serves a requirement. */
export interface Way extends Weighed {
  /** It is as good as one of its own whatever the data are. */
  readonly isAsOwn: boolean;
}

/** An index that may be chosen. */
export interface Candidate {
  readonly index: JudgedIndex;
  /** How it serves each requirement. */
  readonly ways: readonly Way[];
  /** It is there already. */
  readonly isThere: boolean;
  /** How many of those that are there it would take the place of. */
  readonly extended: number;
  /** It stays in any case. */
  readonly isFixed: boolean;
}

const never: Way = {
  weight: Number.POSITIVE_INFINITY,
  trial: Number.POSITIVE_INFINITY,
  sorted: false,
  isAsOwn: false,
};

export function wayOf({ ways }: Candidate, at: number): Way {
  return ways[at] ?? never;
}

import type { Place } from './place.js';

/** Something that could not be read or is not permitted, said as one sentence. `code` is stable: other programs read it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly place?: Place;
}

import type { Json } from './json.js';

/** A key that more than one document has, so that a unique index is refused. Values are relaxed EJSON. */
export interface DuplicateKey {
  /** By path; null also where the path is missing, which is the same to an index. */
  readonly values: readonly (readonly [path: string, value: Json])[];
  readonly documents: number;
  /** `_id` of two of them. */
  readonly ids: readonly Json[];
}

/** An exact count of what makes a unique build fail, by reading every document that the index would hold. */
export interface DuplicateCount {
  readonly keys: number;
  /** Over all these keys; one that has several of them, by an array, is counted for each. */
  readonly documents: number;
  /** The keys of the most documents. */
  readonly first: readonly DuplicateKey[];
  /** No array is on the way to any of these values: grouping by the paths finds them. */
  readonly isPlain: boolean;
}

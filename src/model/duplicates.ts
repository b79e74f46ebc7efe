import type { Json } from './json.js';

/** A key that more than one document has, so that a unique index is refused. Values are relaxed EJSON. */
export interface DuplicateKey {
  /** By path. */
  readonly values: Readonly<Record<string, Json>>;
  readonly documents: number;
  /** `_id` of the first few. */
  readonly ids: readonly Json[];
}

/** An exact count, by reading every document that the index would hold. */
export interface DuplicateCount {
  readonly keys: number;
  /** Documents that have one of these keys. */
  readonly documents: number;
  /** The first few. */
  readonly first: readonly DuplicateKey[];
}

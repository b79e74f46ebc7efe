import type { IndexBuild, IndexSpecification, KeyPattern } from './index-specification.js';

/** What an ensure would do to one collection: one `createIndexes` command with `create`. */
export interface EnsureCollection {
  readonly collection: string;
  readonly models: readonly string[];
  readonly exists: boolean;
  /** Null: unknown. */
  readonly documents: number | null;
  /** Uncompressed size of the documents; null: unknown. */
  readonly sizeBytes: number | null;
  /** How many indexes are live, with `_id_`. */
  readonly live: number;
  readonly create: readonly IndexSpecification[];
  /** Defined indexes that are live already. */
  readonly existing: readonly ExistingIndex[];
  readonly skipped: readonly SkippedIndex[];
}

/** `isHidden`: no query uses it. */
export interface ExistingIndex extends IndexSpecification {
  readonly isHidden?: true;
}

/**
 * An ensure only adds: an index that is live with other options is left alone and named; so is one whose definition is
 * `stale`, since it is not known what it will be, and one of a collection whose indexes the role may not list.
 */
export interface SkippedIndex extends IndexSpecification {
  readonly collection: string;
  readonly reason: 'different' | 'building' | 'stale' | 'not-permitted';
  readonly differences: readonly string[];
  /** The live index it differs from; null where it is another definition of the code, and where none is known. */
  readonly live: IndexSpecification | null;
}

export interface EnsurePlan {
  readonly database: string;
  readonly collections: readonly EnsureCollection[];
}

export interface CreatedIndex {
  readonly collection: string;
  readonly name: string;
  readonly key: KeyPattern;
  /** Wall time of the command that built it. */
  readonly ms: number;
}

export interface FailedIndex {
  readonly collection: string;
  readonly name: string;
  readonly key: KeyPattern;
  /** The server's error code, or null where none came from the server. */
  readonly code: number | null;
  readonly codeName: string | null;
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
}

export interface EnsureOutcome {
  readonly created: readonly CreatedIndex[];
  readonly existing: number;
  readonly skipped: readonly SkippedIndex[];
  readonly failed: readonly FailedIndex[];
  /** Names of collections that a cancel left untouched. */
  readonly cancelled: readonly string[];
}

/** What came of one collection of the plan, told as soon as it is settled. */
export interface CollectionOutcome {
  readonly collection: string;
  readonly created: readonly CreatedIndex[];
  readonly failed: readonly FailedIndex[];
  /** Indexes of `create` that turned out to exist already: someone else was faster. */
  readonly existing: number;
  /** A cancel left it untouched. */
  readonly cancelled: boolean;
}

/** How far an ensure has come: sent when it begins with a collection, and while the server builds. */
export interface EnsureProgress {
  readonly collection: string;
  /** Names of the indexes that are being built. */
  readonly names: readonly string[];
  /** Collections settled so far, and how many there are to settle. */
  readonly done: number;
  readonly total: number;
  /** Null where the server has not told yet, or the role does not permit it. */
  readonly build: IndexBuild | null;
}

import type { IndexBuild, IndexSpecification } from './index-specification.js';

/**
 * Whose words a specification is that is created. `live`: the server's own, which leave nothing to the collection: no
 * collation means the simple one. `code`: what it leaves out, the collection's default decides.
 */
export type CreatedFrom = 'code' | 'live';

/** One command to the server. What is hidden, dropped or changed is named with its whole former specification. */
export type IndexStep =
  | { readonly kind: 'create'; readonly index: IndexSpecification; readonly origin: CreatedFrom }
  | { readonly kind: 'hide' | 'unhide' | 'drop'; readonly index: IndexSpecification }
  | { readonly kind: 'set-ttl'; readonly index: IndexSpecification; readonly seconds: number }
  /** `prepareUnique`, then `unique`; where documents have the same key, the preparation is taken back. */
  | { readonly kind: 'make-unique' | 'unprepare-unique'; readonly index: IndexSpecification };

/** Whether a step lets documents expire that did not before: the server deletes them within a minute. */
export function deletesDocuments(step: IndexStep): boolean {
  if (step.kind !== 'set-ttl') return false;
  const { expireAfterSeconds: before } = step.index.options;
  return typeof before !== 'number' || step.seconds < before;
}

/**
 * A change of one step, or of several: `rebuild` and `replace` exchange an index for one on the same key, `extend` for
 * one with more paths after it, `shorten` takes that back; `change` gives it several options.
 */
export type IndexChangeKind = IndexStep['kind'] | 'rebuild' | 'replace' | 'extend' | 'shorten' | 'change';

/** A change of one index, as it is shown, agreed to and carried out. */
export interface IndexChange {
  readonly kind: IndexChangeKind;
  readonly collection: string;
  /** The index that it is about, as it is live before; for `create`, as it will be. */
  readonly index: IndexSpecification;
  /** In this order; when one fails, those before it are taken back. */
  readonly steps: readonly IndexStep[];
  /** What it does, in a sentence. */
  readonly does: string;
  /** What that costs or risks, in sentences. */
  readonly costs: string;
  /** An index, a promise of it or documents are gone afterwards: asked for with more care. */
  readonly takesAway: boolean;
  /** What brings the former state back. Its own undo is null. */
  readonly undo: IndexChange | null;
}

/** Why something was not done. */
export interface IndexFailure {
  /** The server's error code, or null where none came from the server. */
  readonly code: number | null;
  readonly codeName: string | null;
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
}

export interface ChangeOutcome {
  readonly change: IndexChange;
  readonly result: 'done' | 'failed' | 'cancelled';
  /** Wall time. */
  readonly ms: number;
  /** Null: it is done. Of what is `done`: what was made for the time being is still there. */
  readonly failure: IndexFailure | null;
  /** Whether everything is as it was before; where it is not, `failure` says what is left. */
  readonly isUnchanged: boolean;
}

/** How far a change has come. */
export interface ChangeProgress {
  readonly step: IndexStep;
  /** Steps that are done, and how many there are. */
  readonly done: number;
  readonly total: number;
  /** Of a `create` step; null where the server has not told yet. */
  readonly build: IndexBuild | null;
  /** The change failed or was cancelled: what was done is being taken back, which is better not interrupted. */
  readonly isTakingBack: boolean;
}

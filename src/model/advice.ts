import type { IndexUsage } from './index-specification.js';

/** Stable ids: other programs read them, and `--fail-on` takes them. */
export const adviceRules = ['over-budget', 'redundant-prefix', 'duplicate-index', 'unused'] as const;

export type AdviceRule = (typeof adviceRules)[number];

/** What was measured, apart from what is concluded. Null: unknown, or nothing is live. */
interface AdviceEvidence {
  /** Of the index that the advice is about; of all indexes where it is about the collection. */
  readonly indexBytes: number | null;
  /** Uncompressed size of the collection's documents, where that matters. */
  readonly documentBytes: number | null;
  readonly usage: IndexUsage | null;
}

/** A finding with its reason, its evidence, and the change that would settle it. */
export interface Advice {
  readonly rule: AdviceRule;
  readonly severity: 'info' | 'warning';
  /** What was found and why it is so, in whole sentences. */
  readonly message: string;
  readonly evidence: AdviceEvidence;
  /** What would settle it, in whole sentences. */
  readonly change: string;
  /** Names of indexes: the first is the one that it is about. Empty: it is about the collection. */
  readonly indexes: readonly string[];
}

export interface AdviceLimits {
  /** The server's own index on `_id` counts. */
  readonly indexesPerCollection: number;
  readonly unusedAfterDays: number;
}

export const defaultLimits: AdviceLimits = { indexesPerCollection: 10, unusedAfterDays: 7 };

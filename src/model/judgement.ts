import type { IndexOptions, IndexSpecification, KeyPattern } from './index-specification.js';
import type { SchemaPath } from './schema-path.js';

/** An index as a prediction sees it: defined, live, or only proposed. */
export interface JudgedIndex extends IndexSpecification {
  readonly isHidden: boolean;
}

/** What is known of a collection beside its indexes. */
export interface CollectionFacts {
  /** Null: no schema is known, or not to its end. */
  readonly paths: readonly SchemaPath[] | null;
  /** Null: unknown. */
  readonly documents: number | null;
}

/** Why an index can or cannot serve a query. */
export interface ConsideredIndex {
  readonly name: string;
  readonly serves: boolean;
  /** One sentence: `Its first path, companyId, is not in the filter.` */
  readonly reason: string;
}

/** What the server's planner would do with a query: predicted, not measured. */
export interface Judgement {
  /** `UNKNOWN`: too little of the query, or of the indexes, could be read. */
  readonly plan: 'COLLSCAN' | 'IXSCAN' | 'IDHACK' | 'UNKNOWN';
  /** Names of the indexes that can serve it, the best first. */
  readonly servedBy: readonly string[];
  readonly sortInMemory: boolean;
  readonly covered: boolean;
  readonly considered: readonly ConsideredIndex[];
}

/** An index that would serve a query, or serve it better. */
export interface IndexProposal {
  /** `extend`: `replaces` gets more paths; `reuse`: it is there already, under another state (hidden, not built). */
  readonly kind: 'new' | 'extend' | 'reuse';
  readonly key: KeyPattern;
  readonly options: IndexOptions;
  readonly name: string;
  /** The name of the index that it extends or stands for. */
  readonly replaces: string | null;
  /** Whole sentences: why these paths, in this order. */
  readonly reason: string;
}

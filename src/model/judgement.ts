import type { IndexOptions, IndexSpecification, KeyPattern } from './index-specification.js';
import type { Json } from './json.js';
import type { SchemaPath } from './schema-path.js';

/** An index as a prediction sees it: defined, live, or only proposed. */
export interface JudgedIndex extends IndexSpecification {
  readonly isHidden: boolean;
}

/** What a sample of documents says of one path. */
export interface PathSample {
  /** How many different values it has in the whole collection, estimated; missing counts as one. */
  readonly distinct: number;
  /** Of each document of the sample: its value, a list of those in an array, or null; they tell how much a known range takes. */
  readonly values: readonly Json[];
}

/** What is known of a collection beside its indexes. */
export interface CollectionFacts {
  /** Null: no schema is known, or not to its end. */
  readonly paths: readonly SchemaPath[] | null;
  /** Null: unknown. */
  readonly documents: number | null;
  /** By path; absent: no sample was taken. */
  readonly samples?: Readonly<Record<string, PathSample>>;
  /** The collection's own collation, for queries and indexes that name none; absent: the simple one. */
  readonly collation?: Json;
}

/**
 * What an index does for a query. `search`: the filter bounds the keys that are read; `order`: it is read whole, because
 * it has the order of the sort, or a hint says so.
 */
export type IndexRole = 'search' | 'order';

/** Why an index can or cannot serve a query. */
export interface ConsideredIndex {
  readonly name: string;
  readonly serves: boolean;
  /** Null: it does not serve. */
  readonly role: IndexRole | null;
  /** With this index the documents are sorted in memory. */
  readonly sortInMemory: boolean;
  /** This index alone answers the query. */
  readonly covered: boolean;
  /** One sentence: `Its first path, companyId, is not in the filter.` */
  readonly reason: string;
}

/** What the server's planner would do with a query: predicted, not measured. */
export interface Judgement {
  /** `UNKNOWN`: too little of the query, or of the indexes, could be read. */
  readonly plan: 'COLLSCAN' | 'IXSCAN' | 'IDHACK' | 'UNKNOWN';
  /** Names of the indexes that can serve it, the best first. Of an `$or`, those of all its branches. */
  readonly servedBy: readonly string[];
  /** With the best of them; so is `covered`. */
  readonly sortInMemory: boolean;
  readonly covered: boolean;
  readonly considered: readonly ConsideredIndex[];
  /** Names of the indexes that serve it only where the optional parts of its filter are written; empty: none, or not needed. */
  readonly servedWithOptional: readonly string[];
  /** Paths of each `$or` branch that no index serves, where that is why the `$or` is not served. */
  readonly unservedBranches: readonly (readonly string[])[];
  /** One sentence where the server refuses the query as the indexes are: `$text` without a text index. */
  readonly refusal: string | null;
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
  /** The same for each further branch of an `$or`, which needs an index of its own; mostly empty. */
  readonly branches: readonly IndexProposal[];
}

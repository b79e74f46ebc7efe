import type { Advice, AdviceRule } from './advice.js';
import type { DefinedIndex, IndexSpecification, KeyPattern, LiveIndex } from './index-specification.js';
import type { ServerInfo } from './live.js';
import type { Problem } from './problem.js';

/** See design.md, "Words". `different`: same key or same name, other options. `extra`: live, defined nowhere. */
export type IndexStatus = 'applied' | 'missing' | 'different' | 'extra' | 'building' | 'hidden';

/** What may fail a check. */
export type FindingKind = IndexStatus | AdviceRule;

export interface ComparedIndex extends IndexSpecification {
  readonly status: IndexStatus;
  /** Option names, `key` or `name`, that differ between code and server. */
  readonly differences: readonly string[];
  /** Null for `extra`. */
  readonly defined: DefinedIndex | null;
  /** Null for `missing`. */
  readonly live: LiveIndex | null;
}

export interface ComparedCollection {
  readonly collection: string;
  /** Names of the models that define it; empty where none does. */
  readonly models: readonly string[];
  readonly exists: boolean;
  readonly documents: number | null;
  /** Uncompressed size of the documents; null: unknown. */
  readonly sizeBytes: number | null;
  /** False: the code that defines it may not have been read to the end, so nothing live is called extra. */
  readonly complete: boolean;
  /** The server's own `_id_`: neither defined nor extra. Null where the collection does not exist or is a view. */
  readonly idIndex: LiveIndex | null;
  /** Defined ones in the order of the code, then the rest of the live ones. */
  readonly indexes: readonly ComparedIndex[];
  /** Live indexes that no definition read so far explains, of an incomplete collection: not judged. */
  readonly unjudged: readonly LiveIndex[];
  /** Definitions of which nothing is known: the role may not list what the collection has. */
  readonly unlisted: readonly DefinedIndex[];
  /** Null: it is not sharded. Undefined: the role does not permit to know. */
  readonly shardKey: KeyPattern | null | undefined;
  /** Empty until `advise` has looked at it. */
  readonly advice: readonly Advice[];
}

/** Each live index once: two definitions may be judged by the same. */
export function liveOf({ idIndex, indexes, unjudged }: ComparedCollection): readonly LiveIndex[] {
  const all = [idIndex, ...indexes.map(({ live }) => live), ...unjudged].filter((index) => index !== null);
  return [...new Map(all.map((index) => [index.name, index])).values()];
}

export type Summary = Readonly<Record<IndexStatus, number>>;

/** Defined against live, for one database. */
export interface Comparison {
  readonly server: ServerInfo;
  readonly database: string;
  readonly collections: readonly ComparedCollection[];
  readonly summary: Summary;
  readonly problems: readonly Problem[];
}

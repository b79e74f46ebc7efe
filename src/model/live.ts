import type { IndexBuild, IndexSpecification, KeyPattern, LiveIndex } from './index-specification.js';
import type { Problem } from './problem.js';

export type Topology = 'standalone' | 'replicaSet' | 'sharded' | 'loadBalanced';

export interface ServerInfo {
  /** For example `7.0.15`. */
  readonly version: string;
  readonly topology: Topology;
}

export type CollectionKind = 'collection' | 'view' | 'timeseries';

/** What makes a collection other than a plain one. Null: it is not so, or the role does not permit to know. */
export interface CollectionTraits {
  /** What a view reads from. */
  readonly viewOn: string | null;
  /** Path of the time in a time series. */
  readonly timeField: string | null;
  /** What a capped collection holds at most. */
  readonly cappedBytes: number | null;
  readonly isClustered: boolean;
  readonly shardKey: KeyPattern | null;
}

/** A collection on a server. Null means unknown, never zero. */
export interface LiveCollection {
  readonly collection: string;
  readonly kind: CollectionKind;
  readonly traits: CollectionTraits;
  readonly documents: number | null;
  /** Uncompressed size of the documents. */
  readonly sizeBytes: number | null;
  /** With `_id_` first; empty for a view. */
  readonly indexes: readonly LiveIndex[];
}

/** One build under way: the indexes of one `createIndexes` command. */
export interface RunningBuild extends IndexBuild {
  readonly collection: string;
  readonly indexes: readonly IndexSpecification[];
  /** ISO 8601. */
  readonly runningSince: string;
}

export interface LiveDatabase {
  readonly server: ServerInfo;
  readonly database: string;
  /** By the server's clock, ISO 8601. */
  readonly readAt: string;
  readonly collections: readonly LiveCollection[];
  /** Names of collections whose indexes the role may not list: nothing is known of them. */
  readonly unlisted: readonly string[];
  /** Builds under way, also those that wait for their turn; null where the role does not permit to see them. */
  readonly builds: readonly RunningBuild[] | null;
  /** What the role does not permit, each once, with the role that would. */
  readonly problems: readonly Problem[];
}

import type { LiveIndex } from './index-specification.js';
import type { Problem } from './problem.js';

export type Topology = 'standalone' | 'replicaSet' | 'sharded' | 'loadBalanced';

export interface ServerInfo {
  /** For example `7.0.15`. */
  readonly version: string;
  readonly topology: Topology;
}

export type CollectionKind = 'collection' | 'view' | 'timeseries';

/** A collection on a server. Null means unknown, never zero. */
export interface LiveCollection {
  readonly collection: string;
  readonly kind: CollectionKind;
  readonly documents: number | null;
  /** Uncompressed size of the documents. */
  readonly sizeBytes: number | null;
  /** With `_id_` first; empty for a view. */
  readonly indexes: readonly LiveIndex[];
}

export interface LiveDatabase {
  readonly server: ServerInfo;
  readonly database: string;
  readonly collections: readonly LiveCollection[];
  /** Names of collections whose indexes the role may not list: nothing is known of them. */
  readonly unlisted: readonly string[];
  /** What the role does not permit, each once, with the role that would. */
  readonly problems: readonly Problem[];
}

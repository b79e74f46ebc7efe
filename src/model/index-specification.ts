import type { Json } from './json.js';
import type { Place } from './place.js';

/**
 * `1`, `-1`, or an index type: `"text"`, `"2dsphere"`, `"2d"`, `"hashed"`. A server may hold other values
 * (old versions accepted any number), so the type stays open.
 */
export type Direction = number | string;

/** Ordered pairs of path and direction. A text index lists its fields as `[path, "text"]`, as code writes it. */
export type KeyPattern = readonly (readonly [path: string, direction: Direction])[];

/** Options as the server names them, without `key`, `name`, `v`, `ns`, `background`. Values are relaxed EJSON. */
export type IndexOptions = { readonly [option: string]: Json };

export interface IndexSpecification {
  readonly key: KeyPattern;
  readonly options: IndexOptions;
  readonly name: string;
}

/** Where in code a definition was written. */
export type IndexOrigin = 'schema.index' | 'path' | 'decorator' | 'driver';

/** An index specification found in code. `place` covers the definition itself: the call, or the path's option. */
export interface DefinedIndex extends IndexSpecification {
  /** Whether the code gave the name; otherwise it is the server's default, `path_direction_…`. */
  readonly named: boolean;
  readonly origin: IndexOrigin;
  readonly place: Place;
  /** Its code is being typed and cannot be read as it is: this is how it was last read. */
  readonly stale?: true;
}

/** How far a build has come. Both are null where the role does not permit `currentOp`. */
export interface IndexBuild {
  /** 0 to 100. */
  readonly percent: number | null;
  readonly phase: string | null;
}

/** Use of an index since a moment (ISO 8601): the server's counters start anew on restart, hide and rebuild. */
export interface IndexUsage {
  readonly ops: number;
  readonly since: string;
}

/** An index specification on a server. Null means unknown (mostly: not permitted), never zero. */
export interface LiveIndex extends IndexSpecification {
  readonly sizeBytes: number | null;
  readonly usage: IndexUsage | null;
  readonly building: IndexBuild | null;
  readonly hidden: boolean;
}

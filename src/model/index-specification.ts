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

/** How far a build has come. Null is what the server does not tell, or not to this role. */
export interface IndexBuild {
  /** 0 to 100, within the phase. */
  readonly percent: number | null;
  /** For people: `scanning collection`, `waiting for the commit quorum`, `waiting for another build`. */
  readonly phase: string | null;
}

/**
 * Use of an index, summed over the members that were asked. Each counts for itself and starts anew on restart, hide and
 * rebuild: the sum holds since the latest of these starts (ISO 8601).
 */
export interface IndexUsage {
  readonly ops: number;
  readonly since: string;
  readonly hosts: readonly string[];
  /** Data-bearing members whose count is not in it. Not empty: the index may be used there. */
  readonly unreached: readonly string[];
}

/** An index specification on a server. Null means unknown (mostly: not permitted), never zero. */
export interface LiveIndex extends IndexSpecification {
  readonly sizeBytes: number | null;
  readonly usage: IndexUsage | null;
  readonly building: IndexBuild | null;
  readonly hidden: boolean;
  /** A conversion to unique is prepared (`collMod` with `prepareUnique`): duplicates are refused, those there stay. */
  readonly isPreparedUnique: boolean;
}

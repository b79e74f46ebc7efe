import type { Silence } from './finding.js';
import type { DefinedIndex } from './index-specification.js';
import type { Place } from './place.js';
import type { Problem } from './problem.js';
import type { QuerySite } from './query.js';
import type { SchemaPath } from './schema-path.js';

/** One model of the code, or one bare collection of the native driver (`model: null`). */
export interface Model {
  readonly model: string | null;
  /** Null when it could not be read. */
  readonly collection: string | null;
  /** The call that makes the model. */
  readonly place: Place;
  /** The schema's construction, where it stands apart from the model. */
  readonly schemaPlace: Place | null;
  /** False: some definition could not be read; `problems` says where and why reading stopped. */
  readonly complete: boolean;
  readonly autoIndex: boolean | null;
  readonly problems: readonly Problem[];
  readonly indexes: readonly DefinedIndex[];
  /** What its schema declares; null: no schema is known, or not to its end. */
  readonly paths: readonly SchemaPath[] | null;
  /** Its code is being typed and cannot be read as it is: this is how it was last read. */
  readonly stale?: true;
}

/** What the code defines and asks, over all files. */
export interface Catalog {
  readonly models: readonly Model[];
  /** In the order of the files and of the code in them. A place has more than one where helpers ask for others. */
  readonly queries: readonly QuerySite[];
  /** Calls by a query's name on something that could not be read; absent: none. */
  readonly unreadQueries?: number;
  /** Comments that keep rules quiet; absent: none. */
  readonly silences?: readonly Silence[];
  /** What belongs to no model: unreadable files and the like. */
  readonly problems: readonly Problem[];
}

export const emptyCatalog: Catalog = { models: [], queries: [], problems: [] };

/**
 * A path that a schema declares, from the document's root; what lies inside arrays and sub-schemas is listed as well.
 * Paths below a map or a `Mixed` are not: anything may stand there.
 */
export interface SchemaPath {
  readonly path: string;
  /** Mongoose's name of its type: `String`, `ObjectId`, `Number`, `Date`, `Mixed`, `Map`, …; null: it could not be read. */
  readonly type: string | null;
  /** It, or a path above it, holds an array: an index on it is multikey. */
  readonly isArray: boolean;
}

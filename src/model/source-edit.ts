import type { Model } from './catalog.js';
import type { DefinedIndex, IndexOptions, KeyPattern } from './index-specification.js';
import type { Place, Range } from './place.js';
import type { QuerySite } from './query.js';

/** What a definition in code is to say. */
export interface WrittenIndex {
  readonly key: KeyPattern;
  readonly options: IndexOptions;
  /** Null: the code gives none, and the server's default counts. */
  readonly name: string | null;
}

/** A change of what the code of one model defines. `old` is one of the model's indexes, as the catalog has it. */
export type DefinitionChange =
  | { readonly kind: 'add'; readonly index: WrittenIndex }
  | { readonly kind: 'replace'; readonly old: DefinedIndex; readonly index: WrittenIndex }
  | { readonly kind: 'remove'; readonly old: DefinedIndex };

/** What one model of the catalog is to define from now on. */
export interface ModelChange {
  readonly model: Model;
  readonly changes: readonly DefinitionChange[];
}

/** A change where a query stands. `silence`: a comment that keeps a rule quiet for what begins at the place. */
export type QueryChange =
  | { readonly kind: 'lean'; readonly site: QuerySite }
  | { readonly kind: 'silence'; readonly place: Place; readonly rule: string };

/** What stands in `range` becomes `text`. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

/** Ranges refer to the text as it was before all of them, and do not overlap. */
export interface FileEdit {
  readonly file: string;
  readonly edits: readonly TextEdit[];
}

export interface SourceEdit {
  readonly files: readonly FileEdit[];
  /** Names of other models that share the schema: their indexes change alike. */
  readonly others: readonly string[];
}

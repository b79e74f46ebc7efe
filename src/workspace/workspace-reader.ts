import type { Catalog } from '../model/catalog.js';
import type { Range } from '../model/place.js';
import type { QuerySite } from '../model/query.js';
import type { ModelChange, QueryChange, SourceEdit } from '../model/source-edit.js';

export interface ScanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Files read so far, and how many there are. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Reads a workspace. Files are absolute paths with forward slashes. */
export interface WorkspaceReader {
  /** Reads exactly these files; what is known of others is forgotten. */
  scan(files: readonly string[], options?: ScanOptions): Promise<Catalog>;
  /**
   * Reads one file again: its text, or with null what lies on the disk; a file that is gone is forgotten. What uses
   * the file's definitions and defined nothing itself is read again by `settle`.
   */
  update(file: string, text: string | null): Promise<Catalog>;
  /** Reads again what edits may have turned into definitions elsewhere. */
  settle(): Promise<Catalog>;
  /** The query at a cursor or a selection. Throws UserError `no-query`. */
  queryAt(file: string, range: Range, text?: string): Promise<QuerySite>;
  /** Edits of the code after which models of the catalog define other indexes. Throws UserError `not-editable`. */
  editIndexes(asked: readonly ModelChange[]): Promise<SourceEdit>;
  /** Edits of the code where a query stands. Throws UserError `not-editable`. */
  editQuery(change: QueryChange): Promise<SourceEdit>;
  dispose(): Promise<void>;
}

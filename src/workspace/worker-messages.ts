import type { MessagePort } from 'node:worker_threads';
import type { Range } from '../model/place.js';
import type { QuerySite } from '../model/query.js';
import type { ModelChange, QueryChange, SourceEdit } from '../model/source-edit.js';
import type { KeptFolder } from './kept-reading.js';
import type { Parcel, SentCatalog } from './sent-catalog.js';
import type { UserErrorCode } from '../model/user-error.js';

/** What a worker is given as it starts. */
export interface WorkerStart {
  /** Where readings are kept; null: nowhere. */
  readonly kept: KeptFolder | null;
  /** Where its catalogs go. */
  readonly catalogs: MessagePort;
}

/** What the worker is asked to do. */
export type WorkerTask =
  /** Paths in any order, with a NUL between them: one long text is cloned faster than thousands of short ones. */
  | { readonly kind: 'scan'; readonly files: string }
  | { readonly kind: 'update'; readonly file: string; readonly text: string | null }
  | { readonly kind: 'settle' }
  | {
      readonly kind: 'queryAt';
      readonly file: string;
      readonly range: Range;
      readonly text: string | undefined;
    }
  | { readonly kind: 'editIndexes'; readonly asked: readonly ModelChange[] }
  | { readonly kind: 'editQuery'; readonly change: QueryChange }
  | { readonly kind: 'cancel'; readonly task: number };

export interface WorkerRequest {
  readonly id: number;
  readonly task: WorkerTask;
}

/** What goes by the port for catalogs, one after the other. */
export type CatalogPiece =
  /** Of a catalog that comes after it. */
  | { readonly kind: 'parcel'; readonly parcel: Parcel }
  /** Of the last time: it may not hold any more, and nobody is shown it; the next one builds upon it. */
  | { readonly kind: 'kept'; readonly catalog: SentCatalog }
  /** The answer to a task. */
  | { readonly kind: 'catalog'; readonly id: number; readonly catalog: SentCatalog };

export type WorkerAnswer =
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** There are pieces of a catalog in the other port. */
  | { readonly id: number; readonly kind: 'posted' }
  | { readonly id: number; readonly kind: 'query'; readonly query: QuerySite }
  | { readonly id: number; readonly kind: 'edit'; readonly edit: SourceEdit }
  /** An error that a user may see. */
  | {
      readonly id: number;
      readonly kind: 'refusal';
      readonly code: UserErrorCode;
      readonly message: string;
      readonly next: string;
    }
  | { readonly id: number; readonly kind: 'defect'; readonly error: Error };

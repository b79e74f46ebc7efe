import type { Range } from '../model/place.js';
import type { QuerySite } from '../model/query.js';
import type { ModelChange, QueryChange, SourceEdit } from '../model/source-edit.js';
import type { Parcel, SentCatalog } from './sent-catalog.js';
import type { UserErrorCode } from '../model/user-error.js';

/** What the worker is asked to do. */
export type WorkerTask =
  /** Paths, with a NUL between them: one long text is cloned faster than thousands of short ones. */
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
  | { readonly kind: 'cancel'; readonly task: number }
  /** The last parcel arrived. */
  | { readonly kind: 'taken' };

export interface WorkerRequest {
  readonly id: number;
  readonly task: WorkerTask;
}

export type WorkerAnswer =
  | { readonly id: number; readonly kind: 'progress'; readonly done: number; readonly total: number }
  /** Of a catalog that comes after it. */
  | { readonly id: number; readonly kind: 'parcel'; readonly parcel: Parcel }
  | { readonly id: number; readonly kind: 'catalog'; readonly catalog: SentCatalog }
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

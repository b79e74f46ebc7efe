import type { Ask, AskButton, TonedWords } from './panel-messages.js';

export const ensureAsks = [
  ...(['tick', 'untick', 'create', 'cancel', 'again', 'show-log'] as const),
  ...(['settle', 'count-duplicates', 'copy-duplicates', 'copy-script', 'copy-commands'] as const),
] as const;
export type EnsureAskType = (typeof ensureAsks)[number];

/** What the user asks for in the ensure panel; its id names a row or a collection. */
export type EnsureAsk = Ask<EnsureAskType>;
export type EnsureButton = AskButton<EnsureAskType>;

/** A way to settle an index that differs. */
export interface EnsureWayView {
  readonly title: string;
  readonly does: string;
  readonly costs: string;
  readonly button: EnsureButton;
}

export interface EnsureRowView {
  readonly id: string;
  readonly name: string;
  /** `{ companyId: 1 }` */
  readonly key: string;
  /** `unique, sparse`; empty: none. */
  readonly options: string;
  /** Null: nothing to choose. */
  readonly ticked: boolean | null;
  readonly state: TonedWords;
  readonly notes: readonly TonedWords[];
  readonly ways: readonly EnsureWayView[];
  readonly buttons: readonly EnsureButton[];
}

export interface EnsureCollectionView {
  readonly id: string;
  /** Its models, or its own name where it has none. */
  readonly title: string;
  /** `contacts · 20,000 documents, 4.2 MB · 1 index live, 9 after` */
  readonly facts: string;
  readonly ticked: boolean | 'some' | null;
  /** Null: not begun, nothing to tell. */
  readonly state: TonedWords | null;
  /** Of the phase that the server is in, 0 to 100; null: nothing is building, or it does not tell. */
  readonly percent: number | null;
  readonly notes: readonly TonedWords[];
  readonly rows: readonly EnsureRowView[];
}

/** What the ensure panel draws: the host says it all in words, the panel adds only its table's heads. */
export interface EnsureView {
  /** `Ensure Indexes of petbuddy` */
  readonly title: string;
  /** The connection, and how it is marked. */
  readonly where: string;
  readonly headline: TonedWords;
  readonly notes: readonly string[];
  /** Collections settled, of those that are created in; null: nothing runs. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly buttons: readonly EnsureButton[];
  readonly collections: readonly EnsureCollectionView[];
  /** Collections where nothing is to be done. */
  readonly settled: { readonly title: string; readonly collections: readonly EnsureCollectionView[] };
}

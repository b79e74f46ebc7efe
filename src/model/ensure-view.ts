/** `new`: it will be created. `calm`: nothing to say. */
type EnsureTone = 'calm' | 'new' | 'busy' | 'good' | 'warning' | 'bad';

export interface EnsureWords {
  readonly tone: EnsureTone;
  readonly words: string;
}

const asks = ['ready', 'tick', 'untick', 'create', 'cancel', 'again', 'show-log'] as const;

/** From the webview to the host: what the user asks for. `ready`: the webview listens. */
export interface EnsureAsk {
  readonly type: (typeof asks)[number];
  /** Which row or collection is meant; null: the plan. */
  readonly id: string | null;
}

export interface EnsureButton {
  readonly type: EnsureAsk['type'];
  readonly label: string;
  readonly main: boolean;
  readonly enabled: boolean;
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
  readonly state: EnsureWords;
  readonly notes: readonly EnsureWords[];
}

export interface EnsureCollectionView {
  readonly id: string;
  /** Its models, or its own name where it has none. */
  readonly title: string;
  /** `contacts · 20,000 documents, 4.2 MB · 1 index live, 9 after` */
  readonly facts: string;
  readonly ticked: boolean | 'some' | null;
  /** Null: not begun, nothing to tell. */
  readonly state: EnsureWords | null;
  /** Of the phase that the server is in, 0 to 100; null: nothing is building, or it does not tell. */
  readonly percent: number | null;
  readonly notes: readonly EnsureWords[];
  readonly rows: readonly EnsureRowView[];
}

/** What the ensure panel draws: the host says it all in words, the panel adds only its table's heads. */
export interface EnsureView {
  /** `Ensure Indexes of petbuddy` */
  readonly title: string;
  /** The connection, and how it is marked. */
  readonly where: string;
  readonly headline: EnsureWords;
  readonly notes: readonly string[];
  /** Collections settled, of those that are created in; null: nothing runs. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly buttons: readonly EnsureButton[];
  readonly collections: readonly EnsureCollectionView[];
  /** Collections where nothing is to be done. */
  readonly settled: { readonly title: string; readonly collections: readonly EnsureCollectionView[] };
}

/** From the host to the webview: it replaces what the panel shows. */
export interface EnsureMessage {
  readonly type: 'ensure';
  readonly view: EnsureView;
}

/** Null: no message of ours. */
export function readEnsureAsk(message: unknown): EnsureAsk | null {
  if (typeof message !== 'object' || message === null || !('type' in message)) return null;
  const type = asks.find((known) => known === message.type);
  const id = 'id' in message ? message.id : null;
  return type !== undefined && (typeof id === 'string' || id === null) ? { type, id } : null;
}

/** Null: no message of ours. The host is trusted with the rest: both ends are built together. */
export function readEnsureMessage(message: unknown): EnsureMessage | null {
  const isOurs =
    typeof message === 'object' && message !== null && 'type' in message && message.type === 'ensure';
  return isOurs ? (message as EnsureMessage) : null;
}

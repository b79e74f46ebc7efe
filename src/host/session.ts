import * as vscode from 'vscode';

import type { Catalog } from '../model/catalog.js';
import type { Comparison } from '../model/comparison.js';
import type { LiveDatabase, ServerInfo } from '../model/live.js';
import type { UserError } from '../model/user-error.js';

export type ConnectionState =
  | { readonly state: 'none' }
  | { readonly state: 'connecting'; readonly name: string; readonly address: string }
  | {
      readonly state: 'connected';
      readonly name: string;
      readonly address: string;
      readonly server: ServerInfo;
      readonly database: string | null;
    }
  | { readonly state: 'failed'; readonly name: string; readonly address: string; readonly error: UserError };

/** The present, at one moment. Never changed, only replaced. */
export interface Snapshot {
  /** Null until the workspace has been read. */
  readonly catalog: Catalog | null;
  readonly connection: ConnectionState;
  readonly live: LiveDatabase | null;
  /** Catalog against live; null as long as either is. */
  readonly comparison: Comparison | null;
  /** What runs now, for people ("Reading indexes"); null: nothing. */
  readonly busy: string | null;
  /** Why `live` may no longer be true: the last read of the server failed. */
  readonly stale: UserError | null;
  /** When `live` was read. */
  readonly readAt: Date | null;
}

type Change = Partial<Omit<Snapshot, 'comparison' | 'catalog'>>;

const start: Snapshot = {
  catalog: null,
  connection: { state: 'none' },
  live: null,
  comparison: null,
  busy: null,
  stale: null,
  readAt: null,
};

/** One look at the server. Its result is dropped once another look has begun. */
export interface Turn {
  /** Whether no other turn has begun since. */
  isCurrent(): boolean;
  /** Ends the turn; false: it was overtaken and nothing changed. */
  settle(change: Change): boolean;
}

/** The one place where the present lives. Commands replace it, providers draw it. */
export class Session implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Snapshot>();
  readonly onDidChange = this.#changed.event;
  readonly #compare: (catalog: Catalog, live: LiveDatabase) => Comparison;
  #snapshot = start;
  #turn = 0;

  constructor(compare: (catalog: Catalog, live: LiveDatabase) => Comparison) {
    this.#compare = compare;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** The workspace was read anew. */
  catalogRead(catalog: Catalog): void {
    if (catalog !== this.#snapshot.catalog) this.#replace({ ...this.#snapshot, catalog });
  }

  /** Begins a look at the server, which overtakes every earlier one. */
  begin(change: Change & { readonly busy: string }): Turn {
    const turn = ++this.#turn;
    this.#replace({ ...this.#snapshot, ...change });
    const isCurrent = (): boolean => turn === this.#turn;
    return {
      isCurrent,
      settle: (result) => {
        if (!isCurrent()) return false;
        this.#replace({ ...this.#snapshot, busy: null, ...result });
        return true;
      },
    };
  }

  /** Back to nothing connected; whatever still runs is overtaken. */
  disconnected(): void {
    this.#turn++;
    this.#replace({ ...start, catalog: this.#snapshot.catalog });
  }

  #replace(next: Snapshot): void {
    const { catalog, live } = next;
    const same = catalog === this.#snapshot.catalog && live === this.#snapshot.live;
    const comparison = same
      ? this.#snapshot.comparison
      : catalog && live
        ? this.#compare(catalog, live)
        : null;
    this.#snapshot = { ...next, comparison };
    this.#changed.fire(this.#snapshot);
  }

  dispose(): void {
    this.#turn++;
    this.#changed.dispose();
  }
}

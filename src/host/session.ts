import * as vscode from 'vscode';

import type { Catalog } from '../model/catalog.js';
import type { Comparison } from '../model/comparison.js';
import type { LiveDatabase, ServerInfo } from '../model/live.js';
import type { UserError } from '../model/user-error.js';
import { noMarks, type ConnectionMarks } from './connections.js';

export type ConnectionState =
  | { readonly state: 'connecting'; readonly name: string; readonly address: string }
  | {
      readonly state: 'connected';
      readonly name: string;
      readonly address: string;
      readonly server: ServerInfo;
      readonly database: string | null;
    }
  | { readonly state: 'failed'; readonly name: string; readonly address: string; readonly error: UserError };

/** One connection, at one moment. Never changed, only replaced. */
export interface ConnectionSnapshot {
  readonly id: string;
  readonly marks: ConnectionMarks;
  readonly connection: ConnectionState;
  /** The part of the code that is held against it; null until the workspace has been read. */
  readonly catalog: Catalog | null;
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

/** The present of the window, at one moment. Never changed, only replaced. */
export interface Snapshot {
  /** Null until the workspace has been read. */
  readonly catalog: Catalog | null;
  /** In the order in which they were opened. */
  readonly connections: readonly ConnectionSnapshot[];
  /** The one that the palette, lenses and the status bar speak of; null: none is open. */
  readonly active: ConnectionSnapshot | null;
}

type Change = Partial<Omit<ConnectionSnapshot, 'id' | 'comparison' | 'catalog'>>;

/** One look at a server. Its result is dropped once another look at it has begun. */
export interface Turn {
  /** Whether no other turn has begun since. */
  isCurrent(): boolean;
  /** Ends the turn; false: it was overtaken and nothing changed. */
  settle(change: Change): boolean;
}

/** What the session asks others for. */
export interface SessionParts {
  readonly compare: (catalog: Catalog, live: LiveDatabase) => Comparison;
  /** The part of the code that a connection of this name is held against. */
  readonly partFor: (catalog: Catalog, name: string) => Catalog;
}

/** The one place where the present lives. Commands replace it, providers draw it. */
export class Session implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Snapshot>();
  readonly onDidChange = this.#changed.event;
  readonly #parts: SessionParts;
  readonly #turns = new Map<string, number>();
  #snapshot: Snapshot = { catalog: null, connections: [], active: null };

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** The workspace was read anew. */
  catalogRead(catalog: Catalog): void {
    if (catalog !== this.#snapshot.catalog) this.#catalogIs(catalog);
  }

  /** Folders were bound to other connections. */
  bindingsChanged(): void {
    this.#catalogIs(this.#snapshot.catalog);
  }

  /** What a comparison says besides was asked for otherwise. */
  settingsChanged(): void {
    this.#connectionsAre(
      this.#snapshot.connections.map((now) => this.#compared({ ...now, catalog: null }, now)),
    );
  }

  /** Begins a look at a server, which overtakes every earlier one at the same. One that is not open is opened. */
  begin(id: string, change: Change & { readonly busy: string }): Turn {
    const turn = this.#nextTurn(id);
    if (this.of(id)) this.#change(id, change);
    else this.#connectionsAre([...this.#snapshot.connections, this.#opened(id, change)]);
    const isCurrent = (): boolean => turn === this.#turns.get(id);
    return {
      isCurrent,
      settle: (result) => {
        if (!isCurrent()) return false;
        this.#change(id, { busy: null, ...result });
        return true;
      },
    };
  }

  of(id: string): ConnectionSnapshot | null {
    return this.#snapshot.connections.find((connection) => connection.id === id) ?? null;
  }

  marked(id: string, marks: ConnectionMarks): void {
    this.#change(id, { marks });
  }

  activate(id: string): void {
    this.#connectionsAre(this.#snapshot.connections, id);
  }

  /** The connection is no more; whatever still runs on it is overtaken. */
  closed(id: string): void {
    this.#nextTurn(id);
    this.#connectionsAre(this.#snapshot.connections.filter((connection) => connection.id !== id));
  }

  #opened(id: string, change: Change): ConnectionSnapshot {
    const start: ConnectionSnapshot = {
      id,
      marks: noMarks,
      connection: { state: 'connecting', name: id, address: '' },
      catalog: null,
      live: null,
      comparison: null,
      busy: null,
      stale: null,
      readAt: null,
    };
    return this.#compared(start, { ...start, ...change });
  }

  #change(id: string, change: Change): void {
    this.#connectionsAre(
      this.#snapshot.connections.map((before) =>
        before.id === id ? this.#compared(before, { ...before, ...change }) : before,
      ),
    );
  }

  #catalogIs(catalog: Catalog | null): void {
    this.#snapshot = { ...this.#snapshot, catalog };
    this.#connectionsAre(this.#snapshot.connections.map((before) => this.#compared(before, before)));
  }

  /** `next` with its part of the catalog, compared anew where either side is not as `before`. */
  #compared(before: ConnectionSnapshot, next: ConnectionSnapshot): ConnectionSnapshot {
    const whole = this.#snapshot.catalog;
    const catalog = whole && this.#parts.partFor(whole, next.connection.name);
    if (catalog === before.catalog && next.live === before.live) return { ...next, catalog };
    const comparison = catalog && next.live ? this.#parts.compare(catalog, next.live) : null;
    return { ...next, catalog, comparison };
  }

  #connectionsAre(connections: readonly ConnectionSnapshot[], activeId = this.#snapshot.active?.id): void {
    const active = connections.find(({ id }) => id === activeId) ?? connections.at(-1) ?? null;
    this.#snapshot = { ...this.#snapshot, connections, active };
    this.#changed.fire(this.#snapshot);
  }

  #nextTurn(id: string): number {
    const turn = (this.#turns.get(id) ?? 0) + 1;
    this.#turns.set(id, turn);
    return turn;
  }

  dispose(): void {
    this.#turns.clear();
    this.#changed.dispose();
  }
}

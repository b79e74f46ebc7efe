import * as vscode from 'vscode';

import type { Range } from '../model/place.js';
import type { Verdict } from '../model/plan.js';
import type { QuerySite } from '../model/query.js';
import { fileOf, fromRange, toRange } from './conversions.js';
import type { Session } from './session.js';
import { shiftedRange, type TextChange } from './shifted-range.js';

/** What came of explaining a query, to be shown where it stands. */
export interface QueryOutcome {
  /** `IXSCAN companyId_1 · 1 of 1 · 2 ms` */
  readonly words: string;
  readonly verdict: Verdict;
  readonly at: Date;
  /** The connection's id. */
  readonly connection: string;
}

interface Explained extends QueryOutcome {
  readonly range: Range;
  /** Of the query, as it was explained. */
  readonly text: string;
  readonly collection: string;
  /** The collection's indexes, as they were known; null: they were not. */
  readonly indexes: string | null;
  /** Why the outcome may not hold any more; null: it does. */
  readonly stale: 'query' | 'indexes' | null;
}

/** Outcomes of explained queries by the place of each, which moves with the text. */
export class ExplainedQueries implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #session: Session;
  readonly #files = new Map<string, readonly Explained[]>();
  readonly #subscriptions: vscode.Disposable;

  constructor(session: Session) {
    this.#session = session;
    this.#subscriptions = vscode.Disposable.from(
      session.onDidChange(() => {
        this.#connectionsChanged();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        this.#typed(
          document,
          contentChanges.map(({ range, text }) => ({ range: fromRange(range), text })),
        );
      }),
    );
  }

  of(file: string): readonly Explained[] {
    return this.#files.get(file) ?? [];
  }

  /** Takes the place of what is known of the same query. */
  add({ place, range, collection }: QuerySite, outcome: QueryOutcome): void {
    const document = vscode.workspace.textDocuments.find(({ uri }) => fileOf(uri) === place.file);
    if (!document || collection === null) return;
    const indexes = this.#indexesOf(outcome.connection, collection);
    const text = document.getText(toRange(range));
    const others = this.of(place.file).filter((known) => !isSameStart(known.range, range));
    this.#files.set(place.file, [...others, { ...outcome, range, text, collection, indexes, stale: null }]);
    this.#changed.fire();
  }

  #typed(document: vscode.TextDocument, changes: readonly TextChange[]): void {
    const file = fileOf(document.uri);
    if (!this.#files.has(file) || changes.length === 0) return;
    const moved = this.of(file).flatMap((known) => {
      const range = shiftedRange(known.range, changes);
      if (!range) return [];
      const isSame = document.getText(toRange(range)) === known.text;
      const stale = isSame ? (known.stale === 'query' ? null : known.stale) : 'query';
      return [{ ...known, range, stale } as const];
    });
    this.#files.set(file, moved);
    this.#changed.fire();
  }

  /** Outcomes of a connection that was closed go with it. */
  #connectionsChanged(): void {
    const before = [...this.#files.values()].flat();
    for (const [file, known] of this.#files) {
      const open = known.filter(({ connection }) => this.#session.of(connection));
      this.#files.set(
        file,
        open.map((one) => this.#heldAgainstIndexes(one)),
      );
    }
    const now = [...this.#files.values()].flat();
    if (now.length !== before.length || now.some((one, at) => one !== before[at])) this.#changed.fire();
  }

  #heldAgainstIndexes(one: Explained): Explained {
    const indexes = this.#indexesOf(one.connection, one.collection);
    if (indexes === null || indexes === one.indexes) return one;
    return { ...one, indexes, stale: one.indexes === null ? one.stale : 'indexes' };
  }

  #indexesOf(connection: string, collection: string): string | null {
    const { live } = this.#session.of(connection) ?? {};
    if (!live) return null;
    const found = live.collections.find((one) => one.collection === collection);
    const indexes = found?.indexes.filter(({ building }) => building === null) ?? [];
    return JSON.stringify(indexes.map(({ name, key, options, hidden }) => [name, key, options, hidden]));
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

function isSameStart({ start: a }: Range, { start: b }: Range): boolean {
  return a.line === b.line && a.character === b.character;
}

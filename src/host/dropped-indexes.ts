import * as vscode from 'vscode';

import type { IndexChange } from '../model/index-change.js';

/** An index that was dropped in this window, with what creates it again. */
export interface DroppedIndex {
  readonly connection: string;
  readonly database: string;
  readonly at: Date;
  readonly undo: IndexChange;
}

/** What was dropped since the window opened and is not there again. */
export class DroppedIndexes implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #all: readonly DroppedIndex[] = [];

  get all(): readonly DroppedIndex[] {
    return this.#all;
  }

  add(dropped: DroppedIndex): void {
    this.#all = [...this.#all.filter((one) => !isSame(one, dropped)), dropped];
    this.#changed.fire();
  }

  /** It is there again. */
  remove(dropped: DroppedIndex): void {
    this.#all = this.#all.filter((one) => !isSame(one, dropped));
    this.#changed.fire();
  }

  find(connection: string, database: string, collection: string, name: string): DroppedIndex | null {
    const isMeant = (one: DroppedIndex): boolean =>
      one.connection === connection &&
      one.database === database &&
      one.undo.collection === collection &&
      one.undo.index.name === name;
    return this.#all.find(isMeant) ?? null;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function isSame(a: DroppedIndex, b: DroppedIndex): boolean {
  return (
    a.connection === b.connection &&
    a.database === b.database &&
    a.undo.collection === b.undo.collection &&
    a.undo.index.name === b.undo.index.name
  );
}

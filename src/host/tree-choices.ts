import * as vscode from 'vscode';

import { everything, type TreeChoice } from '../model/tree-choice.js';

const key = 'indexLens.treeChoice';

/** What the user chose for the Indexes view, kept in the workspace's state. */
export class TreeChoices implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<TreeChoice>();
  readonly onDidChange = this.#changed.event;
  #choice: TreeChoice;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#choice = { ...everything, ...state.get<Partial<TreeChoice>>(key) };
  }

  get choice(): TreeChoice {
    return this.#choice;
  }

  choose(change: Partial<TreeChoice>): void {
    this.#choice = { ...this.#choice, ...change };
    void this.#state.update(key, this.#choice);
    this.#changed.fire(this.#choice);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

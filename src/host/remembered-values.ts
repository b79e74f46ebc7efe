import type * as vscode from 'vscode';

import type { Json } from '../model/json.js';

/** Values of secrets are given for one look and kept nowhere. */
const secret =
  /pass(?:word|wd|phrase|code)?|pwd|secret|token|api_?key|private_?key|credential|auth(?:orization)?\b|session|cookie|otp|\bpin\b|cvv|cvc|ssn|iban|card_?number|hash|salt/i;

interface Remembered {
  readonly key: string;
  readonly value: Json;
}

const stateKey = 'indexLens.values';
const most = 200;

/** What the user gave for the holes of queries, kept in the workspace's state, the latest last. */
export class RememberedValues {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** `hole`: its id, path and text. */
  of(collection: string, hole: string): Json | undefined {
    return this.#list().find(({ key }) => key === keyOf(collection, hole))?.value;
  }

  async remember(collection: string, hole: string, value: Json): Promise<void> {
    if (secret.test(hole)) return;
    const kept = [...this.#without(collection, hole), { key: keyOf(collection, hole), value }];
    await this.#state.update(stateKey, kept.slice(-most));
  }

  async forget(collection: string, hole: string): Promise<void> {
    await this.#state.update(stateKey, this.#without(collection, hole));
  }

  #without(collection: string, hole: string): readonly Remembered[] {
    return this.#list().filter(({ key }) => key !== keyOf(collection, hole));
  }

  #list(): readonly Remembered[] {
    return this.#state.get<readonly Remembered[]>(stateKey, []);
  }
}

function keyOf(collection: string, hole: string): string {
  return `${collection} ${hole}`;
}

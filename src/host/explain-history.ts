import type * as vscode from 'vscode';

import type { ExplainRecord } from '../model/explain-record.js';

interface Kept {
  readonly shape: string;
  readonly records: readonly ExplainRecord[];
}

const stateKey = 'indexLens.explains';
const mostShapes = 100;
const mostRecords = 10;

/** Earlier explains of each query shape, kept in the workspace's state, the latest last. */
export class ExplainHistory {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  of(shape: string): readonly ExplainRecord[] {
    return this.#list().find((kept) => kept.shape === shape)?.records ?? [];
  }

  /** A run like the one before takes its place: what is kept is what changed. */
  async add(shape: string, record: ExplainRecord): Promise<void> {
    const before = this.of(shape);
    const last = before.at(-1);
    const others = last && isLike(last, record) ? before.slice(0, -1) : before;
    const records = [...others, record].slice(-mostRecords);
    const kept = [...this.#list().filter((one) => one.shape !== shape), { shape, records }];
    await this.#state.update(stateKey, kept.slice(-mostShapes));
  }

  async forget(shape: string): Promise<void> {
    await this.#state.update(
      stateKey,
      this.#list().filter((kept) => kept.shape !== shape),
    );
  }

  #list(): readonly Kept[] {
    return this.#state.get<readonly Kept[]>(stateKey, []);
  }
}

function isLike(a: ExplainRecord, b: ExplainRecord): boolean {
  return (
    a.plan === b.plan &&
    a.verdict === b.verdict &&
    a.metrics?.returned === b.metrics?.returned &&
    a.metrics?.docsExamined === b.metrics?.docsExamined &&
    a.metrics?.keysExamined === b.metrics?.keysExamined
  );
}

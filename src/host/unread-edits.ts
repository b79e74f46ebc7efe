import type { TextChange } from './shifted-range.js';

interface Edit {
  readonly version: number;
  readonly changes: readonly TextChange[];
}

/** What was typed in each file since the text that the catalog speaks of. */
export class UnreadEdits {
  readonly #files = new Map<string, readonly Edit[]>();

  /** A document has come to this version by these changes. */
  typed(file: string, version: number, changes: readonly TextChange[]): void {
    this.#files.set(file, [...(this.#files.get(file) ?? []), { version, changes }]);
  }

  /** The catalog holds what stands in this version; without one, what lies on the disk. */
  read(file: string, version = Infinity): void {
    const left = (this.#files.get(file) ?? []).filter((edit) => edit.version > version);
    if (left.length > 0) this.#files.set(file, left);
    else this.#files.delete(file);
  }

  /** In their order, each on the text that the one before it left. */
  of(file: string): readonly TextChange[] {
    return (this.#files.get(file) ?? []).flatMap(({ changes }) => changes);
  }
}

import type { Conditions } from './conditions.js';
import type { Cell, Names, Value } from './values.js';

/** Names and what they are bound to, inside one another as in the code. */
export class Scope implements Names {
  readonly #cells = new Map<string, Cell>();

  constructor(
    readonly file: string,
    readonly outer: Names | null,
    /** What `this` is. */
    readonly self: Value,
  ) {}

  declare(name: string, value: Value, conditions: Conditions): void {
    this.#cells.set(name, { value, conditions });
  }

  find(name: string): Cell | null {
    return this.#cells.get(name) ?? this.outer?.find(name) ?? null;
  }
}

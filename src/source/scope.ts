import type { Conditions } from './conditions.js';
import type { Value } from './values.js';

interface Cell {
  value: Value;
  readonly conditions: Conditions;
}

/** Names and what they are bound to, inside one another as in the code. */
export class Scope {
  readonly #cells = new Map<string, Cell>();

  constructor(
    readonly file: string,
    readonly outer: Scope | null,
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

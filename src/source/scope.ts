import type { Conditions } from './conditions.js';
import { cellOf } from './made.js';
import type { Cell, ClassValue, Names, Unit, Value } from './values.js';

/** Names and what they are bound to, inside one another as in the code. */
export class Scope implements Names {
  readonly #cells = new Map<string, Cell>();
  /** Of the function: there `var` declares. */
  #holder: Scope;

  constructor(
    readonly file: string,
    /** Whose run it is: a function of one file runs for another. */
    readonly unit: Unit,
    readonly outer: Names | null,
    /** What `this` is. */
    readonly self: Value,
    /** The class whose member runs: `super` is its base. */
    readonly home: ClassValue | null = outer?.home ?? null,
  ) {
    this.#holder = this;
  }

  /** A block inside: what is declared there is known there alone, but for `var`. */
  block(): Scope {
    const inside = new Scope(this.file, this.unit, this, this.self);
    inside.#holder = this.#holder;
    return inside;
  }

  /** The same names once more, with what they hold now. */
  copy(): Scope {
    const copy = new Scope(this.file, this.unit, this.outer, this.self);
    copy.#holder = this.#holder;
    for (const [name, cell] of this.#cells) copy.#cells.set(name, { ...cell });
    return copy;
  }

  declare(name: string, value: Value, conditions: Conditions): void {
    this.#cells.set(name, cellOf(value, conditions, this.unit));
  }

  /** A name whose value is read when it is asked for. */
  declareLazily(name: string, read: () => Value): void {
    this.#cells.set(name, new LazyCell(read, this.unit));
  }

  /** A name that `var` declared before is written to again. */
  findVar(name: string): Cell | null {
    return this.#holder.#cells.get(name) ?? null;
  }

  declareVar(name: string, value: Value, conditions: Conditions): void {
    this.#holder.declare(name, value, conditions);
  }

  find(name: string): Cell | null {
    return this.#cells.get(name) ?? this.outer?.find(name) ?? null;
  }
}

class LazyCell implements Cell {
  readonly conditions = null;
  #written: Value | null = null;

  constructor(
    readonly read: () => Value,
    readonly owner: Unit,
  ) {}

  get value(): Value {
    return this.#written ?? this.read();
  }

  set value(value: Value) {
    this.#written = value;
  }
}

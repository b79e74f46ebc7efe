import type { FunctionCode, Span } from '../syntax/code.js';
import { under, type Conditions } from './conditions.js';
import { Journal, merge, rewind, rewindOthers } from './journal.js';
import { topFrame, type Frame } from './machine.js';
import { spotOf } from './made.js';
import { leadsNowhere, type Run } from './recursion.js';
import { nowhere } from './units.js';
import type { Cell, ObjectValue, Round, Spot, Unit, Unknown } from './values.js';

const mostSteps = 200_000;
/** Calls of a function that runs already, in the run of a file: one that branches would take all of its steps. */
const mostRecursions = 200;

/** What holds where code runs just now: whose code it is, on which way through it, and how much work is left. */
export class RunState {
  unit: Unit = nowhere.unit;
  /** The file whose code runs just now: calls lead into others. */
  file = '';
  conditions: Conditions = null;
  frame: Frame = topFrame();
  #journal: Journal | null = null;
  protected steps = 0;
  protected depth = 0;
  /** Functions that run just now. */
  #running = new Map<FunctionCode, readonly Run[]>();
  /** How often a function ran while it ran already. */
  #recursions = new Map<FunctionCode, number>();
  /** Loops, and callbacks that run for each of several values, around what runs just now. */
  rounds: readonly Round[] = [];

  protected get isExhausted(): boolean {
    return this.steps > mostSteps;
  }

  /** Runs a file's code for itself: under no condition, and with a bound of its own. False: the bound was reached. */
  isolated(unit: Unit, work: () => void): boolean {
    const { unit: before, file, conditions, frame, steps, depth, rounds } = this;
    const journal = this.#journal;
    const [running, recursions] = [this.#running, this.#recursions];
    this.unit = unit;
    this.file = unit.file;
    this.conditions = null;
    this.frame = topFrame();
    this.#journal = null;
    this.steps = 0;
    this.depth = 0;
    this.#running = new Map();
    this.#recursions = new Map();
    this.rounds = [];
    try {
      work();
      return !this.isExhausted;
    } finally {
      this.unit = before;
      this.file = file;
      this.conditions = conditions;
      this.frame = frame;
      this.#journal = journal;
      this.steps = steps;
      this.depth = depth;
      this.#running = running;
      this.#recursions = recursions;
      this.rounds = rounds;
    }
  }

  /** Runs code of an onlooker: what it writes to names and members of others is taken back. */
  look(onlooker: Unit, work: () => void): void {
    this.isolated(onlooker, () => {
      const journal = new Journal(under(null, 'it is only looked into'));
      this.conditions = journal.conditions;
      this.#journal = journal;
      work();
      rewindOthers(journal, onlooker);
    });
  }

  /** Runs the body of a function. Null: it calls itself, and leads nowhere new or too far. */
  protected called<T>(code: FunctionCode, run: Run, why: Unknown, work: () => T): T | null {
    const runs = this.#running.get(code) ?? [];
    if (runs.length > 0) {
      const before = this.#recursions.get(code) ?? 0;
      if (before >= mostRecursions || leadsNowhere(run, runs, why)) return null;
      this.#recursions.set(code, before + 1);
    }
    this.#running.set(code, [...runs, run]);
    try {
      return work();
    } finally {
      if (runs.length > 0) this.#running.set(code, runs);
      else this.#running.delete(code);
    }
  }

  inRound<T>(loop: object, number: number | null, work: () => T): T {
    return this.#within([...this.rounds, { loop, number, frame: this.frame }], work);
  }

  returning<T>(work: () => T): T {
    return this.#within(
      this.rounds.filter(({ frame }) => frame !== this.frame),
      work,
    );
  }

  #within<T>(rounds: readonly Round[], work: () => T): T {
    const outer = this.rounds;
    this.rounds = rounds;
    try {
      return work();
    } finally {
      this.rounds = outer;
    }
  }

  /** Runs `work` as something that may or may not happen. */
  maybe<T>(reason: string, work: () => T): T {
    const [value] = this.either<T | null>(reason, [work, () => null]);
    return value as T;
  }

  /** Runs works of which one happens. */
  either<T>(reason: string, works: readonly (() => T)[]): T[] {
    const { conditions } = this;
    const outer = this.#journal;
    const values: T[] = [];
    const ways = works.map((work) => {
      const journal = new Journal(under(conditions, reason));
      this.conditions = journal.conditions;
      this.#journal = journal;
      try {
        values.push(work());
      } finally {
        this.conditions = conditions;
        this.#journal = outer;
      }
      return { journal, left: rewind(journal) };
    });
    merge(ways, outer, conditions);
    return values;
  }

  noteCell(cell: Cell, spot: Spot, name: string): void {
    this.#journal?.noteCell(cell, spot, name);
  }

  noteEntry(object: ObjectValue, key: string): void {
    this.#journal?.noteEntry(object, key);
  }

  spot(at: Span): Spot {
    return spotOf(this.file, at, this.unit);
  }
}

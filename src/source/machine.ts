import type { ClassCode, Expression, FunctionCode, Key, Span } from '../syntax/code.js';
import type { Conditions } from './conditions.js';
import type { Scope } from './scope.js';
import type { Cell, ClassValue, FunctionValue, ObjectValue, Spot, Unit, Unknown, Value } from './values.js';

/** One run of a function, or of a module's own statements. */
export interface Frame {
  readonly returns: Value[];
}

/** What the parts of the evaluation need of one another. */
export interface Machine {
  /** Those that hold where the code runs just now. */
  conditions: Conditions;
  /** Whose code runs just now, with what it calls. */
  readonly unit: Unit;
  readonly frame: Frame;
  evaluate(code: Expression, scope: Scope): Value;
  /** The text of a property key; null where it is not known. */
  key(key: Key, scope: Scope): string | null;
  /** Calls a function of the code that is read. */
  invoke(target: Value, args: readonly Value[], self?: Value): Value;
  define(code: FunctionCode & { readonly at: Span }, scope: Scope): FunctionValue;
  defineClass(code: ClassCode & { readonly at: Span }, scope: Scope): ClassValue;
  /** Runs `work` as something that may or may not happen. */
  maybe<T>(reason: string, work: () => T): T;
  /** What a `require` of a text gives, read when it is asked for; null: the code is none. */
  required(code: Expression, scope: Scope): (() => Value) | null;
  /** Runs works of which one happens. */
  either<T>(reason: string, works: readonly (() => T)[]): T[];
  /** Notes, before a name or a member is written to, what stands there: the code may have gone another way. */
  noteCell(cell: Cell, spot: Spot, name: string): void;
  noteEntry(object: ObjectValue, key: string): void;
  spot(at: Span): Spot;
  unknown(code: Expression, reason: string): Unknown;
}

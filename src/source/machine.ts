import type { ClassCode, Expression, FunctionCode, Key, Span } from '../syntax/code.js';
import type { Conditions } from './conditions.js';
import type { Scope } from './scope.js';
import type { Surroundings } from './surroundings.js';
import type {
  Cell,
  ClassValue,
  FunctionValue,
  ObjectValue,
  Round,
  Spot,
  Unit,
  Unknown,
  Value,
} from './values.js';

/** One run of a function, or of a module's own statements. */
export interface Frame {
  readonly returns: Value[];
  /** Null: the statements of a module. */
  readonly code: FunctionCode | null;
  /** Null: no call of the code that is read led here. */
  readonly site: CallSite | null;
}

/** A call as it is written, and the run that it is written in. */
export interface CallSite {
  readonly args: readonly Expression[];
  readonly spot: Spot;
  readonly frame: Frame;
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
  readonly surroundings: Surroundings;
  /** `object.name`. */
  member(object: Value, name: string, spot: Spot): Value;
  /** What the code `object.key` or `object[key]` gives. */
  read(object: Value, key: string, code: Expression): Value;
  /**
   * Calls a function of the code that is read. Arguments that are missing are undefined. `why`: what it gives where it
   * is no function, or cannot be followed. `site`: the call of the code that leads here.
   */
  invoke(target: Value, args: readonly Value[], self?: Value, why?: Unknown, site?: CallSite | null): Value;
  /** Looks into a function that nobody here calls: its parameters are unknown. */
  explore(target: FunctionValue): void;
  define(code: FunctionCode & { readonly at: Span }, scope: Scope): FunctionValue;
  defineClass(code: ClassCode & { readonly at: Span }, scope: Scope): ClassValue;
  /** Runs `work` as something that may or may not happen. */
  maybe<T>(reason: string, work: () => T): T;
  /** Runs `work` as a pass of a loop: of the item with this number, or of any. */
  inRound<T>(loop: object, number: number | null, work: () => T): T;
  /** Runs `work` as something at whose end the function returns: its loops do not come to it again. */
  returning<T>(work: () => T): T;
  readonly rounds: readonly Round[];
  /** Runs works of which one happens. */
  either<T>(reason: string, works: readonly (() => T)[]): T[];
  /** Notes, before a name or a member is written to, what stands there: the code may have gone another way. */
  noteCell(cell: Cell, spot: Spot, name: string): void;
  noteEntry(object: ObjectValue, key: string): void;
  spot(at: Span): Spot;
  unknown(code: Expression, reason: string): Unknown;
}

export function topFrame(): Frame {
  return { returns: [], code: null, site: null };
}

/** The calls that led to a run, innermost first. */
export function callersOf({ site }: Frame): readonly Spot[] {
  return site ? [site.spot, ...callersOf(site.frame)] : [];
}

/** The functions that these calls and the code that runs just now stand in, innermost first. */
export function functionsOf({ code, site }: Frame): readonly FunctionCode[] {
  return code ? [code, ...(site ? functionsOf(site.frame) : [])] : [];
}

/**
 * Where a helper passes on as its call's first argument what it is given itself: the call of the helper's caller.
 * Null: the argument is the call's own.
 */
export function originOf(args: readonly Expression[], frame: Frame): Spot | null {
  const [first] = args;
  const { code, site } = frame;
  if (first?.kind !== 'name' || !code || !site) return null;
  const position = code.params.findIndex(
    ({ pattern, isRest }) => pattern.kind === 'name' && pattern.name === first.name && !isRest,
  );
  // Not given: it is the helper's own.
  if (position < 0 || position >= site.args.length) return null;
  return originOf(site.args.slice(position), site.frame) ?? site.spot;
}

const near = 4;
/** Steps after which a test has run what is its own. */
const ofTests = 30_000;

/**
 * How deep calls are followed after so many steps. Where only queries are looked for, the helpers that build a filter are
 * near. So is what tests have of their own; the program, which they run again and again, is read by itself.
 */
export function deepestCall({ isOnlooker, isTest }: Unit, steps: number): number {
  return isOnlooker || (isTest && steps > ofTests) ? near : 24;
}

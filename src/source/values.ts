import type { ClassCode, ClassMember, FunctionCode, Span } from '../syntax/code.js';
import type { Conditions } from './conditions.js';

/** One file's code while it runs, with what it calls: the smallest part of a program that is run anew. */
export interface Unit {
  readonly file: string;
  /** The major version of Mongoose that it is run with. */
  readonly mongoose: number;
  /** The files that it loaded. */
  readonly loads: Set<string>;
  /** The units, by their files, whose values it changed. */
  readonly changes: Set<string>;
  /** Specifiers that led to no file. */
  readonly unresolved: Set<string>;
  /** The functions that it called, its own and those of others. */
  readonly ran: Map<FunctionCode, FunctionValue>;
  /** The functions that came to be while it ran: those that nobody calls are looked into later. */
  readonly functions: Map<FunctionCode, FunctionValue>;
  /** `useFactory` of providers that it made: NestJS calls them. */
  readonly factories: FunctionValue[];
  /** Whether it read from a file that had not run to its end, as files may import each other. */
  metUnfinished: boolean;
  /** Whether it hands callbacks to a test runner. */
  isTest: boolean;
  /** Whether its functions that nobody calls were looked into. */
  isExplored: boolean;
  /** It looks for queries alone: it changes no value of others. */
  readonly isOnlooker: boolean;
}

/** A stretch of one file, and whose run came by: what is made there belongs to that unit. */
export interface Spot {
  readonly file: string;
  readonly at: Span;
  readonly unit: Unit;
}

/**
 * What an expression is known to be without running it. `unknown` says why, and where reading stopped. Objects and
 * arrays are mutable, as in the language that is read.
 */
export type Value =
  Primitive | RegexValue | ObjectValue | ArrayValue | FunctionValue | ClassValue | Native | Unknown;

export interface Primitive {
  readonly kind: 'primitive';
  readonly value: string | number | boolean | null | undefined;
}

interface RegexValue {
  readonly kind: 'regex';
  readonly pattern: string;
  readonly flags: string;
}

export interface Unknown {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly spot: Spot;
  /** The code as a person would name it. */
  readonly text: string;
  /** Of an array: how many items it has at most. */
  readonly most?: number;
  /** It is a pattern, `new RegExp(…)`. */
  readonly isPattern?: true;
}

export interface Entry {
  readonly value: Value;
  readonly spot: Spot;
  /** Under which conditions it was written. */
  readonly conditions: Conditions;
}

/** What an object was copied of, in the run of which file, and what it was copied of before. */
export interface Origin {
  readonly of: ObjectValue;
  readonly file: string;
  readonly before: Origin | null;
}

const noEntries = new Map<string, Entry>();

export class ObjectValue {
  readonly kind = 'object';
  /** Copies have the very same ones until one of them is written to: most never are. */
  #entries = noEntries;
  #isShared = true;
  /** Set where the object may have keys that are not listed. */
  rest: Unknown | null = null;
  /** The class it is an instance of. */
  prototype: ClassValue | null = null;
  /** What a built-in class made that its own class extends: `this` is that. */
  made: Native | null = null;
  /** Told when it is handed to code that is not read. */
  whenEscaped: ((why: Unknown) => void) | null = null;
  /** The files that had Mongoose, or a framework on it, change it as an object of options; null: none. */
  writers: Set<string> | null = null;
  /** What it was copied of last; null: it is no copy. */
  origin: Origin | null = null;

  constructor(readonly spot: Spot) {}

  get entries(): ReadonlyMap<string, Entry> {
    return this.#entries;
  }

  put(key: string, entry: Entry): void {
    this.#own().set(key, entry);
  }

  remove(key: string): void {
    if (this.#entries.has(key)) this.#own().delete(key);
  }

  putAll(of: ObjectValue): void {
    if (this.#entries.size > 0) of.#entries.forEach((entry, key) => this.#own().set(key, entry));
    else {
      this.#entries = of.#entries;
      this.#isShared = of.#isShared = true;
    }
  }

  #own(): Map<string, Entry> {
    if (this.#isShared) {
      this.#entries = new Map(this.#entries);
      this.#isShared = false;
    }
    return this.#entries;
  }
}

export class ArrayValue {
  readonly kind = 'array';
  /** Set where the array may have items that are not listed. */
  rest: Unknown | null = null;

  constructor(
    readonly items: Value[],
    readonly spot: Spot,
    readonly conditions: Conditions,
  ) {}
}

/** A name's value, and under which conditions it was declared. */
export interface Cell {
  value: Value;
  readonly conditions: Conditions;
  readonly owner: Unit;
}

/** Names and what they are bound to; see `Scope`. */
export interface Names {
  readonly file: string;
  readonly unit: Unit;
  readonly home: ClassValue | null;
  find(name: string): Cell | null;
}

/** Functions that code hangs onto a schema: `this` is the model, a document or a query. */
export type FunctionKind = 'statics' | 'methods' | 'query';

export interface FunctionOwner {
  /** Compared, not read. */
  readonly schema: object;
  readonly kind: FunctionKind;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly code: FunctionCode & { readonly at: Span };
  readonly scope: Names;
  readonly self: Value;
  /** Whose function it is; undefined: of no schema. No weak map: what it leads to would live until a full collection. */
  owner?: FunctionOwner;
}

/** What TypeScript's `emitDecoratorMetadata` says of a member: the class that its written type is at run time. */
export interface DesignType {
  readonly value: Value;
  /** `X | null`: with `strictNullChecks` it is `Object`, without it `X`. */
  readonly isNullable: boolean;
}

/** A decorator as it was applied to a class or to one of its members. */
export interface Decoration {
  readonly decorator: Native | Unknown;
  /** Null: the class itself. */
  readonly member: ClassMember | null;
  /** The member's name; null where it is not known. */
  readonly key: string | null;
  readonly spot: Spot;
  readonly conditions: Conditions;
}

export class ClassValue {
  readonly kind = 'class';
  readonly statics: ObjectValue;
  /** In the order in which they take effect. */
  readonly decorations: Decoration[] = [];
  readonly designTypes = new Map<ClassMember, DesignType>();
  /** What `this` is in its methods as far as the class alone tells. */
  readonly unmade: ObjectValue;
  /** Its instances that the run of its own file made. */
  readonly made: Value[] = [];

  constructor(
    readonly code: ClassCode & { readonly at: Span },
    readonly scope: Names,
    readonly base: Value | null,
    readonly spot: Spot,
  ) {
    this.statics = new ObjectValue(spot);
    this.unmade = new ObjectValue(spot);
    this.unmade.prototype = this;
  }
}

/** A pass of a loop, in which code runs. */
export interface Round {
  /** The statement, or the call that calls back. */
  readonly loop: object;
  /** Of a list that is known each item has its own; null: one stands for all. */
  readonly number: number | null;
  /** The run of the function that the loop stands in. */
  readonly frame: object;
}

/** How a native is called: its arguments, where from, and under which conditions. */
export interface Call {
  readonly args: readonly Value[];
  /** The whole call expression. */
  readonly spot: Spot;
  /** The called name alone, `findOne` in `Contact.findOne(…)`. */
  readonly nameSpot: Spot;
  /** Called on what another call gave: `b` in `a().b()`. */
  readonly isChained: boolean;
  readonly conditions: Conditions;
  /** The loops around it, and the callbacks that run for each of several values. */
  readonly rounds: readonly Round[];
  readonly text: string;
  /** The calls of functions of the code that led here, innermost first. */
  readonly callers: readonly Spot[];
  /** The functions that the call and its callers stand in, innermost first; the statements of a module are none. */
  readonly functions: readonly FunctionCode[];
  /** The call of a helper that but passes on its own argument as the first one here; null: it is the call's own. */
  readonly origin: Spot | null;
  /** Calls a function of the code that is read, as a native with callbacks does. */
  readonly invoke: (target: Value, args: readonly Value[], self?: Value) => Value;
}

/** Something whose behaviour is built in: the modules, classes and functions of the language and of Mongoose. */
export interface Native {
  readonly kind: 'native';
  readonly name: string;
  /** What is awaited of it comes from the database. */
  readonly isPromise?: boolean;
  /** It comes from code that is not read. */
  readonly isUnread?: boolean;
  /** Of a model: whether it is known by its name alone. */
  readonly isLookedUp?: boolean;
  /** Whose it is, where its members change it: code that only looks does not use them. */
  readonly keeper?: Unit;
  /** Null: there is no such member. */
  get?(key: string): Value | null;
  set?(key: string, value: Value, call: Pick<Call, 'spot' | 'conditions' | 'text'>): void;
  call?(call: Call): Value;
  construct?(call: Call): Value;
  /** An object holds it by this name. */
  held?(name: string): void;
  /** Was handed to code that is not read, which may change it. */
  escape?(why: Unknown): void;
}

/** For why it is a class see made.ts. */
class MadePrimitive implements Primitive {
  readonly kind = 'primitive';

  constructor(readonly value: Primitive['value']) {}
}

export function primitive(value: Primitive['value']): Primitive {
  return new MadePrimitive(value);
}

export const undefinedValue = primitive(undefined);

export function unknown(reason: string, spot: Spot, text = '…'): Unknown {
  return { kind: 'unknown', reason, spot, text };
}

export function nativeFunction(name: string, call: (call: Call) => Value): Native {
  return { kind: 'native', name, call };
}

/** True, false, or null where it depends on what is not known. */
export function truthOf(value: Value): boolean | null {
  if (value.kind === 'unknown') return null;
  return value.kind === 'primitive' ? Boolean(value.value) : true;
}

export function isNullish(value: Value): boolean {
  return value.kind === 'primitive' && (value.value === null || value.value === undefined);
}

/** The text a value makes as a property key; null where it is not known. */
export function keyOf(value: Value): string | null {
  return value.kind === 'primitive' ? String(value.value) : null;
}

export function stringOf(value: Value | undefined): string | null {
  return value?.kind === 'primitive' && typeof value.value === 'string' ? value.value : null;
}

/** The own property of an object; undefined where there is none, unknown where there may be one. */
export function property(object: ObjectValue, key: string): Value {
  return object.entries.get(key)?.value ?? object.rest ?? undefinedValue;
}

/** Whether two values are the same for sure. */
export function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'primitive' && b.kind === 'primitive') return Object.is(a.value, b.value);
  if (a.kind === 'object' && b.kind === 'object') {
    const keys = [...a.entries.keys()];
    return (
      a.rest === null &&
      b.rest === null &&
      a.prototype === b.prototype &&
      keys.join('\n') === [...b.entries.keys()].join('\n') &&
      keys.every((key) => same(property(a, key), property(b, key)))
    );
  }
  if (a.kind === 'array' && b.kind === 'array') {
    return (
      a.rest === null &&
      b.rest === null &&
      a.items.length === b.items.length &&
      a.items.every((item, position) => same(item, b.items[position] ?? undefinedValue))
    );
  }
  return false;
}

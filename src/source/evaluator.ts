import type { Expression, Key, Span } from '../syntax/code.js';
import { print } from '../syntax/print.js';
import { declareParameter, remove } from './binding.js';
import { choose, logical } from './choices.js';
import { holds, under, type Conditions } from './conditions.js';
import { Journal, merge, rewind, rewindOthers } from './journal.js';
import { escape, join } from './joining.js';
import { assignment, count } from './assignments.js';
import { classOf, constructedBy, instanceOf, superConstruct, superMember, thisOf } from './instances.js';
import { arrayOf, listOf, objectOf, templateOf } from './literals.js';
import { calledName, isEach } from './loops.js';
import {
  deepestCall,
  callersOf,
  originOf,
  topFrame,
  type CallSite,
  type Frame,
  type Machine,
} from './machine.js';
import { memberOf } from './members.js';
import { binary, unary } from './operators.js';
import { Scope } from './scope.js';
import { declareFunctions, execute } from './statements.js';
import type { Surroundings } from './surroundings.js';
import type { ClassValue, ObjectValue } from './values.js';
import {
  keyOf,
  isNullish,
  primitive,
  undefinedValue,
  unknown,
  type Call,
  type Cell,
  type FunctionValue,
  nowhere,
  onlyLooks,
  type Spot,
  type Unit,
  type Unknown,
  type Value,
} from './values.js';

const mostSteps = 60_000;

/**
 * Runs code abstractly: a value, or unknown with the reason and the place. Nothing of the code is executed, the work is
 * bounded, and what may or may not happen is remembered with its condition.
 */
export class Evaluator implements Machine {
  conditions: Conditions = null;
  frame: Frame = topFrame();
  unit: Unit = nowhere.unit;
  /** The file whose code runs just now: calls lead into others. */
  file = '';
  #journal: Journal | null = null;
  /** The call that is about to run a function. */
  #site: CallSite | null = null;
  #steps = 0;
  #depth = 0;
  /** Loops, and callbacks that run for each of several values, around what runs just now. */
  #loops = 0;

  constructor(readonly surroundings: Surroundings) {}

  get isExhausted(): boolean {
    return this.#steps > mostSteps;
  }

  /** Runs a file's code for itself: under no condition, and with a bound of its own. False: the bound was reached. */
  isolated(unit: Unit, work: () => void): boolean {
    const saved = {
      unit: this.unit,
      file: this.file,
      conditions: this.conditions,
      journal: this.#journal,
      frame: this.frame,
      steps: this.#steps,
      depth: this.#depth,
      loops: this.#loops,
    };
    this.unit = unit;
    this.file = unit.file;
    this.conditions = null;
    this.#journal = null;
    this.frame = topFrame();
    this.#steps = 0;
    this.#depth = 0;
    this.#loops = 0;
    try {
      work();
      return !this.isExhausted;
    } finally {
      this.unit = saved.unit;
      this.file = saved.file;
      this.conditions = saved.conditions;
      this.#journal = saved.journal;
      this.frame = saved.frame;
      this.#steps = saved.steps;
      this.#depth = saved.depth;
      this.#loops = saved.loops;
    }
  }

  get isRepeated(): boolean {
    return this.#loops > 0;
  }

  repeated<T>(work: () => T): T {
    this.#loops += 1;
    try {
      return work();
    } finally {
      this.#loops -= 1;
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

  spot(at: Span): Spot {
    return { file: this.file, at, unit: this.unit };
  }

  unknown(code: Expression, reason: string): Unknown {
    return unknown(reason, this.spot(code.at), print(code));
  }

  maybe<T>(reason: string, work: () => T): T {
    const [value] = this.either<T | null>(reason, [work, () => null]);
    return value as T;
  }

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

  evaluate(code: Expression, scope: Scope): Value {
    this.#steps += 1;
    if (this.isExhausted) return this.unknown(code, 'the code takes too much work to follow');
    switch (code.kind) {
      case 'literal':
        return primitive(code.value);
      case 'regex':
        return { kind: 'regex', pattern: code.pattern, flags: code.flags };
      case 'name':
        return this.#name(code, scope);
      case 'this':
        return thisOf(scope.self);
      case 'member':
        if (code.object.kind === 'super')
          return superMember(this, code.key, scope, this.unknown(code, 'the base class is not read'));
        return this.#member(this.evaluate(code.object, scope), code.key, code);
      case 'element':
        return this.#element(code, scope);
      case 'call':
        return this.#call(code, scope);
      case 'new':
        return this.#construct(code, scope);
      case 'object':
        return objectOf(this, code, scope);
      case 'array':
        return arrayOf(this, code, scope);
      case 'function':
        return this.define(code, scope);
      case 'class':
        return this.defineClass(code, scope);
      case 'template':
        return templateOf(this, code, scope);
      case 'conditional':
        return choose(this, code, scope);
      case 'logical':
        return logical(this, code, scope);
      case 'binary':
        return binary(
          code.operator,
          this.evaluate(code.left, scope),
          this.evaluate(code.right, scope),
          (reason) => this.unknown(code, reason),
        );
      case 'unary':
        if (code.operator === 'delete') {
          remove(this, code.value, scope);
          return primitive(true);
        }
        return unary(code.operator, this.evaluate(code.value, scope), (reason) => this.unknown(code, reason));
      case 'assign':
        return assignment(this, code, scope);
      case 'count':
        return count(this, code, scope);
      case 'await': {
        const value = this.evaluate(code.value, scope);
        return value.kind === 'native' && value.isPromise
          ? this.unknown(code, 'it is read from the database')
          : value;
      }
      case 'import': {
        const from = this.evaluate(code.from, scope);
        const specifier = keyOf(from);
        if (specifier === null) return this.unknown(code, 'the module it comes from is not known');
        return this.surroundings.load(specifier, 'import', this.spot(code.at));
      }
      case 'spread':
      case 'super':
        return this.unknown(code, 'this syntax is not followed');
      case 'unknown':
        for (const part of code.parts) this.evaluate(part, scope);
        return this.unknown(code, code.what);
    }
  }

  #name(code: Expression & { kind: 'name' }, scope: Scope): Value {
    if (code.name === 'undefined') return undefinedValue;
    const cell = scope.find(code.name);
    if (!cell)
      return this.surroundings.global(code.name) ?? this.unknown(code, `\`${code.name}\` is not known here`);
    const { value } = cell;
    // A hole is named as it is used.
    return value.kind === 'unknown' ? { ...value, text: code.name, spot: this.spot(code.at) } : value;
  }

  #member(object: Value, key: string, code: Expression): Value {
    const entry = object.kind === 'object' ? object.entries.get(key) : undefined;
    // What may be missing is not known; what Mongoose made of it says that by itself.
    if (entry && entry.value.kind !== 'native' && !holds(entry.conditions, this.conditions))
      return this.unknown(code, 'it depends on a condition');
    const value = this.member(object, key, this.spot(code.at));
    return value.kind === 'unknown' ? { ...value, text: print(code), spot: this.spot(code.at) } : value;
  }

  member(object: Value, name: string, spot: Spot): Value {
    if (object.kind === 'native' && object.keeper && onlyLooks(spot, object.keeper))
      return unknown('a schema is not looked into here', spot, name);
    const named = object.kind === 'unknown' ? this.surroundings.memberOfUnknown(name) : null;
    return named ?? memberOf(object, name, spot, (target, args, self) => this.invoke(target, args, self));
  }

  #element(code: Expression & { kind: 'element' }, scope: Scope): Value {
    const object = this.evaluate(code.object, scope);
    const key = keyOf(this.evaluate(code.key, scope));
    return key === null
      ? this.unknown(code, 'which member it is is not known')
      : this.#member(object, key, code);
  }

  key(key: Key, scope: Scope): string | null {
    return typeof key === 'string' ? key : keyOf(this.evaluate(key, scope));
  }

  #call(code: Expression & { kind: 'call' }, scope: Scope): Value {
    const { callee } = code;
    let self: Value = undefinedValue;
    let target: Value;
    if (callee.kind === 'super') {
      superConstruct(this, listOf(this, code.args, scope).items, scope);
      return undefinedValue;
    }
    if (callee.kind === 'member' && callee.object.kind === 'super') {
      self = scope.self;
      target = superMember(this, callee.key, scope, this.unknown(callee, 'the base class is not read'));
    } else if (callee.kind === 'member') {
      self = this.evaluate(callee.object, scope);
      target = this.#member(self, callee.key, callee);
    } else target = this.evaluate(callee, scope);
    if (callee.kind === 'name' && callee.name === 'require' && !scope.find('require'))
      return this.#require(code, scope);
    return this.#apply(code, target, self, scope);
  }

  required(code: Expression, scope: Scope): (() => Value) | null {
    if (code.kind !== 'call' || code.callee.kind !== 'name' || code.callee.name !== 'require') return null;
    const [specifier] = code.args;
    if (specifier?.kind !== 'literal' || typeof specifier.value !== 'string' || scope.find('require'))
      return null;
    const { value } = specifier;
    const spot = this.spot(code.at);
    return () => this.surroundings.load(value, 'require', spot);
  }

  #require(code: Expression & { kind: 'call' }, scope: Scope): Value {
    const specifier = code.args[0] && keyOf(this.evaluate(code.args[0], scope));
    if (!specifier) return this.unknown(code, 'the module it comes from is not known');
    return this.surroundings.load(specifier, 'require', this.spot(code.at));
  }

  #construct(code: Expression & { kind: 'new' }, scope: Scope): Value {
    const target = this.evaluate(code.callee, scope);
    if (target.kind === 'native' && target.construct) return target.construct(this.#callOf(code, scope));
    if (target.kind === 'class')
      return instanceOf(this, target, listOf(this, code.args, scope).items, this.spot(code.at));
    if (target.kind === 'function')
      return constructedBy(this, target, listOf(this, code.args, scope).items, this.spot(code.at));
    return this.#apply(code, target, undefinedValue, scope);
  }

  #apply(code: Expression & { kind: 'call' | 'new' }, target: Value, self: Value, scope: Scope): Value {
    // The code fails here, or asks first: `undefined?.(…)` does not look at its arguments.
    if (isNullish(target)) return undefinedValue;
    const call = this.#callOf(code, scope);
    return isEach(code, call.args)
      ? this.repeated(() => this.#applyTo(code, target, self, call))
      : this.#applyTo(code, target, self, call);
  }

  #applyTo(code: Expression & { kind: 'call' | 'new' }, target: Value, self: Value, call: Call): Value {
    if (target.kind === 'native' && target.call) {
      const value = target.call(call);
      const isUnread = target.isUnread === true && value.kind === 'unknown';
      return isUnread ? (this.surroundings.callOfUnknown(value, call, calledName(code)) ?? value) : value;
    }
    if (target.kind === 'function') {
      this.#site = { args: code.args, spot: call.spot, frame: this.frame };
      const value = this.invoke(target, call.args, self, this.unknown(code, 'what it returns is not known'));
      this.#site = null;
      return value.kind === 'unknown' ? { ...value, text: call.text, spot: call.spot } : value;
    }
    const known =
      target.kind === 'unknown' ? this.surroundings.callOfUnknown(target, call, calledName(code)) : null;
    return known ?? this.#callUnread(code, target, self, call);
  }

  /** A call into code that is not read: what it is given may change, and callbacks may run. */
  #callUnread(code: Expression & { kind: 'call' | 'new' }, target: Value, self: Value, call: Call): Value {
    const name = print(code.callee);
    const passed = unknown(`it is passed to \`${name}\`, which is not read`, call.spot, call.text);
    for (const argument of call.args) {
      escape(argument, passed);
      if (argument.kind === 'function' && !this.unit.ran.has(argument.code)) this.explore(argument);
    }
    if (self.kind !== 'unknown') escape(self, passed);
    return this.unknown(code, target.kind === 'unknown' ? target.reason : `\`${name}\` is not read`);
  }

  #callOf(code: Expression & { kind: 'call' | 'new' }, scope: Scope): Call {
    const { items, rest } = listOf(this, code.args, scope);
    const spot = this.spot(code.at);
    return {
      args: rest ? [...items, rest] : items,
      spot,
      isChained: code.callee.kind === 'member' && ['call', 'new'].includes(code.callee.object.kind),
      nameSpot: code.callee.kind === 'member' ? this.spot(code.callee.keyAt) : this.spot(code.callee.at),
      conditions: this.conditions,
      isRepeated: this.isRepeated,
      text: print(code),
      callers: callersOf(this.frame),
      origin: originOf(code.args, this.frame),
      invoke: (target, args, self) => this.invoke(target, args, self),
    };
  }

  /** Runs a function. Arguments that are missing are undefined; with `holes`, unknown. */
  invoke(
    target: Value,
    args: readonly Value[],
    self: Value = undefinedValue,
    why: Unknown = unknown('what it returns is not known', nowhere),
  ): Value {
    if (target.kind !== 'function') return why;
    const { code } = target;
    if (this.#depth >= deepestCall(this.unit) || this.isExhausted)
      return { ...why, reason: 'the calls are nested too deeply to follow' };
    const scope = new Scope(target.scope.file, this.unit, target.scope, code.isArrow ? target.self : self);
    const saved = { file: this.file, frame: this.frame, conditions: this.conditions };
    const frame: Frame = { returns: [], code, site: this.#site };
    this.#site = null;
    this.frame = frame;
    this.file = target.scope.file;
    this.#depth += 1;
    this.unit.ran.set(code, target);
    try {
      code.params.forEach((parameter, position) => {
        declareParameter(this, parameter, args, position, scope);
      });
      declareFunctions(this, code.body, scope);
      const end = execute(this, code.body, scope);
      if (end.has('goes on')) frame.returns.push(undefinedValue);
    } finally {
      this.#depth -= 1;
      this.file = saved.file;
      this.frame = saved.frame;
      this.conditions = saved.conditions;
    }
    if (code.isGenerator) return { ...why, reason: 'a generator is not followed' };
    const [first = undefinedValue, ...others] = frame.returns;
    return others.reduce((value, other) => join(value, other, why.spot, why.text), first);
  }

  /** A function of the code, remembered so that it can be looked into when nobody calls it. */
  define(code: FunctionValue['code'], scope: Scope): FunctionValue {
    const value: FunctionValue = { kind: 'function', code, scope, self: scope.self };
    this.unit.functions.set(code, value);
    return value;
  }

  /** Looks into a function that nobody here calls: its parameters are unknown. */
  explore(target: FunctionValue, self = target.self): void {
    const args = target.code.params.map(({ pattern }) =>
      unknown(
        'it is given when the function is called',
        this.spot(pattern.at),
        pattern.kind === 'name' ? pattern.name : '…',
      ),
    );
    this.maybe('nobody here is seen to call it', () => this.invoke(target, args, self));
  }

  defineClass(code: Expression & { kind: 'class' }, scope: Scope): ClassValue {
    return classOf(this, code, scope);
  }
}

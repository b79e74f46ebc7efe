import type { Expression, Key } from '../syntax/code.js';
import { print } from '../syntax/print.js';
import { assignment, count } from './assignments.js';
import { declareParameter, remove } from './binding.js';
import { call, construct } from './calls.js';
import { choose, logical } from './choices.js';
import { fromDatabase, holds, notSeenCalled } from './conditions.js';
import { classOf, superMember, thisOf } from './instances.js';
import { join } from './joining.js';
import { arrayOf, objectOf, templateOf } from './literals.js';
import { deepestCall, type CallSite, type Frame, type Machine } from './machine.js';
import { functionOf } from './made.js';
import { memberOf } from './members.js';
import { binary, unary } from './operators.js';
import { RunState } from './run-state.js';
import { Scope } from './scope.js';
import { declareFunctions, execute } from './statements.js';
import type { Surroundings } from './surroundings.js';
import { nowhere, onlyLooks } from './units.js';
import {
  keyOf,
  primitive,
  undefinedValue,
  unknown,
  type ClassValue,
  type FunctionValue,
  type Spot,
  type Unknown,
  type Value,
} from './values.js';

/**
 * Runs code abstractly: a value, or unknown with the reason and the place. Nothing of the code is executed, the work is
 * bounded, and what may or may not happen is remembered with its condition.
 */
export class Evaluator extends RunState implements Machine {
  constructor(readonly surroundings: Surroundings) {
    super();
  }

  unknown(code: Expression, reason: string): Unknown {
    return unknown(reason, this.spot(code.at), print(code));
  }

  evaluate(code: Expression, scope: Scope): Value {
    this.steps += 1;
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
        return this.read(this.evaluate(code.object, scope), code.key, code);
      case 'element':
        return this.#element(code, scope);
      case 'call':
        return call(this, code, scope);
      case 'new':
        return construct(this, code, scope);
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
        return value.kind === 'native' && value.isPromise ? this.unknown(code, fromDatabase) : value;
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

  read(object: Value, key: string, code: Expression): Value {
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
      : this.read(object, key, code);
  }

  key(key: Key, scope: Scope): string | null {
    return typeof key === 'string' ? key : keyOf(this.evaluate(key, scope));
  }

  invoke(
    target: Value,
    args: readonly Value[],
    self: Value = undefinedValue,
    why: Unknown = unknown('what it returns is not known', nowhere),
    site: CallSite | null = null,
  ): Value {
    if (target.kind !== 'function') return why;
    const { code } = target;
    if (this.depth >= deepestCall(this.unit, this.steps) || this.isExhausted)
      return { ...why, reason: 'the calls are nested too deeply to follow' };
    const run = { scope: target.scope, rounds: this.rounds, values: [self, ...args] };
    const endless = { ...why, reason: 'it calls itself too often to be followed' };
    const returns = this.called(code, run, endless, () => this.#run(target, args, self, site));
    if (!returns) return endless;
    if (code.isGenerator) return { ...why, reason: 'a generator is not followed' };
    const [first = undefinedValue, ...others] = returns;
    return others.reduce((value, other) => join(value, other, why.spot, why.text), first);
  }

  /** Runs the body of a function; gives all that it may return. */
  #run(target: FunctionValue, args: readonly Value[], self: Value, site: CallSite | null): readonly Value[] {
    const { code } = target;
    const scope = new Scope(target.scope.file, this.unit, target.scope, code.isArrow ? target.self : self);
    const saved = { file: this.file, frame: this.frame, conditions: this.conditions };
    const frame: Frame = { returns: [], code, site };
    this.frame = frame;
    this.file = target.scope.file;
    this.depth += 1;
    this.unit.ran.set(code, target);
    try {
      code.params.forEach((parameter, position) => {
        declareParameter(this, parameter, args, position, scope);
      });
      declareFunctions(this, code.body, scope);
      const end = execute(this, code.body, scope);
      if (end.has('goes on')) frame.returns.push(undefinedValue);
    } finally {
      this.depth -= 1;
      this.file = saved.file;
      this.frame = saved.frame;
      this.conditions = saved.conditions;
    }
    return frame.returns;
  }

  /** A function of the code, remembered so that it can be looked into when nobody calls it. */
  define(code: FunctionValue['code'], scope: Scope): FunctionValue {
    const value = functionOf(code, scope, scope.self);
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
    this.maybe(notSeenCalled, () => this.invoke(target, args, self));
  }

  defineClass(code: Expression & { kind: 'class' }, scope: Scope): ClassValue {
    return classOf(this, code, scope);
  }
}

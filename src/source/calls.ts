import type { Expression } from '../syntax/code.js';
import { print } from '../syntax/print.js';
import { constructedBy, instanceOf, superConstruct, superMember } from './instances.js';
import { escape } from './joining.js';
import { listOf } from './literals.js';
import { calledName, isEach } from './loops.js';
import { callersOf, functionsOf, originOf, type Machine } from './machine.js';
import { tellsReceiver } from './query-operations.js';
import type { Scope } from './scope.js';
import { isNullish, keyOf, undefinedValue, unknown, type Call, type Value } from './values.js';

const testRunner = /^(?:describe|suite|it|test|(?:before|after)(?:All|Each)?)$/;

type CallCode = Expression & { kind: 'call' };
type NewCode = Expression & { kind: 'new' };

/** `f(…)`, `object.f(…)`, `super(…)`, `require(…)`. */
export function call(machine: Machine, code: CallCode, scope: Scope): Value {
  const { callee } = code;
  if (callee.kind === 'super') {
    superConstruct(machine, listOf(machine, code.args, scope).items, scope);
    return undefinedValue;
  }
  if (isRequire(code, scope)) return load(machine, code, scope);
  if (callee.kind !== 'member')
    return apply(machine, code, machine.evaluate(callee, scope), undefinedValue, scope);
  if (callee.object.kind === 'super') {
    const why = machine.unknown(callee, 'the base class is not read');
    return apply(machine, code, superMember(machine, callee.key, scope, why), scope.self, scope);
  }
  const self = machine.evaluate(callee.object, scope);
  return apply(machine, code, machine.read(self, callee.key, callee), self, scope);
}

/** `new Something(…)`. */
export function construct(machine: Machine, code: NewCode, scope: Scope): Value {
  const target = machine.evaluate(code.callee, scope);
  if (target.kind === 'native' && target.construct) return target.construct(callOf(machine, code, scope));
  if (target.kind !== 'class' && target.kind !== 'function')
    return apply(machine, code, target, undefinedValue, scope);
  const { items } = listOf(machine, code.args, scope);
  const spot = machine.spot(code.at);
  return target.kind === 'class'
    ? instanceOf(machine, target, items, spot)
    : constructedBy(machine, target, items, spot);
}

/** What a `require` of a text gives, read when it is asked for; null: the code is none. */
export function required(machine: Machine, code: Expression, scope: Scope): (() => Value) | null {
  if (code.kind !== 'call' || !isRequire(code, scope)) return null;
  const [specifier] = code.args;
  if (specifier?.kind !== 'literal' || typeof specifier.value !== 'string') return null;
  const { value } = specifier;
  const spot = machine.spot(code.at);
  return () => machine.surroundings.load(value, 'require', spot);
}

function isRequire({ callee }: CallCode, scope: Scope): boolean {
  return callee.kind === 'name' && callee.name === 'require' && !scope.find('require');
}

function load(machine: Machine, code: CallCode, scope: Scope): Value {
  const specifier = code.args[0] && keyOf(machine.evaluate(code.args[0], scope));
  if (!specifier) return machine.unknown(code, 'the module it comes from is not known');
  return machine.surroundings.load(specifier, 'require', machine.spot(code.at));
}

function apply(machine: Machine, code: CallCode | NewCode, target: Value, self: Value, scope: Scope): Value {
  // The code fails here, or asks first: `undefined?.(…)` does not look at its arguments.
  if (isNullish(target)) return isNullish(self) ? ofUnset(machine, code, scope) : undefinedValue;
  const made = callOf(machine, code, scope);
  if (!isEach(code, made.args)) return applyTo(machine, code, target, self, made);
  return target.kind === 'native' && self.kind === 'array' && !self.rest
    ? applyTo(machine, code, target, self, { ...made, invoke: inRounds(machine, code) })
    : machine.inRound(code, null, () => applyTo(machine, code, target, self, made));
}

/** Calls back for one known item after the other. */
function inRounds(machine: Machine, code: CallCode | NewCode): Call['invoke'] {
  let number = 0;
  return (target, args, self) => {
    number += 1;
    return machine.inRound(code, number, () => machine.invoke(target, args, self));
  };
}

/** A call on what is set elsewhere, before the code runs: `let db; connect().then((one) => (db = one))`. */
function ofUnset(machine: Machine, code: CallCode | NewCode, scope: Scope): Value {
  const name = calledName(code);
  if (name === null || !tellsReceiver(name)) return undefinedValue;
  const unset = machine.unknown(code.callee, 'it is set elsewhere');
  return machine.surroundings.callOfUnknown(unset, callOf(machine, code, scope), name) ?? unset;
}

function applyTo(machine: Machine, code: CallCode | NewCode, target: Value, self: Value, made: Call): Value {
  const { surroundings } = machine;
  if (target.kind === 'native' && target.call) {
    const value = target.call(made);
    const isUnread = target.isUnread === true && value.kind === 'unknown';
    return isUnread ? (surroundings.callOfUnknown(value, made, calledName(code)) ?? value) : value;
  }
  if (target.kind === 'function') {
    const why = machine.unknown(code, 'what it returns is not known');
    const site = { args: code.args, spot: made.spot, frame: machine.frame };
    const value = machine.invoke(target, made.args, self, why, site);
    return value.kind === 'unknown' ? { ...value, text: made.text, spot: made.spot } : value;
  }
  const known = target.kind === 'unknown' ? surroundings.callOfUnknown(target, made, calledName(code)) : null;
  return known ?? callUnread(machine, code, target, self, made);
}

/** `describe(…)`, `it.only(…)`: names that test runners give to all files, or export. */
function isTestRunner(callee: Expression): boolean {
  const named = callee.kind === 'member' ? callee.object : callee;
  return named.kind === 'name' && testRunner.test(named.name);
}

/** A call into code that is not read: what it is given may change, and callbacks may run. */
function callUnread(
  machine: Machine,
  code: CallCode | NewCode,
  target: Value,
  self: Value,
  { args, spot, text }: Call,
): Value {
  const name = print(code.callee);
  const passed = unknown(`it is passed to \`${name}\`, which is not read`, spot, text);
  if (isTestRunner(code.callee)) machine.unit.isTest = true;
  for (const argument of args) {
    escape(argument, passed);
    if (argument.kind === 'function' && !machine.unit.ran.has(argument.code)) machine.explore(argument);
  }
  if (self.kind !== 'unknown') escape(self, passed);
  return machine.unknown(code, target.kind === 'unknown' ? target.reason : `\`${name}\` is not read`);
}

function callOf(machine: Machine, code: CallCode | NewCode, scope: Scope): Call {
  const { items, rest } = listOf(machine, code.args, scope);
  const { callee } = code;
  return {
    args: rest ? [...items, rest] : items,
    spot: machine.spot(code.at),
    isChained: callee.kind === 'member' && ['call', 'new'].includes(callee.object.kind),
    nameSpot: machine.spot(callee.kind === 'member' ? callee.keyAt : callee.at),
    conditions: machine.conditions,
    rounds: machine.rounds,
    text: print(code),
    callers: callersOf(machine.frame),
    functions: functionsOf(machine.frame),
    origin: originOf(code.args, machine.frame),
    invoke: (target, args, self) => machine.invoke(target, args, self),
  };
}

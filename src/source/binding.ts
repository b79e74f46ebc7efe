import type { Expression, Parameter, Pattern, PatternEntry, Span } from '../syntax/code.js';
import { print } from '../syntax/print.js';
import { required } from './calls.js';
import { holds } from './conditions.js';
import { escape } from './joining.js';
import type { Machine } from './machine.js';
import type { Scope } from './scope.js';
import { onlyLooks, touch } from './units.js';
import {
  ArrayValue,
  keyOf,
  ObjectValue,
  undefinedValue,
  unknown,
  type Cell,
  type Spot,
  type Value,
} from './values.js';

type Give = (name: Pattern & { kind: 'name' | 'target' }, value: Value) => void;

/** Declares the names of a pattern with the parts of a value. */
export function declare(machine: Machine, pattern: Pattern, value: Value, scope: Scope): void {
  bind(machine, pattern, value, scope, (name, part) => {
    if (name.kind === 'name') scope.declare(name.name, part, machine.conditions);
  });
}

/** Declares a function's parameter with what the call gives it. */
export function declareParameter(
  machine: Machine,
  { pattern, fallback, isRest }: Parameter,
  args: readonly Value[],
  position: number,
  scope: Scope,
): void {
  const given = isRest
    ? new ArrayValue(args.slice(position), machine.spot(pattern.at), machine.conditions)
    : (args[position] ?? undefinedValue);
  declare(machine, pattern, orElse(machine, given, fallback, scope), scope);
}

/**
 * `const x = require('./x')`, `const { x } = require('./x')`: read when they are asked for, as imports are. False: this
 * is none, or one that takes the value apart in other ways.
 */
export function declareRequired(
  machine: Machine,
  pattern: Pattern,
  value: Expression,
  scope: Scope,
): boolean {
  const read = machine.conditions ? null : required(machine, value, scope);
  if (!read) return false;
  if (pattern.kind === 'name') scope.declareLazily(pattern.name, read);
  else if (pattern.kind !== 'objectPattern' || pattern.rest || !pattern.entries.every(isPlain)) return false;
  else for (const entry of pattern.entries) declareMember(machine, entry, read, scope);
  return true;
}

function isPlain({ key, pattern, fallback }: PatternEntry): boolean {
  return typeof key === 'string' && pattern.kind === 'name' && !fallback;
}

function declareMember(
  machine: Machine,
  { key, pattern }: PatternEntry,
  read: () => Value,
  scope: Scope,
): void {
  if (typeof key !== 'string' || pattern.kind !== 'name') return;
  const spot = machine.spot(pattern.at);
  scope.declareLazily(pattern.name, () => machine.member(read(), key, spot));
}

/** `var name = value`: known in the whole function, and written to where it was declared before. */
export function declareVar(machine: Machine, pattern: Pattern, value: Value, scope: Scope): void {
  bind(machine, pattern, value, scope, (name, part) => {
    if (name.kind !== 'name') return;
    const cell = scope.findVar(name.name);
    if (!cell) scope.declareVar(name.name, part, machine.conditions);
    else write(machine, cell, part, machine.spot(name.at), name.name);
  });
}

/** `var name`: leaves what it holds already. */
export function hoist(machine: Machine, pattern: Pattern, scope: Scope): void {
  if (pattern.kind === 'name' && !scope.findVar(pattern.name))
    scope.declareVar(pattern.name, undefinedValue, machine.conditions);
}

/** Writes to a name. */
export function write(machine: Machine, cell: Cell, value: Value, spot: Spot, name: string): void {
  touch(cell.owner, spot);
  machine.noteCell(cell, spot, name);
  cell.value = value;
}

/** Writes to what an assignment names. Under a condition that did not hold before, both values are possible. */
export function assign(machine: Machine, pattern: Pattern, value: Value, scope: Scope): void {
  bind(machine, pattern, value, scope, (name, part) => {
    if (name.kind === 'name') assignName(machine, name.name, part, machine.spot(name.at), scope);
    else assignMember(machine, name.target, part, scope);
  });
}

function assignName(machine: Machine, name: string, value: Value, spot: Spot, scope: Scope): void {
  const cell = scope.find(name);
  if (!cell) escape(value, unknown('it becomes a global', spot, name));
  else write(machine, cell, value, spot, name);
}

function assignMember(machine: Machine, target: Expression, value: Value, scope: Scope): void {
  if (target.kind !== 'member' && target.kind !== 'element') return;
  const object = machine.evaluate(target.object, scope);
  const key = target.kind === 'member' ? target.key : keyOf(machine.evaluate(target.key, scope));
  store(machine, object, key, value, machine.spot(target.at), print(target));
}

/** Writes a member; a null key is one that is not known. */
function store(
  machine: Machine,
  object: Value,
  key: string | null,
  value: Value,
  spot: Spot,
  text: string,
): void {
  const into = object.kind === 'class' ? object.statics : object;
  if (into.kind === 'array' || (into.kind === 'object' && tells(into, key, value)))
    touch(into.spot.unit, spot);
  const isLost = 'spot' in into && onlyLooks(spot, into.spot.unit);
  if (into.kind === 'native') {
    if (!spot.unit.isOnlooker) into.set?.(key ?? '', value, { spot, conditions: machine.conditions, text });
  } else if (into.kind === 'array') {
    if (!isLost) into.rest = unknown('an item is written in place', spot, text);
  } else if (into.kind === 'unknown') {
    escape(value, unknown(`it is stored in \`${text}\`, which is not read`, spot, text));
  } else if (into.kind === 'object' && key === null) {
    if (!isLost) into.rest = unknown('a key is computed from what is not known', spot, text);
  } else if (into.kind === 'object' && key !== null) {
    machine.noteEntry(into, key);
    into.put(key, { value, spot, conditions: machine.conditions });
    if (value.kind === 'native') value.held?.(key);
  }
}

/** Whether a write makes another value known, or a known one unknown: what a cache keeps does neither. */
function tells(into: ObjectValue, key: string | null, value: Value): boolean {
  if (key === null) return into.rest === null;
  const before = into.entries.get(key)?.value.kind ?? 'unknown';
  return value.kind !== 'unknown' || before !== 'unknown';
}

/** `delete object.key`. */
export function remove(machine: Machine, target: Expression, scope: Scope): void {
  if (target.kind !== 'member' && target.kind !== 'element') return;
  const object = machine.evaluate(target.object, scope);
  const key = target.kind === 'member' ? target.key : keyOf(machine.evaluate(target.key, scope));
  const spot = machine.spot(target.at);
  const why = unknown('a key is deleted where that is not known', spot, print(target));
  if (object.kind !== 'object') escape(object, why);
  else {
    touch(object.spot.unit, spot);
    const entry = key === null ? undefined : object.entries.get(key);
    if (key !== null && entry && holds(machine.conditions, entry.conditions)) {
      machine.noteEntry(object, key);
      object.remove(key);
    } else if ((entry || key === null) && !onlyLooks(spot, object.spot.unit)) object.rest ??= why;
  }
}

/** Takes a value apart as a pattern says and gives each name its part. */
function bind(machine: Machine, pattern: Pattern, value: Value, scope: Scope, give: Give): void {
  if (pattern.kind === 'objectPattern') bindObject(machine, pattern, value, scope, give);
  else if (pattern.kind === 'arrayPattern') bindArray(machine, pattern, value, scope, give);
  else give(pattern, value);
}

function orElse(machine: Machine, value: Value, fallback: Expression | null, scope: Scope): Value {
  const isMissing = value.kind === 'primitive' && value.value === undefined;
  return fallback && isMissing ? machine.evaluate(fallback, scope) : value;
}

function bindObject(
  machine: Machine,
  { entries, rest, at }: Pattern & { kind: 'objectPattern' },
  value: Value,
  scope: Scope,
  give: Give,
): void {
  const taken: string[] = [];
  for (const { key, pattern, fallback } of entries) {
    const name = machine.key(key, scope);
    if (name !== null) taken.push(name);
    const spot = machine.spot(pattern.at);
    const part =
      name === null ? unknown('which member it is is not known', spot) : machine.member(value, name, spot);
    bind(machine, pattern, orElse(machine, part, fallback, scope), scope, give);
  }
  if (rest) bind(machine, rest, restOf(machine, value, taken, at), scope, give);
}

function restOf(machine: Machine, value: Value, taken: readonly string[], at: Span): Value {
  if (value.kind !== 'object') return unknown('what is taken apart here is not known', machine.spot(at));
  const rest = new ObjectValue(machine.spot(at));
  rest.rest = value.rest;
  for (const [key, entry] of value.entries) if (!taken.includes(key)) rest.put(key, entry);
  return rest;
}

function bindArray(
  machine: Machine,
  { items }: Pattern & { kind: 'arrayPattern' },
  value: Value,
  scope: Scope,
  give: Give,
): void {
  for (const [position, item] of items.entries()) {
    if (!item) continue;
    const part = itemOf(machine, value, position, item.isRest, item.pattern.at);
    bind(machine, item.pattern, orElse(machine, part, item.fallback, scope), scope, give);
  }
}

function itemOf(machine: Machine, value: Value, position: number, isRest: boolean, at: Span): Value {
  if (value.kind !== 'array') return unknown('what is taken apart here is not known', machine.spot(at));
  if (!isRest) return value.items[position] ?? value.rest ?? undefinedValue;
  const tail = new ArrayValue(value.items.slice(position), machine.spot(at), machine.conditions);
  tail.rest = value.rest;
  return tail;
}

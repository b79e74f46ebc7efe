import type { ClassCode, ClassMember, Span } from '../syntax/code.js';
import { decorate } from './decorating.js';
import { escape } from './joining.js';
import type { Machine } from './machine.js';
import { instanceMember, memberOf } from './members.js';
import { Scope } from './scope.js';
import {
  ClassValue,
  ObjectValue,
  undefinedValue,
  unknown,
  type Call,
  type FunctionValue,
  type Native,
  type Spot,
  type Unknown,
  type Value,
} from './values.js';

/** A class, with its static members as they stand once it is declared. */
export function classOf(machine: Machine, code: ClassCode & { readonly at: Span }, scope: Scope): ClassValue {
  const base = code.base ? machine.evaluate(code.base, scope) : null;
  const value = new ClassValue(code, scope, base, machine.spot(code.at));
  const inside = new Scope(scope.file, machine.unit, scope, value, value);
  if (code.name !== null) inside.declare(code.name, value, machine.conditions);
  defineMethods(machine, value);
  for (const member of code.members) {
    const key = machine.key(member.key, inside);
    if (!member.isStatic || key === null || !member.value) continue;
    if (member.kind === 'block') {
      machine.invoke(machine.evaluate(member.value, inside), [], value);
    } else if (member.kind === 'field' || member.kind === 'method') {
      const entry = machine.evaluate(member.value, inside);
      value.statics.entries.set(key, {
        value: entry,
        spot: machine.spot(member.at),
        conditions: machine.conditions,
      });
    }
  }
  decorate(machine, value, inside);
  return value;
}

/** Methods are remembered as functions are, on an instance of which only what the class itself says is known. */
function defineMethods(machine: Machine, type: ClassValue): void {
  const instance = new ObjectValue(type.spot);
  instance.prototype = type;
  instance.rest = unknown('it is known only at run time', type.spot);
  const inside = scopeOf(machine, type, instance);
  for (const { isStatic, value } of type.code.members)
    if (!isStatic && value?.kind === 'function') machine.define(value, inside);
}

/** `new Type(…)`. */
export function instanceOf(machine: Machine, type: ClassValue, args: readonly Value[], spot: Spot): Value {
  const instance = new ObjectValue(spot);
  instance.prototype = type;
  construct(machine, type, args, instance);
  return thisOf(instance);
}

/** What `this` is inside of an instance's class. */
export function thisOf(self: Value): Value {
  return self instanceof ObjectValue ? (self.made ?? self) : self;
}

/** `new F(…)` of a function that is no class; what its prototype holds is not followed. */
export function constructedBy(
  machine: Machine,
  target: FunctionValue,
  args: readonly Value[],
  spot: Spot,
): Value {
  const instance = new ObjectValue(spot);
  instance.rest = unknown('what the prototype of a function holds is not followed', spot);
  const value = machine.invoke(target, args, instance);
  return value.kind === 'primitive' || value.kind === 'unknown' ? instance : value;
}

/** `super(…)`: the base first, then the fields of the class whose constructor calls it. */
export function superConstruct(machine: Machine, args: readonly Value[], scope: Scope): void {
  const { home, self } = scope;
  if (!home || !(self instanceof ObjectValue)) return;
  constructBase(machine, home, args, self);
  addFields(machine, home, self);
}

function construct(machine: Machine, type: ClassValue, args: readonly Value[], instance: ObjectValue): void {
  const constructor = type.code.members.find(({ kind }) => kind === 'constructor')?.value;
  const own = constructor?.kind === 'function' && constructor.body.length > 0 ? constructor : null;
  if (!own || !type.base) {
    constructBase(machine, type, args, instance);
    addFields(machine, type, instance);
  }
  if (constructor?.kind !== 'function') return;
  // TypeScript: `constructor(private readonly db: Db)` is a field, too.
  machine.invoke(
    { kind: 'function', code: constructor, scope: scopeOf(machine, type, instance), self: instance },
    args,
    instance,
  );
}

function constructBase(
  machine: Machine,
  { base }: ClassValue,
  args: readonly Value[],
  instance: ObjectValue,
): void {
  if (base?.kind === 'class') construct(machine, base, args, instance);
  else if (base) {
    instance.made = madeBy(machine, base, args, instance);
    instance.rest = unknown('its base class is not read', instance.spot);
  }
}

/** What the constructor of a built-in class makes; where a method takes the place of a known one, it may be anything. */
function madeBy(
  machine: Machine,
  base: Value,
  args: readonly Value[],
  { spot, prototype }: ObjectValue,
): Native | null {
  if (base.kind !== 'native' || base.isUnread) return null;
  const made = base.construct?.(callAt(machine, args, spot));
  if (made?.kind !== 'native') return null;
  for (let type: Value | null = prototype; type instanceof ClassValue; type = type.base)
    for (const { kind, key, isStatic } of type.code.members)
      if (kind === 'method' && !isStatic && typeof key === 'string' && made.get?.(key))
        escape(made, unknown(`its class has a \`${key}\` of its own`, spot));
  return made;
}

function callAt(machine: Machine, args: readonly Value[], spot: Spot): Call {
  return {
    args,
    spot,
    nameSpot: spot,
    isChained: false,
    conditions: machine.conditions,
    text: 'new …',
    origin: null,
    invoke: (target, given, self) => machine.invoke(target, given, self),
  };
}

function addFields(machine: Machine, type: ClassValue, instance: ObjectValue): void {
  const inside = scopeOf(machine, type, instance);
  for (const member of type.code.members) {
    if (member.kind !== 'field' || member.isStatic) continue;
    const key = machine.key(member.key, inside);
    if (key === null) instance.rest = unknown('a key is computed from what is not known', instance.spot);
    else {
      const value = fieldOf(machine, member, inside);
      instance.entries.set(key, {
        value,
        spot: { ...instance.spot, file: inside.file, at: member.at },
        conditions: machine.conditions,
      });
    }
  }
}

/** An initial value is worked out as the body of a function of its class. */
function fieldOf(machine: Machine, { value, at }: ClassMember, inside: Scope): Value {
  if (!value) return undefinedValue;
  const code = {
    kind: 'function',
    name: null,
    params: [],
    body: [{ kind: 'return', value, at: value.at }],
    isAsync: false,
    isGenerator: false,
    isArrow: true,
    at,
  } as const;
  return machine.invoke({ kind: 'function', code, scope: inside, self: inside.self }, []);
}

/** `super.key`, of the class whose method runs. */
export function superMember(machine: Machine, key: string, scope: Scope, why: Unknown): Value {
  const { home, self } = scope;
  const invoke = (target: Value, args: readonly Value[], on?: Value): Value =>
    machine.invoke(target, args, on);
  if (home?.base?.kind !== 'class') return why;
  if (self instanceof ObjectValue)
    return instanceMember(self, home.base, key, why.spot, invoke) ?? undefinedValue;
  return memberOf(home.base, key, why.spot, invoke);
}

function scopeOf(machine: Machine, type: ClassValue, self: Value): Scope {
  return new Scope(type.scope.file, machine.unit, type.scope, self, type);
}

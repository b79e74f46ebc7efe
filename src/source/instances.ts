import type { ClassCode, ClassMember, Expression, FunctionCode, Span } from '../syntax/code.js';
import { decorate } from './decorating.js';
import { Decorator } from './decorator.js';
import { escape } from './joining.js';
import { LazyEntry } from './lazy-entry.js';
import type { Machine } from './machine.js';
import { marksIn } from './mentions.js';
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
      value.statics.put(key, {
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
  const instance = type.unmade;
  instance.rest = unknown('it is known only at run time', type.spot);
  const inside = scopeOf(machine, type, instance);
  addInjected(machine, type, instance, inside);
  addFixed(machine, type, instance, inside);
  for (const { isStatic, value } of type.code.members)
    if (!isStatic && value?.kind === 'function') machine.define(value, inside);
}

export function constructorOf(type: ClassValue): (FunctionCode & { readonly at: Span }) | null {
  const code = type.code.members.find(({ kind }) => kind === 'constructor')?.value;
  return code?.kind === 'function' ? code : null;
}

/** Fields that hold what a framework gives the constructor: `constructor(@InjectModel('User') private users) {}`. */
function addInjected(machine: Machine, type: ClassValue, instance: ObjectValue, inside: Scope): void {
  const code = constructorOf(type);
  for (const { pattern, decorators, isField } of code?.params ?? []) {
    if (pattern.kind !== 'name' || decorators.length === 0) continue;
    const value = injectedBy(machine, decorators, inside);
    if (!value) continue;
    const entry = { value, spot: machine.spot(pattern.at), conditions: machine.conditions };
    for (const key of isField ? [pattern.name] : fieldsOf(code, pattern.name)) instance.put(key, entry);
  }
}

/** What decorators of a parameter or a field give it; null: nothing that is known. */
export function injectedBy(machine: Machine, decorators: readonly Expression[], inside: Scope): Value | null {
  return (
    decorators
      .map((one) => machine.evaluate(one, inside))
      .map((one) => (one instanceof Decorator ? one.injected : null))
      .find((one) => one !== null) ?? null
  );
}

/** Fields that hold the same whatever the constructor is given: `model = User`, and `this.model = User` in it. */
function addFixed(machine: Machine, type: ClassValue, instance: ObjectValue, inside: Scope): void {
  const code = constructorOf(type);
  const written = (code?.body ?? []).flatMap((statement) => {
    const value = statement.kind === 'expression' ? statement.value : null;
    const target = value?.kind === 'assign' && value.target.kind === 'target' ? value.target.target : null;
    return value?.kind === 'assign' && target?.kind === 'member' && target.object.kind === 'this'
      ? [{ key: target.key, value: value.value, at: value.at }]
      : [];
  });
  const parameters = new Set(
    code?.params.flatMap(({ pattern }) => (pattern.kind === 'name' ? pattern.name : [])),
  );
  for (const { key, value, at } of [...type.code.members.filter(isFilled), ...written]) {
    if (typeof key !== 'string' || instance.entries.has(key) || !value || !names.has(value.kind)) continue;
    if (value.kind === 'name' && parameters.has(value.name)) continue;
    let known: Value | null = null;
    const read = (): Value => (known ??= fieldOf(machine, { value, at }, inside));
    instance.put(key, new LazyEntry(read, machine.spot(at), machine.conditions));
  }
}

/** Code that but names a value, or asks for one: working it out changes nothing. */
const names: ReadonlySet<string> = new Set(['name', 'member', 'call']);

function isFilled({ kind, isStatic, value }: ClassMember): boolean {
  return kind === 'field' && !isStatic && value !== null;
}

/** Fields that a constructor writes a parameter into: `this.users = users`. */
function fieldsOf(code: FunctionCode | null, parameter: string): string[] {
  return (code?.body ?? []).flatMap((statement) => {
    const value = statement.kind === 'expression' ? statement.value : null;
    if (value?.kind !== 'assign' || value.target.kind !== 'target') return [];
    const { target } = value.target;
    const isThis = target.kind === 'member' && target.object.kind === 'this';
    return isThis && value.value.kind === 'name' && value.value.name === parameter ? [target.key] : [];
  });
}

/** `new Type(…)`. */
export function instanceOf(machine: Machine, type: ClassValue, args: readonly Value[], spot: Spot): Value {
  const instance = new ObjectValue(spot);
  instance.prototype = type;
  construct(machine, type, args, instance);
  if (machine.unit === type.spot.unit) type.made.push(thisOf(instance));
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
  const constructor = constructorOf(type);
  const own = constructor && constructor.body.length > 0 ? constructor : null;
  if (!own || !type.base) {
    constructBase(machine, type, args, instance);
    addFields(machine, type, instance);
  }
  if (!constructor) return;
  for (const [position, { pattern, isField }] of constructor.params.entries()) {
    if (!isField || pattern.kind !== 'name') continue;
    const value = args[position] ?? undefinedValue;
    instance.put(pattern.name, {
      value,
      spot: machine.spot(pattern.at),
      conditions: machine.conditions,
    });
  }
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
    rounds: machine.rounds,
    text: 'new …',
    callers: [],
    functions: [],
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
      instance.put(key, {
        value,
        spot: { ...instance.spot, file: inside.file, at: member.at },
        conditions: machine.conditions,
      });
    }
  }
}

/** An initial value is worked out as the body of a function of its class. */
function fieldOf(machine: Machine, { value, at }: Pick<ClassMember, 'value' | 'at'>, inside: Scope): Value {
  if (!value) return undefinedValue;
  const code = {
    kind: 'function',
    name: null,
    params: [],
    body: [{ kind: 'return', value, at: value.at }],
    isAsync: false,
    isGenerator: false,
    isArrow: true,
    marks: marksIn(value),
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

export function scopeOf(machine: Machine, type: ClassValue, self: Value): Scope {
  return new Scope(type.scope.file, machine.unit, type.scope, self, type);
}

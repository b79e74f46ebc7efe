import type { ClassMember, FunctionCode, Parameter } from '../syntax/code.js';
import { constructorOf, injectedBy, instanceOf, scopeOf } from './instances.js';
import type { Machine } from './machine.js';
import {
  ClassValue,
  ObjectValue,
  unknown,
  type Entry,
  type FunctionValue,
  type Unknown,
  type Value,
} from './values.js';

/**
 * What `this` is in the methods of classes, for an onlooker: an instance as a framework makes it. Its constructor is
 * given what decorators inject, and instances of the classes that the types of its parameters name.
 */
export class LikelyInstances {
  readonly #known = new Map<ClassValue, Value>();

  constructor(private readonly machine: Machine) {}

  /** The function as a member of a likely instance, where it is a member of a class. */
  bound(target: FunctionValue): FunctionValue {
    const { home } = target.scope;
    return target.self === home?.unmade ? { ...target, self: this.of(home) } : target;
  }

  of(type: ClassValue): Value {
    const known = this.#known.get(type);
    if (known) return known;
    const why = unknown('it is known only at run time', this.machine.spot(type.code.at));
    // Classes that ask for one another.
    this.#known.set(type, why);
    const instance = type.made.length === 1 ? type.made[0] : this.#make(type, why);
    const likely = instance instanceof ObjectValue ? lasting(instance, why) : why;
    if (likely instanceof ObjectValue) this.#addInjected(type, likely);
    this.#known.set(type, likely);
    return likely;
  }

  #make(type: ClassValue, why: Unknown): Value {
    const { maker, code } = makerOf(type);
    const args = (code?.params ?? []).map((parameter) => this.#given(parameter, maker) ?? why);
    return instanceOf(this.machine, type, args, why.spot);
  }

  /** Fields that a framework fills: `@Inject() users: Users`. */
  #addInjected(type: ClassValue, instance: ObjectValue): void {
    for (const member of type.code.members) {
      if (!isFilledByOthers(member) || typeof member.key !== 'string') continue;
      const value = this.#given(member, type);
      if (value) instance.put(member.key, { value, spot: instance.spot, conditions: null });
    }
  }

  #given({ decorators, type }: Pick<Parameter, 'decorators' | 'type'>, owner: ClassValue): Value | null {
    const scope = scopeOf(this.machine, owner, owner.unmade);
    const injected = injectedBy(this.machine, decorators, scope);
    if (injected) return injected;
    const [, name] = /^([\w$]+)(?:<.*>)?$/s.exec(type ?? '') ?? [];
    const named = name === undefined ? null : scope.find(name)?.value;
    return named instanceof ClassValue ? this.of(named) : null;
  }
}

/** The class whose constructor runs with the arguments of `new`. */
function makerOf(type: ClassValue): { readonly maker: ClassValue; readonly code: FunctionCode | null } {
  const code = constructorOf(type);
  return code || !(type.base instanceof ClassValue) ? { maker: type, code } : makerOf(type.base);
}

function isFilledByOthers({ kind, isStatic, decorators, value }: ClassMember): boolean {
  return kind === 'field' && !isStatic && decorators.length > 0 && !value;
}

/** What its constructor left that stays: models, collections, other instances. The rest is known only at run time. */
function lasting({ prototype, made, entries, spot }: ObjectValue, why: Unknown): Value {
  if (made) return made;
  const instance = new ObjectValue(spot);
  instance.prototype = prototype;
  instance.rest = why;
  for (const [key, entry] of entries) if (lasts(entry)) instance.put(key, { ...entry, conditions: null });
  return instance;
}

function lasts({ value }: Entry): boolean {
  return (
    ['native', 'class', 'function'].includes(value.kind) ||
    (value instanceof ObjectValue && value.prototype !== null)
  );
}

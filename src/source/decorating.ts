import type { ClassMember, Expression } from '../syntax/code.js';
import { Decorator, DecoratorGroup } from './decorator.js';
import type { Machine } from './machine.js';
import { mayDecoratePaths, PackageValue } from './mongoose/packages.js';
import type { Scope } from './scope.js';
import {
  ObjectValue,
  primitive,
  unknown,
  type Call,
  type ClassValue,
  type Unknown,
  type Value,
} from './values.js';
import { designType } from './written-type.js';

/**
 * Applies the decorators of a class as TypeScript does with `experimentalDecorators`: those of the members in their
 * order, static ones last, then its own; of several on one thing the last is applied first.
 */
export function decorate(machine: Machine, type: ClassValue, scope: Scope): void {
  const { members, decorators } = type.code;
  for (const member of members)
    if (member.decorators.length > 0) type.designTypes.set(member, designType(member, scope, machine));
  for (const isStatic of [false, true])
    for (const member of members)
      if (member.isStatic === isStatic) apply(machine, type, member, member.decorators, scope);
  apply(machine, type, null, decorators, scope);
}

function apply(
  machine: Machine,
  type: ClassValue,
  member: ClassMember | null,
  decorators: readonly Expression[],
  scope: Scope,
): void {
  const key = member && machine.key(member.key, scope);
  const values = decorators.map((code) => [code, decoratorOf(machine, code, scope)] as const);
  for (const [code, decorator] of values.reverse()) {
    if (decorator instanceof Decorator) decorator.apply(type, member, key, machine);
    else if (decorator?.kind === 'function') machine.invoke(decorator, targets(type, member, key));
    else if (decorator instanceof DecoratorGroup)
      decorator.call(callOn(machine, code, targets(type, member, key)));
    else if (decorator?.kind === 'unknown' && !isOfOtherPackage(decorator)) {
      const { conditions } = machine;
      type.decorations.push({ decorator, member, key, spot: machine.spot(code.at), conditions });
    }
  }
}

/** What a decorator's expression gives; null for one of a package that is not read, whose arguments are run only. */
function decoratorOf(machine: Machine, code: Expression, scope: Scope): Value | null {
  if (code.kind !== 'call') {
    const value = machine.evaluate(code, scope);
    return value.kind === 'native' && value.isUnread ? null : value;
  }
  const callee = machine.evaluate(code.callee, scope);
  const isPassedOver =
    callee.kind === 'native' &&
    callee.isUnread &&
    !(callee instanceof PackageValue && mayDecoratePaths(callee.packageName));
  if (!isPassedOver) return machine.evaluate(code, scope);
  for (const argument of code.args)
    machine.evaluate(argument.kind === 'spread' ? argument.value : argument, scope);
  return null;
}

/** Decorators that validate, document or transform: they make no path. */
function isOfOtherPackage({ packageName }: Unknown): boolean {
  return packageName !== undefined && !mayDecoratePaths(packageName);
}

/** The prototype and the name for a member, the class for the class. */
function targets(type: ClassValue, member: ClassMember | null, key: string | null): Value[] {
  if (!member) return [type];
  const prototype = new ObjectValue(type.spot);
  prototype.prototype = type;
  prototype.rest = unknown('it is known only at run time', type.spot);
  return [
    prototype,
    key === null ? unknown('the name of the member is not known', type.spot) : primitive(key),
  ];
}

function callOn(machine: Machine, code: Expression, args: readonly Value[]): Call {
  const spot = machine.spot(code.at);
  return {
    args,
    spot,
    nameSpot: spot,
    isChained: false,
    conditions: machine.conditions,
    text: '@',
    origin: null,
    invoke: (target, given, self) => machine.invoke(target, given, self),
  };
}

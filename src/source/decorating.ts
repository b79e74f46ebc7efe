import type { ClassMember, Expression } from '../syntax/code.js';
import { Decorator } from './decorator.js';
import { DecoratorGroup, HarmlessDecorator } from './decorator-package.js';
import type { Machine } from './machine.js';
import type { Scope } from './scope.js';
import { ObjectValue, primitive, unknown, type ClassValue, type Unknown, type Value } from './values.js';
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
  for (const [code, decorator] of values.reverse()) applyOne(machine, { type, member, key, code }, decorator);
}

/** Where a decorator stands. */
interface Target {
  readonly type: ClassValue;
  readonly member: ClassMember | null;
  readonly key: string | null;
  readonly code: Expression;
}

function applyOne(machine: Machine, target: Target, decorator: Value): void {
  const { type, member, key } = target;
  if (decorator instanceof Decorator) decorator.apply(type, member, key, machine);
  else if (decorator instanceof DecoratorGroup)
    for (const part of decorator.parts) applyOne(machine, target, part);
  else if (decorator.kind === 'function')
    machine.invoke(
      decorator,
      targets(type, member, key, (why) => {
        note(machine, target, why);
      }),
    );
  else if (decorator.kind === 'unknown') note(machine, target, decorator);
}

/** What a decorator does that is not read: the class may have more than is known. */
function note(machine: Machine, { type, member, key, code }: Target, decorator: Unknown): void {
  const { conditions } = machine;
  type.decorations.push({ decorator, member, key, spot: machine.spot(code.at), conditions });
}

/** What a decorator's expression gives. Of a package that is not read, the arguments are run only. */
function decoratorOf(machine: Machine, code: Expression, scope: Scope): Value {
  const isCall = code.kind === 'call';
  const value = machine.evaluate(isCall ? code.callee : code, scope);
  if (value.kind !== 'native' || !value.isUnread) return isCall ? machine.evaluate(code, scope) : value;
  for (const argument of isCall ? code.args : [])
    machine.evaluate(argument.kind === 'spread' ? argument.value : argument, scope);
  return value instanceof HarmlessDecorator
    ? value
    : machine.unknown(code, `\`${value.name}\` is of a package that is not read`);
}

/** The prototype and the name for a member, the class for the class. */
function targets(
  type: ClassValue,
  member: ClassMember | null,
  key: string | null,
  whenEscaped: (why: Unknown) => void,
): Value[] {
  if (!member) return [type];
  const prototype = new ObjectValue(type.spot);
  prototype.prototype = type;
  prototype.rest = unknown('it is known only at run time', type.spot);
  prototype.whenEscaped = whenEscaped;
  return [
    prototype,
    key === null ? unknown('the name of the member is not known', type.spot) : primitive(key),
  ];
}

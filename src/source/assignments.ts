import type { Expression, Pattern } from '../syntax/code.js';
import { print } from '../syntax/print.js';
import { assign } from './binding.js';
import { join } from './joining.js';
import type { Machine } from './machine.js';
import { binary, unary } from './operators.js';
import type { Scope } from './scope.js';
import { isNullish, keyOf, primitive, truthOf, type Value } from './values.js';

/** `=`, and the operators that write what they work out of what was there. */
export function assignment(machine: Machine, code: Expression & { kind: 'assign' }, scope: Scope): Value {
  const { operator } = code;
  const target = operator === '=' ? code.target : settled(machine, code.target, scope);
  const write = (): Value => {
    const value = machine.evaluate(code.value, scope);
    assign(machine, target, value, scope);
    return value;
  };
  if (operator === '=') return write();
  const before = present(machine, target, scope, code);
  if (operator === '||=' || operator === '&&=' || operator === '??=') {
    const truth = operator === '??=' && before.kind !== 'unknown' ? !isNullish(before) : truthOf(before);
    if (truth !== null) return truth === (operator === '&&=') ? write() : before;
    const after = machine.maybe('it depends on what it is', write);
    return join(before, after, machine.spot(code.at), print(code));
  }
  const value = binary(operator.slice(0, -1), before, machine.evaluate(code.value, scope), (reason) =>
    machine.unknown(code, reason),
  );
  assign(machine, target, value, scope);
  return value;
}

/** `x++` gives what was there, `++x` what is there then. */
export function count(machine: Machine, code: Expression & { kind: 'count' }, scope: Scope): Value {
  const because = (reason: string): ReturnType<Machine['unknown']> => machine.unknown(code, reason);
  const target = settled(machine, code.target, scope);
  const before = unary('+', present(machine, target, scope, code), because);
  const value = binary('+', before, primitive(code.by), because);
  assign(machine, target, value, scope);
  return code.isPostfix ? before : value;
}

/** A computed key is worked out once, though it is both read and written. */
function settled(machine: Machine, target: Pattern, scope: Scope): Pattern {
  if (target.kind !== 'target' || target.target.kind !== 'element') return target;
  const { key } = target.target;
  const value = machine.evaluate(key, scope);
  const text = keyOf(value);
  const known: Expression =
    text === null
      ? { kind: 'unknown', what: 'which member it is is not known', parts: [], at: key.at }
      : { kind: 'literal', value: text, at: key.at };
  return { ...target, target: { ...target.target, key: known } };
}

/** What a name or a member holds before it is written to. */
function present(machine: Machine, target: Pattern, scope: Scope, code: Expression): Value {
  if (target.kind === 'name') return machine.evaluate(target, scope);
  return target.kind === 'target'
    ? machine.evaluate(target.target, scope)
    : machine.unknown(code, 'what is written to is not known');
}

import type { Expression } from '../syntax/code.js';
import { print } from '../syntax/print.js';
import { join } from './joining.js';
import type { Machine } from './machine.js';
import type { Scope } from './scope.js';
import { isNullish, truthOf, undefinedValue, type Value } from './values.js';

/** `test ? yes : no`. */
export function choose(machine: Machine, code: Expression & { kind: 'conditional' }, scope: Scope): Value {
  const { yes, no } = code;
  const truth = truthOf(machine.evaluate(code.test, scope));
  if (truth !== null) return machine.evaluate(truth ? yes : no, scope);
  const reason = `it depends on \`${print(code)}\``;
  const [first = undefinedValue, second = undefinedValue] = machine.either(reason, [
    () => machine.evaluate(yes, scope),
    () => machine.evaluate(no, scope),
  ]);
  return join(first, second, machine.spot(code.at), print(code));
}

/** `&&`, `||` and `??`. */
export function logical(machine: Machine, code: Expression & { kind: 'logical' }, scope: Scope): Value {
  const left = machine.evaluate(code.left, scope);
  const truth = code.operator === '??' && left.kind !== 'unknown' ? !isNullish(left) : truthOf(left);
  if (truth !== null) return truth === (code.operator === '&&') ? machine.evaluate(code.right, scope) : left;
  const right = machine.maybe(`it depends on \`${print(code.left)}\``, () =>
    machine.evaluate(code.right, scope),
  );
  return join(left, right, machine.spot(code.at), print(code));
}

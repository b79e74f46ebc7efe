import type { Statement } from '../syntax/code.js';
import { under } from './conditions.js';
import { declare, declareRequired, declareVar, hoist } from './binding.js';
import type { Machine } from './machine.js';
import type { Scope } from './scope.js';
import {
  ArrayValue,
  ObjectValue,
  primitive,
  truthOf,
  undefinedValue,
  unknown,
  type Value,
} from './values.js';

/** How a run of statements ends: at its last one, by leaving its loop, its round of it or the function, or perhaps so. */
export type End = 'goes on' | 'breaks' | 'continues' | 'stops' | 'may stop';

/** Functions are known in their whole block before its first statement runs. */
export function declareFunctions(machine: Machine, statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements) {
    if (statement.kind !== 'function') continue;
    const { name, code } = statement;
    scope.declare(name, machine.define(code, scope), machine.conditions);
  }
}

/** Runs statements in order. After one that may have left, the rest runs under that condition. */
export function execute(machine: Machine, statements: readonly Statement[], scope: Scope): End {
  let end: End = 'goes on';
  for (const statement of statements) {
    const one = executeOne(machine, statement, scope);
    if (one === 'may stop') {
      end = 'may stop';
      machine.conditions = under(machine.conditions, 'the code may have left before');
    } else if (one !== 'goes on') return end === 'may stop' && one !== 'stops' ? 'may stop' : one;
  }
  return end;
}

function block(machine: Machine, statements: readonly Statement[], scope: Scope): End {
  const inside = scope.block();
  declareFunctions(machine, statements, inside);
  return execute(machine, statements, inside);
}

function executeOne(machine: Machine, statement: Statement, scope: Scope): End {
  switch (statement.kind) {
    case 'expression':
      machine.evaluate(statement.value, scope);
      return 'goes on';
    case 'declare': {
      if (statement.value && declareRequired(machine, statement.pattern, statement.value, scope))
        return 'goes on';
      const value = statement.value ? machine.evaluate(statement.value, scope) : undefinedValue;
      if (!statement.isVar) declare(machine, statement.pattern, value, scope);
      else if (statement.value) declareVar(machine, statement.pattern, value, scope);
      else hoist(machine, statement.pattern, scope);
      return 'goes on';
    }
    case 'class':
      scope.declare(statement.name, machine.defineClass(statement.code, scope), machine.conditions);
      return 'goes on';
    case 'enum':
      scope.declare(statement.name, enumOf(machine, statement, scope), machine.conditions);
      return 'goes on';
    case 'return':
      machine.frame.returns.push(statement.value ? machine.evaluate(statement.value, scope) : undefinedValue);
      return 'stops';
    case 'throw':
      machine.evaluate(statement.value, scope);
      return 'stops';
    case 'leave':
      return statement.how === null ? 'may stop' : statement.how === 'break' ? 'breaks' : 'continues';
    case 'block':
      return block(machine, statement.body, scope);
    case 'if':
      return branch(machine, statement, scope);
    case 'each':
      return each(machine, statement, scope);
    case 'maybe':
      for (const head of statement.heads) machine.evaluate(head, scope);
      return softened(machine.maybe('it may not run', () => block(machine, statement.body, scope)));
    case 'function':
    case 'import':
    case 'export':
    case 'exportValue':
      return 'goes on';
  }
}

function softened(end: End): End {
  return end === 'goes on' ? end : 'may stop';
}

function branch(machine: Machine, { test, yes, no }: Statement & { kind: 'if' }, scope: Scope): End {
  const truth = truthOf(machine.evaluate(test, scope));
  if (truth !== null) return block(machine, truth ? yes : no, scope);
  const first = machine.maybe('it depends on a condition', () => block(machine, yes, scope));
  const second = machine.maybe('it depends on a condition', () => block(machine, no, scope));
  if (first === second) return first;
  return 'may stop';
}

const mostRounds = 500;

function each(machine: Machine, statement: Statement & { kind: 'each' }, scope: Scope): End {
  const over = machine.evaluate(statement.over, scope);
  const items = statement.isKeys
    ? keysOf(over)
    : over instanceof ArrayValue && !over.rest
      ? over.items
      : null;
  const round = (item: Value): End => {
    const inside = scope.block();
    declare(machine, statement.pattern, item, inside);
    return block(machine, statement.body, inside);
  };
  if (items && items.length <= mostRounds) {
    return rounds(machine, items, round);
  }
  const unknownItem = machine.unknown(statement.over, 'what the loop runs over is not known');
  return softened(machine.maybe('how often the loop runs is not known', () => round(unknownItem)));
}

/** After a round that may have ended the loop, the others run under that condition. */
function rounds(machine: Machine, items: readonly Value[], round: (item: Value) => End): End {
  let end: End = 'goes on';
  for (const item of items) {
    const before = machine.conditions;
    const one = round(item);
    // After `if (unknown) continue;` nothing that follows in the round is sure to be reached.
    const isSure = machine.conditions === before;
    if (isSure && one === 'breaks') return end;
    if (isSure && one === 'stops') return one;
    if (!isSure || one === 'may stop') {
      end = 'may stop';
      machine.conditions = under(machine.conditions, 'the loop may have ended before');
    }
  }
  return end;
}

function keysOf(over: Value): Value[] | null {
  return over instanceof ObjectValue && !over.rest ? [...over.entries.keys()].map(primitive) : null;
}

function enumOf(machine: Machine, { members, at }: Statement & { kind: 'enum' }, scope: Scope): ObjectValue {
  const value = new ObjectValue(machine.spot(at));
  const inside = scope.block();
  let next: number | null = 0;
  for (const { name, value: written } of members) {
    const given: Value = written
      ? machine.evaluate(written, inside)
      : next === null
        ? unknown('the number before it is not known', machine.spot(at), name)
        : primitive(next);
    next = given.kind === 'primitive' && typeof given.value === 'number' ? given.value + 1 : null;
    value.entries.set(name, { value: given, spot: machine.spot(at), conditions: machine.conditions });
    inside.declare(name, given, machine.conditions);
  }
  return value;
}

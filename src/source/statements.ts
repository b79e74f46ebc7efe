import type { Statement } from '../syntax/code.js';
import { under } from './conditions.js';
import type { Evaluator } from './evaluator.js';
import { Scope } from './scope.js';
import { ArrayValue, ObjectValue, primitive, truthOf, undefinedValue, type Value } from './values.js';

/** How a run of statements ends: at its last one, by leaving before, or one of both. */
export type End = 'goes on' | 'stops' | 'may stop';

/** Functions are known in their whole block before its first statement runs. */
export function declareFunctions(evaluator: Evaluator, statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements) {
    if (statement.kind !== 'function') continue;
    const { name, code } = statement;
    scope.declare(name, evaluator.define(code, scope), evaluator.conditions);
  }
}

/** Runs statements in order. After one that may have left, the rest runs under that condition. */
export function execute(evaluator: Evaluator, statements: readonly Statement[], scope: Scope): End {
  let end: End = 'goes on';
  for (const statement of statements) {
    const one = executeOne(evaluator, statement, scope);
    if (one === 'stops') return 'stops';
    if (one === 'may stop') {
      end = 'may stop';
      evaluator.conditions = under(evaluator.conditions, 'the code may have left before');
    }
  }
  return end;
}

function block(evaluator: Evaluator, statements: readonly Statement[], scope: Scope): End {
  const inside = new Scope(scope.file, scope, scope.self);
  declareFunctions(evaluator, statements, inside);
  return execute(evaluator, statements, inside);
}

function executeOne(evaluator: Evaluator, statement: Statement, scope: Scope): End {
  switch (statement.kind) {
    case 'expression':
      evaluator.evaluate(statement.value, scope);
      return 'goes on';
    case 'declare': {
      const value = statement.value ? evaluator.evaluate(statement.value, scope) : undefinedValue;
      evaluator.bind(statement.pattern, value, scope, (name, part) => {
        if (name.kind === 'name') scope.declare(name.name, part, evaluator.conditions);
      });
      return 'goes on';
    }
    case 'class':
      scope.declare(statement.name, evaluator.defineClass(statement.code, scope), evaluator.conditions);
      return 'goes on';
    case 'enum':
      scope.declare(statement.name, enumOf(evaluator, statement, scope), evaluator.conditions);
      return 'goes on';
    case 'return':
      evaluator.frame.returns.push(
        statement.value ? evaluator.evaluate(statement.value, scope) : undefinedValue,
      );
      return 'stops';
    case 'throw':
      evaluator.evaluate(statement.value, scope);
      return 'stops';
    case 'leave':
      return 'stops';
    case 'block':
      return block(evaluator, statement.body, scope);
    case 'if':
      return branch(evaluator, statement, scope);
    case 'each':
      return each(evaluator, statement, scope);
    case 'maybe':
      for (const head of statement.heads) evaluator.evaluate(head, scope);
      return softened(evaluator.maybe('it may not run', () => block(evaluator, statement.body, scope)));
    case 'function':
    case 'import':
    case 'export':
    case 'exportValue':
      return 'goes on';
  }
}

function softened(end: End): End {
  return end === 'stops' ? 'may stop' : end;
}

function branch(evaluator: Evaluator, { test, yes, no }: Statement & { kind: 'if' }, scope: Scope): End {
  const truth = truthOf(evaluator.evaluate(test, scope));
  if (truth !== null) return block(evaluator, truth ? yes : no, scope);
  const first = evaluator.maybe('it depends on a condition', () => block(evaluator, yes, scope));
  const second = evaluator.maybe('it depends on a condition', () => block(evaluator, no, scope));
  if (first === second) return first;
  return 'may stop';
}

const mostRounds = 500;

function each(evaluator: Evaluator, statement: Statement & { kind: 'each' }, scope: Scope): End {
  const over = evaluator.evaluate(statement.over, scope);
  const items = statement.isKeys
    ? keysOf(over)
    : over instanceof ArrayValue && !over.rest
      ? over.items
      : null;
  const round = (item: Value): End => {
    const inside = new Scope(scope.file, scope, scope.self);
    evaluator.bind(statement.pattern, item, inside, (name, part) => {
      if (name.kind === 'name') inside.declare(name.name, part, evaluator.conditions);
    });
    return block(evaluator, statement.body, inside);
  };
  if (items && items.length <= mostRounds) {
    for (const item of items) if (round(item) !== 'goes on') return 'may stop';
    return 'goes on';
  }
  const unknownItem = { ...evaluator.unknown(statement.over, 'what the loop runs over is not known') };
  return softened(evaluator.maybe('how often the loop runs is not known', () => round(unknownItem)));
}

function keysOf(over: Value): Value[] | null {
  return over instanceof ObjectValue && !over.rest ? [...over.entries.keys()].map(primitive) : null;
}

function enumOf(
  evaluator: Evaluator,
  { members, at }: Statement & { kind: 'enum' },
  scope: Scope,
): ObjectValue {
  const value = new ObjectValue(evaluator.spot(at));
  const inside = new Scope(scope.file, scope, scope.self);
  let next: number | null = 0;
  for (const { name, value: written } of members) {
    const given: Value = written
      ? evaluator.evaluate(written, inside)
      : next === null
        ? evaluator.unknownAt(at, 'the number before it is not known')
        : primitive(next);
    next = given.kind === 'primitive' && typeof given.value === 'number' ? given.value + 1 : null;
    value.entries.set(name, { value: given, spot: evaluator.spot(at), conditions: evaluator.conditions });
    inside.declare(name, given, evaluator.conditions);
  }
  return value;
}

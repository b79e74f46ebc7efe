import type { Clause, Statement } from '../syntax/code.js';
import { declare, declareRequired, declareVar, hoist, write } from './binding.js';
import { dependingOn, mayHaveThrown } from './conditions.js';
import { escape } from './joining.js';
import { hasFew, leavesFunction, needsPassBefore } from './loops.js';
import type { Machine } from './machine.js';
import { assignedNames } from './mentions.js';
import type { Scope } from './scope.js';
import { ObjectValue, primitive, truthOf, undefinedValue, unknown, type Value } from './values.js';

/** A way in which a run of statements may end: at its last one, by leaving a loop, its round or the function. */
type Way =
  'goes on' | 'breaks' | 'continues' | 'stops' | 'throws' | `breaks ${string}` | `continues ${string}`;

/** The ways in which a run of statements may end; one alone is certain. */
export type End = ReadonlySet<Way>;

const goesOn: End = new Set<Way>(['goes on']);

function ends(...ways: readonly Way[]): End {
  return new Set(ways);
}

function without(end: End, ...ways: readonly Way[]): Way[] {
  return [...end].filter((way) => !ways.includes(way));
}

/** Functions are known in their whole block before its first statement runs. */
export function declareFunctions(machine: Machine, statements: readonly Statement[], scope: Scope): void {
  for (const statement of statements) {
    if (statement.kind !== 'function') continue;
    const { name, code } = statement;
    scope.declare(name, machine.define(code, scope), machine.conditions);
  }
}

/** Runs statements in order. After one that may have left, the rest may run. */
export function execute(machine: Machine, statements: readonly Statement[], scope: Scope, from = 0): End {
  for (let position = from; position < statements.length; position += 1) {
    const statement = statements[position];
    const end = statement ? executeOne(machine, statement, scope) : goesOn;
    if (!end.has('goes on')) return end;
    if (end.size > 1) {
      if (position === statements.length - 1) return end;
      const isThrown = without(end, 'goes on', 'throws').length === 0;
      const rest = machine.maybe(isThrown ? mayHaveThrown : 'the code may have left before', () =>
        execute(machine, statements, scope, position + 1),
      );
      return ends(...without(end, 'goes on'), ...rest);
    }
  }
  return goesOn;
}

function block(machine: Machine, statements: readonly Statement[], scope: Scope): End {
  const inside = scope.block();
  declareFunctions(machine, statements, inside);
  const run = (): End => execute(machine, statements, inside);
  return machine.rounds.length > 0 && leavesFunction(statements) ? machine.returning(run) : run();
}

function executeOne(machine: Machine, statement: Statement, scope: Scope): End {
  switch (statement.kind) {
    case 'expression':
      machine.evaluate(statement.value, scope);
      return goesOn;
    case 'declare': {
      if (statement.value && declareRequired(machine, statement.pattern, statement.value, scope))
        return goesOn;
      const value = statement.value ? machine.evaluate(statement.value, scope) : undefinedValue;
      if (!statement.isVar) declare(machine, statement.pattern, value, scope);
      else if (statement.value) declareVar(machine, statement.pattern, value, scope);
      else hoist(machine, statement.pattern, scope);
      return goesOn;
    }
    case 'class':
      scope.declare(statement.name, machine.defineClass(statement.code, scope), machine.conditions);
      return goesOn;
    case 'enum':
      scope.declare(statement.name, enumOf(machine, statement, scope), machine.conditions);
      return goesOn;
    case 'return':
      machine.frame.returns.push(statement.value ? machine.evaluate(statement.value, scope) : undefinedValue);
      return ends('stops');
    case 'throw':
      machine.evaluate(statement.value, scope);
      return ends('throws');
    case 'leave':
      return ends(leaving(statement));
    case 'block':
      return block(machine, statement.body, scope);
    case 'if':
      return branch(machine, statement, scope);
    case 'each':
      return each(machine, statement, scope);
    case 'loop':
      return loop(machine, statement, scope);
    case 'switch':
      return choose(machine, statement, scope);
    case 'try':
      return attempt(machine, statement, scope);
    case 'labelled': {
      const end = block(machine, statement.body, scope);
      const left: Way = `breaks ${statement.label}`;
      return end.has(left) ? ends('goes on', ...without(end, left)) : end;
    }
    case 'function':
    case 'import':
    case 'export':
    case 'exportValue':
      return goesOn;
  }
}

function leaving({ how, label }: Statement & { kind: 'leave' }): Way {
  if (how === 'break') return label === null ? 'breaks' : `breaks ${label}`;
  return label === null ? 'continues' : `continues ${label}`;
}

function branch(machine: Machine, { test, yes, no }: Statement & { kind: 'if' }, scope: Scope): End {
  const tested = machine.evaluate(test, scope);
  const truth = truthOf(tested);
  if (truth !== null) return block(machine, truth ? yes : no, scope);
  const why = tested.kind === 'unknown' ? tested.reason : '';
  const ways = machine.either(dependingOn(why), [
    () => block(machine, yes, scope),
    () => block(machine, no, scope),
  ]);
  return ends(...ways.flatMap((end) => [...end]));
}

/** A `switch` whose subject is known starts at its case; of another each clause may run. */
function choose(machine: Machine, { subject, clauses }: Statement & { kind: 'switch' }, scope: Scope): End {
  const inside = scope.block();
  for (const { body } of clauses) declareFunctions(machine, body, inside);
  const start = startOf(machine, clauses, machine.evaluate(subject, scope), inside);
  const fallen = (from: number): readonly Statement[] => clauses.slice(from).flatMap(({ body }) => body);
  const hasDefault = clauses.some(({ test }) => test === null);
  const ways =
    start === null
      ? machine.either('it depends on a condition', [
          ...clauses.map((_, from) => () => execute(machine, fallen(from), inside.block())),
          ...(hasDefault ? [] : [() => goesOn]),
        ])
      : [start < 0 ? goesOn : execute(machine, fallen(start), inside)];
  const all = ways.flatMap((end) => [...end]);
  return all.includes('breaks') ? ends('goes on', ...without(ends(...all), 'breaks')) : ends(...all);
}

/** The clause that runs first, -1 for none; null where that is not known. */
function startOf(machine: Machine, clauses: readonly Clause[], subject: Value, scope: Scope): number | null {
  for (const [position, { test }] of clauses.entries()) {
    if (test === null) continue;
    const value = machine.evaluate(test, scope);
    if (value.kind !== 'primitive' || subject.kind !== 'primitive') return null;
    if (value.value === subject.value) return position;
  }
  return clauses.findIndex(({ test }) => test === null);
}

/** Whether something in the body throws is not known: the handler may run. */
function attempt(machine: Machine, { body, handler, last }: Statement & { kind: 'try' }, scope: Scope): End {
  let end = block(machine, body, scope);
  if (handler) {
    const caught = (): End => {
      const inside = scope.block();
      const { pattern } = handler;
      if (pattern) {
        const thrown = unknown('what is thrown is known only at run time', machine.spot(pattern.at));
        declare(machine, pattern, thrown, inside);
      }
      return block(machine, handler.body, inside);
    };
    const isThrown = end.size === 1 && end.has('throws');
    const handled = isThrown ? caught() : machine.maybe('it runs only where an error is thrown', caught);
    end = ends(...without(end, 'throws'), ...handled);
  }
  const after = block(machine, last, scope);
  return after.has('goes on') ? ends(...end, ...without(after, 'goes on')) : after;
}

const mostRounds = 500;

function each(machine: Machine, statement: Statement & { kind: 'each' }, scope: Scope): End {
  const over = machine.evaluate(statement.over, scope);
  const items = statement.isKeys ? keysOf(over) : itemsOf(over);
  const round = (item: Value, number: number | null): End => {
    const inside = scope.block();
    declare(machine, statement.pattern, item, inside);
    return machine.inRound(statement, number, () => block(machine, statement.body, inside));
  };
  if (items && items.length <= mostRounds) return rounds(machine, items, statement.label, round);
  const unknownItem = machine.unknown(statement.over, 'what the loop runs over is not known');
  if (over.kind === 'array') escape(over, unknownItem);
  return roundsUnknown(machine, statement, scope, () => round(unknownItem, hasFew(over) ? 1 : null));
}

/** After a round that may have ended the loop, the others may run. */
function rounds(
  machine: Machine,
  items: readonly Value[],
  label: string | null,
  round: (item: Value, number: number) => End,
): End {
  const [item, ...others] = items;
  if (!item) return goesOn;
  // The items that are left tell the passes apart.
  const end = round(item, items.length);
  const { isOver, isGoingOn, left } = afterRound(end, label);
  if (!isGoingOn) return isOver ? ends('goes on', ...left) : ends(...left);
  if (!isOver && left.length === 0) return rounds(machine, others, label, round);
  const rest = machine.maybe('the loop may have ended before', () => rounds(machine, others, label, round));
  return ends(...left, ...rest, ...(isOver ? goesOn : []));
}

/** What a round's end means to its loop: it may be over, it may go on, and the ways that lead farther out. */
function afterRound(
  end: End,
  label: string | null,
): { readonly isOver: boolean; readonly isGoingOn: boolean; readonly left: readonly Way[] } {
  const own: Way[] = label === null ? [] : [`continues ${label}`];
  return {
    isOver: end.has('breaks'),
    isGoingOn: ['goes on' as const, 'continues' as const, ...own].some((way) => end.has(way)),
    left: without(end, 'goes on', 'breaks', 'continues', ...own),
  };
}

/** A loop of which is not known how often it runs: what it writes is not known in any of its rounds. */
function roundsUnknown(
  machine: Machine,
  { at, body, label }: Statement & { kind: 'each' | 'loop' },
  scope: Scope,
  round: () => End,
): End {
  const end = machine.maybe('how often the loop runs is not known', () => {
    for (const name of assignedNames(body)) {
      const cell = scope.find(name);
      const why = unknown('it is written in a loop', machine.spot(at), name);
      if (cell) write(machine, cell, why, machine.spot(at), name);
    }
    return round();
  });
  return ends('goes on', ...afterRound(end, label).left);
}

/** `for (;;)`, `while` and `do`. Each round has the names of its head for itself, as the language has it. */
function loop(machine: Machine, statement: Statement & { kind: 'loop' }, scope: Scope): End {
  const { before, test, after, isTestLast, label, body } = statement;
  let head = scope.block();
  execute(machine, before, head);
  const isInTurn = needsPassBefore(statement);
  const goes = (): boolean | null =>
    test
      ? truthOf(machine.inRound(statement, isInTurn ? 1 : null, () => machine.evaluate(test, head)))
      : true;
  const round = (inside: Scope, number: number | null): End =>
    machine.inRound(statement, isInTurn ? 1 : number, () => block(machine, body, inside));
  const ways: Way[] = [];
  for (let count = 0; ; count += 1) {
    const isGoing = isTestLast && count === 0 ? true : goes();
    if (isGoing === false) return ends('goes on', ...ways);
    const present = head;
    if (isGoing === null || count >= mostRounds) {
      const end = roundsUnknown(machine, statement, present, () => round(present, null));
      return ends(...ways, ...end);
    }
    const end = round(present, count);
    const { isOver, isGoingOn, left } = afterRound(end, label);
    ways.push(...left);
    if (!isGoingOn) return isOver ? ends('goes on', ...ways) : ends(...ways);
    if (isOver || left.length > 0) {
      const rest = machine.maybe('the loop may have ended before', () =>
        roundsUnknown(machine, statement, present, () => round(present, null)),
      );
      return ends(...ways, ...rest);
    }
    head = head.copy();
    if (after) machine.evaluate(after, head);
  }
}

function itemsOf(over: Value): readonly Value[] | null {
  if (over.kind === 'array' && !over.rest) return over.items;
  return over.kind === 'primitive' && typeof over.value === 'string'
    ? Array.from(over.value, primitive)
    : null;
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
    value.put(name, { value: given, spot: machine.spot(at), conditions: machine.conditions });
    inside.declare(name, given, machine.conditions);
  }
  return value;
}

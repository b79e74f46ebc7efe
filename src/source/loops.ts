import type { Expression, Statement } from '../syntax/code.js';
import type { Round, Value } from './values.js';

/** Methods of arrays, cursors and the package `async` that call back for each of several values. */
const eachMethods = new Set([
  ...['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'reduce', 'reduceRight', 'eachAsync'],
  ...['each', 'eachSeries', 'eachLimit', 'eachOf', 'mapSeries', 'mapLimit', 'times'],
]);

/** Whether a call runs one of its arguments for each of several values. */
export function isEach(code: Expression & { kind: 'call' | 'new' }, args: readonly Value[]): boolean {
  return eachMethods.has(calledName(code) ?? '') && args.some(({ kind }) => kind === 'function');
}

export function calledName(code: Expression & { kind: 'call' | 'new' }): string | null {
  return code.callee.kind === 'member' ? code.callee.key : null;
}

/** So few passes are waited for in no time. */
const fewPasses = 3;

/** Whether a call runs in more than a few passes of a loop: `calls` are all the times that its code was run. */
export function isRepeated(calls: readonly { readonly rounds: readonly Round[] }[]): boolean {
  const passes = new Map<object, Set<string>>();
  for (const { rounds } of calls) {
    const [outermost] = rounds;
    if (!outermost) continue;
    if (rounds.some(({ number }) => number === null)) return true;
    const known = passes.get(outermost.loop) ?? new Set<string>();
    passes.set(outermost.loop, known.add(rounds.map(({ number }) => number).join(' ')));
  }
  return [...passes.values()].some(({ size }) => size > fewPasses);
}

/** Whether a list that is not known has so few items that going over them is no loop. */
export function hasFew(value: Value): boolean {
  return value.kind === 'unknown' && value.most !== undefined && value.most <= fewPasses;
}

/** What gives the next of what is there already. */
const nextMethods = new Set(['next', 'shift', 'pop', 'read']);

/**
 * Whether a loop goes on by what its pass before found, as down a tree, or until a name is free: what its passes ask cannot
 * be asked for at once.
 */
export function needsPassBefore({ test, body }: Statement & { kind: 'loop' }): boolean {
  return (
    test !== null &&
    anyWithin(body, (node) => {
      const found = foundName(node);
      return found !== null && anyWithin(test, ({ kind, name }) => kind === 'name' && name === found);
    })
  );
}

/** The name that is set to something else than the next one of what is counted or taken. */
function foundName(node: Node): string | null {
  const { kind, operator, target, value } = node as Partial<Expression & { kind: 'assign' }>;
  const isFound = kind === 'assign' && operator === '=' && value !== undefined && !isNext(value);
  return isFound && target?.kind === 'name' ? target.name : null;
}

export function isNext(value: Expression): boolean {
  if (value.kind === 'await') return isNext(value.value);
  if (value.kind === 'call') return nextMethods.has(calledName(value) ?? '');
  return value.kind === 'binary' && (value.operator === '+' || value.operator === '-');
}

/** Whether a block that is run to its end leaves the function, with its loops: no `continue` or `break` is in it. */
export function leavesFunction(statements: readonly Statement[]): boolean {
  return statements.at(-1)?.kind === 'return' && !anyWithin(statements, ({ kind }) => kind === 'leave');
}

type Node = Readonly<Record<string, unknown>>;

/** Whether code holds such a node outside of functions of its own. */
function anyWithin(part: unknown, is: (node: Node) => boolean): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return typeof part[0] !== 'number' && part.some((one) => anyWithin(one, is));
  const node = part as Node;
  return is(node) || (node.kind !== 'function' && Object.values(node).some((one) => anyWithin(one, is)));
}

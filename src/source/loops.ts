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

/** Whether a call runs more than once in one go: `calls` are all the times that its code was run. */
export function isRepeated(calls: readonly { readonly rounds: readonly Round[] }[]): boolean {
  const first = new Map<object, number | null>();
  return calls.some(({ rounds }) =>
    rounds.some(({ loop, number }) => {
      if (number === null) return true;
      const known = first.get(loop);
      if (known === undefined) first.set(loop, number);
      return known !== undefined && known !== number;
    }),
  );
}

/** Whether a block that is run to its end leaves the function, with its loops. */
export function leavesFunction(statements: readonly Statement[]): boolean {
  return statements.at(-1)?.kind === 'return' && !statements.some(goesElsewhere);
}

/** Whether a statement has a `continue` or a `break` in it, be it of a loop of its own. */
function goesElsewhere(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return false;
  if (Array.isArray(part)) return typeof part[0] !== 'number' && part.some(goesElsewhere);
  const { kind } = part as { readonly kind?: unknown };
  if (kind === 'leave') return true;
  return kind !== 'function' && Object.values(part).some(goesElsewhere);
}

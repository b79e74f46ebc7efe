import type { Expression } from '../syntax/code.js';
import type { Value } from './values.js';

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

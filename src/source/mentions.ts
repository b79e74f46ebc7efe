import type { Expression, FunctionCode } from '../syntax/code.js';
import type { Marking } from '../syntax/lowering.js';
import { isOperation } from './query-operations.js';

/** Names of calls that define models or indexes, and by which people name helpers that do. */
const definingCall =
  /^(?:model|index|discriminator|plugin|getModelForClass)$|(?:[^d]Index(?:es)?|Indices|Model)$/;

const defines = 1;
const asks = 2;

/** Whether a function calls, by name, what defines models or indexes. */
export function mentionsDefinition({ marks }: FunctionCode): boolean {
  return (marks & defines) !== 0;
}

/** Whether a function calls, by name, what reads or writes by a filter. */
export function mentionsQuery({ marks }: FunctionCode): boolean {
  return (marks & asks) !== 0;
}

/** The marks of a call. Arrays are searched by a callback. */
export const marking: Marking = (name, callee, first) =>
  marksOfName(name) & (callee === 'member' && first?.kind !== 'function' ? defines | asks : defines);

const knownNames = new Map<string, number>();
const mostNames = 20_000;

/** The same names are called all over a workspace. */
function marksOfName(name: string): number {
  let marks = knownNames.get(name);
  if (marks === undefined) {
    marks = (definingCall.test(name) ? defines : 0) | (isQueryName(name) ? asks : 0);
    if (knownNames.size >= mostNames) knownNames.clear();
    knownNames.set(name, marks);
  }
  return marks;
}

function isQueryName(name: string): boolean {
  return isOperation('mongoose', name) || name === 'where' || name === 'bulkWrite';
}

/** The marks of the calls in an expression. */
export function marksIn(part: unknown): number {
  if (typeof part !== 'object' || part === null) return 0;
  if (Array.isArray(part)) return part.reduce<number>((sum, one) => sum | marksIn(one), 0);
  const node = part as Partial<Expression>;
  if (node.kind === 'function') return (node.marks ?? 0) | marksIn(node.params);
  let marks = 0;
  if (node.kind === 'call') {
    const { callee, args = [] } = node;
    if (callee?.kind === 'name') marks = marking(callee.name, 'name', args[0]);
    else if (callee?.kind === 'member') marks = marking(callee.key, 'member', args[0]);
  }
  return Object.values(node).reduce<number>((sum, one) => sum | marksIn(one), marks);
}

/** The names that statements write to, but for those that they declare. */
export function assignedNames(part: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(part)) {
    // A span is a list of numbers.
    if (typeof part[0] !== 'number') for (const one of part) assignedNames(one, found);
  } else if (typeof part === 'object' && part !== null) {
    const node = part as { readonly kind?: unknown; readonly [key: string]: unknown };
    if (node.kind === 'assign' || node.kind === 'count') patternNames(node.target, found);
    for (const key in node) assignedNames(node[key], found);
  }
  return found;
}

function patternNames(part: unknown, found: Set<string>): void {
  if (Array.isArray(part)) for (const one of part) patternNames(one, found);
  else if (typeof part === 'object' && part !== null) {
    const { kind, name } = part as { readonly kind?: unknown; readonly name?: unknown };
    if (kind === 'name' && typeof name === 'string') found.add(name);
    for (const one of Object.values(part)) patternNames(one, found);
  }
}

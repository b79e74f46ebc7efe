import type { ClassCode, Expression, FileCode, Span, Statement } from '../../syntax/code.js';

/** Anything of the code that has a place. */
export type CodeNode = { readonly kind: string; readonly at: Span };

/** A node and what it is an element of, where that is a list. */
export interface Step {
  readonly node: CodeNode;
  readonly list: readonly unknown[];
}

/** The nodes around a stretch of the text, the outermost first; the last ones may be that very stretch. */
export function pathTo(code: FileCode, at: Span): Step[] {
  const path: Step[] = [];
  let inside: unknown = code.statements;
  for (;;) {
    const next = around(inside, at);
    if (!next) return path;
    path.push(next);
    inside = Object.values(next.node);
  }
}

/** The first node in it that covers the stretch; of two that stand for one text, the one that holds more. */
function around(part: unknown, at: Span, list: readonly unknown[] = []): Step | null {
  if (typeof part !== 'object' || part === null) return null;
  if (isNode(part))
    return part.at[0] <= at[0] && at[1] <= part.at[1] && !isEmptyMark(part) ? { node: part, list } : null;
  const parts: readonly unknown[] = Array.isArray(part) ? part : Object.values(part);
  for (const one of parts) {
    const found = around(one, at, Array.isArray(part) ? parts : []);
    if (found) return found;
  }
  return null;
}

/** `export const x = …` leaves a mark over the whole, which holds nothing. */
function isEmptyMark({ kind }: CodeNode): boolean {
  return kind === 'export';
}

function isNode(part: object): part is CodeNode {
  return 'kind' in part && 'at' in part && Array.isArray(part.at);
}

/** Every expression of a kind, anywhere in the code. */
export function allOf<K extends Expression['kind']>(
  code: unknown,
  kind: K,
): Extract<Expression, { kind: K }>[] {
  const found: Extract<Expression, { kind: K }>[] = [];
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isNode(part) && part.kind === kind) found.push(part as Extract<Expression, { kind: K }>);
    for (const inner of Object.values(part)) look(inner);
  };
  look(code);
  return found;
}

export type CallCode = Extract<Expression, { kind: 'call' }>;
export type ObjectCode = Extract<Expression, { kind: 'object' }>;
/** `a.b(…)` */
export type MethodCall = CallCode & { readonly callee: Extract<Expression, { kind: 'member' }> };

const statementKinds: ReadonlySet<string> = new Set<Statement['kind']>([
  ...([
    'expression',
    'declare',
    'return',
    'throw',
    'leave',
    'labelled',
    'block',
    'if',
    'each',
    'loop',
  ] as const),
  ...(['switch', 'try', 'import', 'export', 'exportValue', 'enum'] as const),
]);

/** Functions and classes are expressions as well: only in a list of statements are they statements. */
export function isStatement({ node, list }: Step): boolean {
  return statementKinds.has(node.kind) || (hasCode(node) && list.includes(node));
}

function hasCode(node: CodeNode): boolean {
  return (node.kind === 'function' || node.kind === 'class') && 'code' in node;
}

export function isMethodCall(node: CodeNode | null | undefined): node is MethodCall {
  return node?.kind === 'call' && (node as CallCode).callee.kind === 'member';
}

export function isClass(node: CodeNode): node is ClassCode & { readonly at: Span } {
  return node.kind === 'class' && 'members' in node;
}

/** What a chain of calls starts with: `schema` of `schema.index(…).index(…)`. */
export function baseOf(code: Expression): Expression {
  let base = code;
  while (isMethodCall(base)) base = base.callee.object;
  return base;
}

/** The calls of a chain, the outermost and last one first. */
export function chainOf(code: Expression): MethodCall[] {
  const calls: MethodCall[] = [];
  for (let inner = code; isMethodCall(inner); inner = inner.callee.object) calls.push(inner);
  return calls;
}

import type { Expression, Parameter, Pattern, Span } from '../syntax/code.js';
import { calledName } from './loops.js';

/** Any part of the syntax that has a kind. */
export type Node = Readonly<Record<string, unknown>> & { readonly kind: string; readonly at?: Span };

type CallCode = Expression & { readonly kind: 'call' } & Node;

/** What a loop runs for each of its values, as far as one call in it is concerned. */
export interface PassCode {
  /** The names that the loop's head gives. */
  readonly given: ReadonlySet<string>;
  /** In the order of the code. */
  readonly nodes: readonly Node[];
  /** `for (;;)` and `while`, which count, or go on by a test. */
  readonly isCounted: boolean;
  /** A callback, whose `return` ends a pass and not the loop. */
  readonly isCallback: boolean;
}

/** The pass of a loop around a call in its body; null: the call stands elsewhere. */
export function passAround(loop: Node, call: Node): PassCode | null {
  const isCallback = loop.kind === 'call' || loop.kind === 'new';
  const callback = isCallback
    ? (loop.args as readonly Node[]).find((one) => one.kind === 'function' && holds(one, call))
    : undefined;
  const body = isCallback ? callback?.body : loop.body;
  const nodes = nodesAround(body, call);
  if (!nodes.includes(call)) return null;
  const head = callback ? patternsOf(callback) : [loop.pattern ?? loop.before];
  return { given: new Set(head.flatMap(namesIn)), nodes, isCounted: loop.kind === 'loop', isCallback };
}

/** The call in some code that has exactly this span. */
export function callAt(code: Node, [start, end]: Span): Node | null {
  let found: Node | null = null;
  walk(code, (node) => {
    if (node.kind === 'call' && node.at?.[0] === start && node.at[1] === end) found = node;
    return found === null;
  });
  return found;
}

export function patternsOf(callback: Node): readonly Pattern[] {
  return (callback.params as readonly Parameter[]).map(({ pattern }) => pattern);
}

/** All nodes of a body, functions inside left out but for those around the call. */
export function nodesAround(body: unknown, call: Node): readonly Node[] {
  const nodes: Node[] = [];
  walk(body, (node) => {
    const isPart = node.kind !== 'function' || holds(node, call);
    if (isPart) nodes.push(node);
    return isPart;
  });
  return nodes;
}

export function holds({ at: outer }: Node, { at: inner }: Node): boolean {
  return outer !== undefined && inner !== undefined && outer[0] <= inner[0] && inner[1] <= outer[1];
}

/** The names that stand in some code; those of members are none. */
export function namesIn(code: unknown): readonly string[] {
  const names: string[] = [];
  walk(code, (node) => {
    if (node.kind === 'name') names.push(String(node.name));
    return true;
  });
  return names;
}

export function any(code: unknown, is: (node: Node) => boolean): boolean {
  let found = false;
  walk(code, (node) => {
    found ||= is(node);
    return !found;
  });
  return found;
}

/** What a chain of members and calls begins with: `models` of `models.Users.find(…).lean()`. */
export function rootOf(code: Node): Node {
  if (code.kind === 'call') return rootOf(code.callee as Node);
  return code.kind === 'member' || code.kind === 'element' ? rootOf(code.object as Node) : code;
}

/** The calls of a chain, the last one first: `….lean()`, then `models.Users.find(…)`. */
export function chainOf(code: Node): readonly CallCode[] {
  if (code.kind === 'member') return chainOf(code.object as Node);
  return code.kind === 'call' ? [code as CallCode, ...chainOf(code.callee as Node)] : [];
}

export function nameOf(call: Node): string {
  return calledName(call as CallCode) ?? '';
}

/** Visits every node, and what is inside those of which `visit` says true. Spans are no nodes. */
function walk(part: unknown, visit: (node: Node) => boolean): void {
  if (typeof part !== 'object' || part === null) return;
  if (Array.isArray(part)) {
    if (typeof part[0] !== 'number') for (const one of part) walk(one, visit);
    return;
  }
  const node = part as Node;
  if (typeof node.kind !== 'string' || visit(node)) for (const key in node) walk(node[key], visit);
}

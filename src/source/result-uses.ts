import type { Expression, FunctionCode, Parameter, Pattern, Statement } from '../syntax/code.js';

/** What the code reads of the result of a call: its paths, at their first step. */
type Uses = ReadonlySet<string>;

const known = new WeakMap<FunctionCode, ReadonlyMap<Expression, Uses>>();

/**
 * Of each `const found = await call` in a function, what is read of `found`: known where its members are read and tested
 * for being there, and nothing else is done with it, neither written nor called, passed on or returned. By the call.
 */
export function resultUses(code: FunctionCode): ReadonlyMap<Expression, Uses> {
  let uses = known.get(code);
  if (!uses) {
    const found = new Map<Expression, Uses>();
    for (const { name, call } of results(code.body)) {
      const paths = usesOf(name, code.body, 1);
      if (paths) found.set(call, paths);
    }
    known.set(code, (uses = found));
  }
  return uses;
}

interface Result {
  readonly name: string;
  readonly call: Expression;
}

/** Declarations of this function, without those of functions inside. */
function results(statements: readonly Statement[]): readonly Result[] {
  const found: Result[] = [];
  walk(statements, (node) => {
    if (node.kind === 'function') return false;
    const { pattern, value } = node as { readonly pattern?: Pattern; readonly value?: Expression | null };
    if (node.kind === 'declare' && pattern?.kind === 'name' && value?.kind === 'await')
      found.push({ name: pattern.name, call: value.value });
    return true;
  });
  return found;
}

/** Methods that hand each item to a callback, and do nothing else with the array. */
const perItem = new Set(['map', 'forEach', 'flatMap', 'filter', 'some', 'every']);
const tests = new Set(['===', '!==', '==', '!=']);

/** The paths that are read of a name in some code; null: more is done with it. `declared`: how often it is declared there. */
function usesOf(name: string, code: unknown, declared: number): Uses | null {
  const paths = new Set<string>();
  const seen = { declarations: 0, isRead: true };
  walk(code, (node, parent, outer) => {
    if (!seen.isRead) return false;
    if (node.kind === 'name' && node.name === name) {
      const use = useOf(node, parent, outer);
      if (use === 'declaration') seen.declarations += 1;
      else if (use === null) seen.isRead = false;
      else for (const path of use) paths.add(path);
    }
    return true;
  });
  return seen.isRead && seen.declarations <= declared ? paths : null;
}

interface Node {
  readonly kind?: unknown;
  readonly [part: string]: unknown;
}

function useOf(
  node: Node,
  parent: Node | undefined,
  outer: Node | undefined,
): Iterable<string> | 'declaration' | null {
  if (!parent) return null;
  if (parent.pattern === node) return 'declaration';
  if (parent.kind === 'member' && parent.object === node) return memberUse(String(parent.key), parent, outer);
  if (parent.kind === 'each' && parent.over === node) return itemUse(parent.pattern as Pattern, parent.body);
  const isTest =
    (parent.kind === 'unary' && parent.operator === '!') ||
    ((parent.kind === 'if' || parent.kind === 'conditional') && parent.test === node) ||
    (parent.kind === 'binary' && tests.has(String(parent.operator)));
  return isTest ? [] : null;
}

function memberUse(key: string, member: Node, outer: Node | undefined): Iterable<string> | null {
  if (outer?.kind === 'call' && outer.callee === member) {
    const [callback, ...others] = outer.args as readonly Expression[];
    if (!perItem.has(key) || callback?.kind !== 'function' || others.length > 0) return null;
    const [item] = callback.params;
    // `filter` gives the items on.
    return item && key !== 'filter' ? parameterUse(item, callback) : null;
  }
  const isWritten =
    outer?.kind === 'target' ||
    (outer?.kind === 'unary' && outer.operator === 'delete') ||
    outer?.kind === 'count';
  if (isWritten) return null;
  return key === 'length' ? [] : [key];
}

function parameterUse({ pattern, isRest }: Parameter, callback: FunctionCode): Iterable<string> | null {
  return isRest ? null : itemUse(pattern, callback.body);
}

function itemUse(pattern: Pattern, body: unknown): Iterable<string> | null {
  if (pattern.kind === 'name') return usesOf(pattern.name, body, 0);
  if (pattern.kind !== 'objectPattern' || pattern.rest) return null;
  const keys = pattern.entries.map(({ key }) => key);
  return keys.every((key) => typeof key === 'string') ? keys : null;
}

/** Visits every node, and what is inside those of which `visit` says true. Spans are no nodes. */
function walk(
  part: unknown,
  visit: (node: Node, parent: Node | undefined, outer: Node | undefined) => boolean,
  parent?: Node,
  outer?: Node,
): void {
  if (typeof part !== 'object' || part === null) return;
  if (Array.isArray(part)) {
    if (typeof part[0] !== 'number') for (const one of part) walk(one, visit, parent, outer);
    return;
  }
  const node = part as Node;
  if (visit(node, parent, outer)) for (const key in node) walk(node[key], visit, node, parent);
}

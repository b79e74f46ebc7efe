import type { Expression, FunctionCode, Span } from '../syntax/code.js';
import { print } from '../syntax/print.js';
import {
  any,
  callAt,
  chainOf,
  holds,
  nameOf,
  namesIn,
  nodesAround,
  passAround,
  patternsOf,
  rootOf,
  type Node,
  type PassCode,
} from './pass-code.js';
import { isNext } from './loops.js';
import { looksLikeQuery } from './query-operations.js';

/** A call that asks the database, or leads to one that does. */
export interface AskingCall {
  readonly at: Span;
  readonly isWrite: boolean;
  /** The functions by which it leads there; of a query's own call none. */
  readonly helpers: readonly Helper[];
}

/** A function that leads to a query. */
export interface Helper {
  readonly code: FunctionCode;
  /** Its call that does. */
  readonly at: Span;
  /** All calls of its file that ask. */
  readonly asking: readonly AskingCall[];
}

/** A call in a loop's code: a query's own, or that of a function which leads to one. */
interface LoopedCall {
  readonly code: Node;
  readonly isOwn: boolean;
  readonly isWrite: boolean;
  /** It is a count, or the first one of a sort: what it gives depends on many documents. */
  readonly isOfAll: boolean;
}

/** Whether what the passes of a loop ask has to be asked one after the other, as the code of the loop tells. */
export function areInTurn(loop: Node, call: LoopedCall, asking: readonly AskingCall[]): boolean {
  const pass = passAround(loop, call.code);
  if (!pass) return false;
  const isElsewhere = (node: Node): boolean => waitsElsewhere(node, asking);
  const asked = askedBy(call);
  const names = new Set(namesIn(asked));
  const needs = (others: Iterable<string>): boolean => [...others].some((name) => names.has(name));
  const bindings = bindingsOf(pass);
  const awaited = derived(bindings, [], ({ kind }) => kind === 'await');
  const varying = derived(bindings, pass.given, ({ kind }) => kind === 'await');
  return (
    // Each pass asks another collection, or another database.
    (call.isOwn && varying.has(String(rootOf(call.code).name))) ||
    any(asked, isElsewhere) ||
    needs(derived(bindings, [], isElsewhere)) ||
    needs(handedOn(pass, bindings, awaited)) ||
    endsBy(pass, call.code) ||
    (call.isWrite
      ? pass.nodes.some((node) => isElsewhere(node) || waitsInHelper(node, asking)) || isUsed(pass, call.code)
      : writesTo(pass, call).some((one) => call.isOfAll || isBefore(one, call.code))) ||
    !changes(pass, asked, varying)
  );
}

/** Whether a function does more than what one of its calls asks: it writes, or waits for others than the database. */
export function doesMore({ code, at, asking }: Helper): boolean {
  const call = callAt(code as unknown as Node, at);
  if (!call) return false;
  return nodesAround(code.body, call).some(
    (node) =>
      waitsElsewhere(node, asking) ||
      (node !== call &&
        !holds(call, node) &&
        !holds(node, call) &&
        (isSaving(node) || asking.some((one) => one.isWrite && isAt(node, one.at)))),
  );
}

/** Waits for a function that asks the database, and waits for something else as well. */
function waitsInHelper({ kind, value }: Node, asking: readonly AskingCall[]): boolean {
  return (
    kind === 'await' &&
    asking.some(
      ({ at, helpers }) => holds(value as Node, { kind: 'call', at }) && helpers.some(waitsForOthers),
    )
  );
}

function waitsForOthers({ code, at, asking }: Helper): boolean {
  const call = callAt(code as unknown as Node, at);
  return call !== null && nodesAround(code.body, call).some((node) => waitsElsewhere(node, asking));
}

/** Waits for something else than the database. */
function waitsElsewhere({ kind, value }: Node, asking: readonly AskingCall[]): boolean {
  return kind === 'await' && isElsewhere(value as Node, asking);
}

function isElsewhere(value: Node, asking: readonly AskingCall[]): boolean {
  const chain = chainOf(value);
  const [last] = chain;
  if (!last) return value.kind === 'new';
  if (/^(?:then|catch|finally)$/u.test(nameOf(last)))
    return isElsewhere((last.callee as Node).object as Node, asking);
  if (chain.some((one) => isSaving(one) || looksLikeQuery(nameOf(one)) || ofCursor.test(nameOf(one))))
    return false;
  return !asking.some(({ at }) => holds(value, { kind: 'call', at }));
}

const ofCursor = /^(?:next|toArray|exec|populate)$/u;
const saving =
  /^(?:create|save|insert(?:One|Many)?|bulkWrite|(?:update|replace|delete)(?:One|Many)|find\w*And(?!Count)\w+)$/u;

function isSaving(node: Node): boolean {
  return node.kind === 'call' && saving.test(nameOf(node));
}

function isAt({ kind, at }: Node, [start, end]: Span): boolean {
  return kind === 'call' && at?.[0] === start && at[1] === end;
}

/** What a call asks by: its arguments, and those that are chained to it; of a helper, what it is called on as well. */
function askedBy({ code, isOwn }: LoopedCall): readonly unknown[] {
  const args = chainOf(code).map((one) => one.args);
  return isOwn ? args : [...args, rootOf(code)];
}

interface Binding {
  readonly names: readonly string[];
  readonly value: unknown;
  readonly isDeclared: boolean;
}

function bindingsOf({ nodes }: PassCode): readonly Binding[] {
  return nodes.flatMap((node): Binding[] => {
    const { kind, pattern, target, value, over } = node;
    if (kind === 'declare') return [{ names: namesIn(pattern), value, isDeclared: true }];
    if (kind === 'each') return [{ names: namesIn(pattern), value: over, isDeclared: true }];
    if (kind === 'assign') return [{ names: namesIn(target), value, isDeclared: false }];
    if (kind !== 'call') return [];
    const callbacks = (node.args as readonly Node[]).filter((one) => one.kind === 'function');
    return callbacks.map((one) => ({
      names: patternsOf(one).flatMap(namesIn),
      value: rootOf(node),
      isDeclared: true,
    }));
  });
}

/** Names of a pass whose values come from others of them, or from such code; `names` are where it begins. */
function derived(
  bindings: readonly Binding[],
  names: Iterable<string>,
  is: (node: Node) => boolean,
): ReadonlySet<string> {
  const all = new Set(names);
  for (let before = -1; before < all.size;) {
    before = all.size;
    for (const { names: own, value } of bindings)
      if (any(value, (node) => is(node) || isOneOf(node, all))) for (const name of own) all.add(name);
  }
  return all;
}

function isOneOf({ kind, name }: Node, names: ReadonlySet<string>): boolean {
  return kind === 'name' && names.has(String(name));
}

/** Names that outlive a pass, and are set in it by what it waited for. */
function handedOn(
  { given }: PassCode,
  bindings: readonly Binding[],
  awaited: ReadonlySet<string>,
): readonly string[] {
  const own = new Set([...given, ...bindings.flatMap((one) => (one.isDeclared ? one.names : []))]);
  return bindings.flatMap(({ names, value, isDeclared }) => {
    const isFound = any(value, (node) => node.kind === 'await' || isOneOf(node, awaited));
    return isDeclared || !isFound || isNext(value as Expression)
      ? []
      : names.filter((name) => !own.has(name));
  });
}

/** What is asked is another in each pass: it says something that the pass has of its own, or that is worked out anew. */
function changes(pass: PassCode, asked: readonly unknown[], varying: ReadonlySet<string>): boolean {
  const written = pass.nodes.flatMap(({ kind, target }) =>
    kind === 'assign' || kind === 'count' ? namesIn(target) : [],
  );
  const others = new Set([...varying, ...written]);
  return any(asked, (node) => node.kind === 'call' || node.kind === 'this' || isOneOf(node, others));
}

/** What a call gives ends the loop: of a list, at the first one that is there; of what is counted, in any case. */
function endsBy({ nodes, isCounted, isCallback }: PassCode, code: Node): boolean {
  if (isCallback) return false;
  const names = new Set(
    nodes.flatMap(({ kind, pattern, value }) =>
      kind === 'declare' && gives(value, code) ? namesIn(pattern) : [],
    ),
  );
  return nodes.some((node) => {
    const { kind, test, yes, no } = node;
    if (kind !== 'if' || !any(test, (one) => one === code || isOneOf(one, names))) return false;
    return isCounted ? leaves(yes) || leaves(no) : leaves(isDenied(test as Node) ? no : yes);
  });
}

/** The value is what the call gives, awaited or with more chained to it. */
function gives(value: unknown, code: Node): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const node = value as Node;
  if (node.kind === 'await') return gives(node.value, code);
  return node === code || chainOf(node).some((one) => one === code);
}

function isDenied({ kind, operator, left, right }: Node): boolean {
  if (kind === 'unary') return operator === '!';
  return kind === 'binary' && /^===?$/u.test(String(operator)) && [left, right].some(isNothing);
}

function isNothing(node: unknown): boolean {
  const { kind, value, name } = node as Node;
  return (kind === 'literal' && !value) || (kind === 'name' && name === 'undefined');
}

function leaves(branch: unknown): boolean {
  return any(branch, ({ kind, how }) => kind === 'return' || (kind === 'leave' && how === 'break'));
}

/** What a write answers is used: all of them together have one answer. */
function isUsed({ nodes }: PassCode, code: Node): boolean {
  return nodes.some(({ kind, value, object, test, left, right }) => {
    if (kind === 'member') return (object as Node).kind === 'await' && gives(object, code);
    if (/^(?:declare|assign|unary)$/u.test(kind)) return gives(value, code);
    return [test, left, right].some((part) => gives(part, code));
  });
}

/** The calls of a pass that write to what its call reads. */
function writesTo({ nodes }: PassCode, { code, isOwn }: LoopedCall): readonly Node[] {
  const own = isOwn ? receiverOf(code) : null;
  return own === null ? [] : nodes.filter((node) => isSaving(node) && receiverOf(node) === own);
}

/** What a chain of calls is called on: `models.Users` of `models.Users.find(…).lean()`. */
function receiverOf(code: Node): string | null {
  const first = chainOf(code).at(-1);
  return first?.callee.kind === 'member' ? print(first.callee.object) : null;
}

function isBefore({ at: one }: Node, { at: other }: Node): boolean {
  return one !== undefined && other !== undefined && one[1] <= other[0];
}

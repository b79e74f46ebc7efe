import type { FunctionCode } from '../syntax/code.js';
import { isOperation } from './query-operations.js';

/** Names of calls that define models or indexes, and by which people name helpers that do. */
const definingCall =
  /^(?:model|index|discriminator|plugin|getModelForClass)$|(?:[^d]Index(?:es)?|Indices|Model)$/;

interface Mentions {
  readonly definition: boolean;
  readonly query: boolean;
}

const known = new WeakMap<FunctionCode, Mentions>();

/** Whether a function calls, by name, what defines models or indexes. */
export function mentionsDefinition(code: FunctionCode): boolean {
  return mentionsOf(code).definition;
}

/** Whether a function calls, by name, what reads or writes by a filter. */
export function mentionsQuery(code: FunctionCode): boolean {
  return mentionsOf(code).query;
}

function mentionsOf(code: FunctionCode): Mentions {
  let does = known.get(code);
  if (!does) {
    const found = { definition: false, query: false };
    note(code.body, found);
    known.set(code, (does = found));
  }
  return does;
}

function note(part: unknown, found: { definition: boolean; query: boolean }): void {
  if (typeof part !== 'object' || part === null) return;
  if (Array.isArray(part)) {
    for (const one of part) note(one, found);
    return;
  }
  const { kind, callee, args } = part as CallCode;
  if (kind === 'call') {
    const name = callee?.kind === 'name' ? callee.name : callee?.key;
    if (typeof name === 'string' && definingCall.test(name)) found.definition = true;
    // Arrays are searched by a callback.
    if (callee?.kind === 'member' && asks(callee.key as string))
      found.query ||= args?.[0]?.kind !== 'function';
  }
  if (found.definition && found.query) return;
  for (const one of Object.values(part)) note(one, found);
}

function asks(name: string): boolean {
  return isOperation('mongoose', name) || name === 'where' || name === 'bulkWrite';
}

interface CallCode {
  readonly kind?: unknown;
  readonly callee?: Callee;
  readonly args?: readonly { readonly kind?: unknown }[];
}

interface Callee {
  readonly kind?: unknown;
  /** Of a name: `model(…)`. */
  readonly name?: unknown;
  /** Of a member: `mongoose.model(…)`. */
  readonly key?: unknown;
}

/** The names that statements write to, but for those that they declare. */
export function assignedNames(part: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(part)) for (const one of part) assignedNames(one, found);
  else if (typeof part === 'object' && part !== null) {
    const { kind, target } = part as { readonly kind?: unknown; readonly target?: unknown };
    if (kind === 'assign' || kind === 'count') patternNames(target, found);
    for (const one of Object.values(part)) assignedNames(one, found);
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

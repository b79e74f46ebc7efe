import type { FunctionCode } from '../syntax/code.js';

/** Names of calls that define models or indexes, and by which people name helpers that do. */
const definingCall =
  /^(?:model|index|discriminator|plugin|getModelForClass)$|(?:[^d]Index(?:es)?|Indices|Model)$/;

const known = new WeakMap<FunctionCode, boolean>();

/** Whether a function calls, by name, what defines models or indexes. */
export function mentionsDefinition(code: FunctionCode): boolean {
  let does = known.get(code);
  if (does === undefined) known.set(code, (does = mentions(code.body)));
  return does;
}

function mentions(part: unknown): boolean {
  if (Array.isArray(part)) return part.some(mentions);
  if (typeof part !== 'object' || part === null) return false;
  const { kind, callee } = part as { readonly kind?: unknown; readonly callee?: Callee };
  const name = callee?.kind === 'name' ? callee.name : callee?.key;
  if (kind === 'call' && typeof name === 'string' && definingCall.test(name)) return true;
  return Object.values(part).some(mentions);
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

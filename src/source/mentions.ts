import type { FunctionCode } from '../syntax/code.js';

const definingCalls = new Set([
  'model',
  'index',
  'createIndex',
  'createIndexes',
  'ensureIndex',
  'discriminator',
  'plugin',
]);

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
  if (kind === 'call' && typeof name === 'string' && definingCalls.has(name)) return true;
  return Object.values(part).some(mentions);
}

interface Callee {
  readonly kind?: unknown;
  /** Of a name: `model(…)`. */
  readonly name?: unknown;
  /** Of a member: `mongoose.model(…)`. */
  readonly key?: unknown;
}

import type { Json } from '../../model/json.js';
import type { Leaf } from '../judging/match-tree.js';
import { knownOf } from '../sort-and-projection.js';

/** A pattern that begins anywhere, or in any case: an index has no place to begin at. Null pattern: not known. */
export function isOpenPattern({ operator, value, negated }: Leaf): boolean {
  if (operator !== '$regex' || negated) return false;
  const known = knownOf(value);
  const { pattern, options } = patternOf(known);
  return pattern !== null && (!/^(?:\^|\\A)/u.test(pattern) || options.includes('i'));
}

function patternOf(value: Json | undefined): { readonly pattern: string | null; readonly options: string } {
  if (typeof value === 'string') return { pattern: value, options: '' };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { pattern: null, options: '' };
  const { $regularExpression: inner } = value as Readonly<Record<string, Json>>;
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner))
    return { pattern: null, options: '' };
  const { pattern, options } = inner as Readonly<Record<string, Json>>;
  return {
    pattern: typeof pattern === 'string' ? pattern : null,
    options: typeof options === 'string' ? options : '',
  };
}

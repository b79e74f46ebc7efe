import type { CollectionFacts } from '../../model/judgement.js';
import { itemsOf, type Leaf } from './match-tree.js';
import { mayBe, operandsOfLeaf } from './operand.js';
import { knownOf } from '../sort-and-projection.js';

/** How much of an index's path a predicate leaves: one value, some, a range or several, everything. */
export type Bounds = 'point' | 'points' | 'range' | 'all';

/**
 * Whether the keys alone decide: `exact` by the bounds, `keys` by looking at each key, `counted`: whether a document is
 * found, and not what stands in it, as for null; `documents`: they do not.
 */
export type Decision = 'exact' | 'keys' | 'counted' | 'documents';

export interface LeafBounds {
  readonly bounds: Bounds;
  readonly decision: Decision;
}

const comparisons = new Set(['$gt', '$gte', '$lt', '$lte']);

/** What an ordered index makes of a predicate that it can use; `hasCollation`: its keys are not the strings themselves. */
export function leafBounds(
  leaf: Leaf,
  isSparse: boolean,
  hasCollation: boolean,
  facts: CollectionFacts,
): LeafBounds {
  const bounds = leaf.negated ? negatedBounds(leaf) : plainBounds(leaf);
  const inElemMatch = leaf.elemMatches.length > 0 || leaf.operator === '$elemMatch';
  if (leaf.isExpr || inElemMatch) return { bounds, decision: 'documents' };
  return { bounds, decision: decisionOf(leaf, isSparse, hasCollation, facts) };
}

function plainBounds({ operator, value, inner }: Leaf): Bounds {
  if (operator === '$eq') return equalBounds(knownOf(value));
  if (operator === '$in') return hasPattern(value) ? 'range' : 'points';
  if (comparisons.has(operator)) return knownOf(value) === null ? 'points' : 'range';
  if (operator === '$exists') return isFalse(knownOf(value)) ? 'point' : 'all';
  if (operator === '$regex') return prefixOf(knownOf(value)) === '' ? 'all' : 'range';
  if (operator === '$type') return mayBeArray(value) ? 'all' : 'range';
  if (operator === '$elemMatch') {
    return tightest(inner.map((one) => (one.negated ? negatedBounds(one) : plainBounds(one))));
  }
  return operator === '$mod' ? 'range' : 'all';
}

/** Keys hold the elements of an array: which documents have one, none tells (`TYPE_OPERATOR` in index_bounds_builder.cpp). */
function mayBeArray(value: Leaf['value']): boolean {
  return [knownOf(value)].flat().some((type) => type === 'array' || type === 4);
}

/** A list may be the value, or an element of it; a missing value has been written as null and as `undefined`. */
function equalBounds(known: unknown): Bounds {
  if (Array.isArray(known)) return 'range';
  return known === null ? 'points' : 'point';
}

function hasPattern(value: Leaf['value']): boolean {
  return (itemsOf(value) ?? []).some(
    (item) => patternOf(knownOf(item)) !== null && typeof knownOf(item) !== 'string',
  );
}

function negatedBounds({ operator, value }: Leaf): Bounds {
  return operator === '$exists' && !isFalse(knownOf(value)) ? 'point' : 'range';
}

const order: readonly Bounds[] = ['point', 'points', 'range', 'all'];

export function tightest(all: readonly Bounds[]): Bounds {
  return order.find((bounds) => all.includes(bounds)) ?? 'all';
}

function decisionOf(leaf: Leaf, isSparse: boolean, hasCollation: boolean, facts: CollectionFacts): Decision {
  const { operator, value, negated } = leaf;
  const known = knownOf(value);
  if (operator === '$exists') return isSparse && !isFalse(known) && !negated ? 'exact' : 'documents';
  // A collation's keys are not the texts themselves: the pattern is tried on documents.
  if (operator === '$regex') return hasCollation ? 'documents' : 'keys';
  if (operator === '$type')
    return /array|null|\b4\b|\b10\b/u.test(JSON.stringify(known)) ? 'documents' : 'keys';
  if (operator === '$mod') return 'keys';
  const operands = operandsOfLeaf(leaf, facts);
  if (operands.some((one) => mayBe(one, 'array'))) return 'documents';
  if (hasCollation && operands.some((one) => mayBe(one, 'string', 'object', 'array'))) return 'documents';
  if (operands.some((one) => mayBe(one, 'null') && !negated)) {
    return operator === '$eq' || operator === '$in' ? 'counted' : 'documents';
  }
  return operands.some((one) => mayBe(one, 'regex')) ? 'keys' : 'exact';
}

export function isFalse(known: unknown): boolean {
  return known === false || known === 0;
}

/** What every match of a pattern begins with, as far as an index can use it; empty: nothing. */
export function prefixOf(known: unknown): string {
  const pattern = patternOf(known);
  const anchored = pattern === null ? null : /^(?:\^|\\A)/u.exec(pattern);
  if (pattern === null || !anchored || pattern.includes('|') || optionsOf(known).includes('i')) return '';
  if (optionsOf(known).includes('m') && anchored[0] === '^') return '';
  const literal = /^(?:[^\\^$.|?*+()[\]{}]|\\[^\dA-Za-z])*/u.exec(pattern.slice(anchored[0].length));
  const rest = pattern.slice(anchored[0].length + (literal?.[0].length ?? 0));
  const text = (literal?.[0] ?? '').replace(/\\(.)/gu, '$1');
  return /^[?*{]/u.test(rest) ? text.slice(0, -1) : text;
}

function patternOf(known: unknown): string | null {
  if (typeof known === 'string') return known;
  const regex = regexOf(known);
  return typeof regex?.pattern === 'string' ? regex.pattern : null;
}

function optionsOf(known: unknown): string {
  const options = regexOf(known)?.options;
  return typeof options === 'string' ? options : '';
}

function regexOf(known: unknown): { readonly pattern?: unknown; readonly options?: unknown } | null {
  const isRegex = typeof known === 'object' && known !== null && '$regularExpression' in known;
  return isRegex ? (known.$regularExpression as { pattern?: unknown; options?: unknown }) : null;
}

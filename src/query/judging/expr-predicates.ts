import type { Expression } from '../../model/query.js';
import { open } from '../filter-walk.js';
import type { Leaf, Match } from './match-tree.js';
import { knownOf } from '../sort-and-projection.js';

const comparisons = new Set(['$eq', '$gt', '$gte', '$lt', '$lte']);
const mirrored: Readonly<Record<string, string>> = { $gt: '$lt', $gte: '$lte', $lt: '$gt', $lte: '$gte' };

/**
 * What an index can do for an `$expr`: comparisons of a path with a constant, alone or in an `$and`
 * (https://www.mongodb.com/docs/manual/reference/operator/query/expr/). The `$expr` itself is checked on documents.
 */
export function expressionLeaves(expression: Expression): readonly Match[] {
  return [other(expression), ...comparisonsOf(expression)];
}

function comparisonsOf(expression: Expression): readonly Leaf[] {
  const opened = open(expression);
  if (opened.kind !== 'object' || opened.entries.length !== 1) return [];
  const [entry] = opened.entries;
  if (!entry) return [];
  const operands = open(entry.value);
  if (operands.kind !== 'array') return [];
  if (entry.key === '$and') return operands.items.flatMap(comparisonsOf);
  const [left, right] = operands.items;
  if (!comparisons.has(entry.key) || !left || !right) return [];
  const [path, value, operator] =
    fieldOf(left) === null
      ? [fieldOf(right), left, mirrored[entry.key] ?? entry.key]
      : [fieldOf(left), right, entry.key];
  if (path === null || fieldOf(value) !== null || isComputed(value)) return [];
  return [{ ...other(value), path, operator, value: constantOf(value) }];
}

function other(value: Expression): Leaf {
  return {
    kind: 'leaf',
    path: '',
    operator: '$expr',
    value,
    negated: false,
    isExpr: true,
    elemMatches: [],
    inner: [],
  };
}

/** `$a.b` → `a.b`; null: it is none, or a variable. */
function fieldOf(expression: Expression): string | null {
  const known = knownOf(expression);
  return typeof known === 'string' && known.startsWith('$') && !known.startsWith('$$')
    ? known.slice(1)
    : null;
}

function constantOf(expression: Expression): Expression {
  const opened = open(expression);
  const [entry] = opened.kind === 'object' ? opened.entries : [];
  return entry?.key === '$literal' ? entry.value : expression;
}

function isComputed(expression: Expression): boolean {
  const opened = open(expression);
  if (opened.kind === 'value') return typeof opened.value === 'string' && opened.value.startsWith('$$');
  return (
    opened.kind === 'object' && opened.entries.some(({ key }) => key.startsWith('$') && key !== '$literal')
  );
}

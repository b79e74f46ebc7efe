import type { CollectionFacts } from '../../model/judgement.js';
import { isArrayPath } from './array-paths.js';
import type { IndexView } from './index-view.js';
import { isFalse } from './leaf-bounds.js';
import type { Leaf } from './match-tree.js';
import { mayBe, operandsOfLeaf, type Operand } from './operand.js';
import { knownOf } from '../sort-and-projection.js';

const geo = new Set(['$geoWithin', '$within', '$geoIntersects', '$near', '$nearSphere']);
const ordered = new Set([
  ...['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$exists', '$regex', '$type', '$mod', '$elemMatch'],
]);
/** Their negation is checked on documents only. */
const notNegatable = new Set(['$regex', '$type', '$mod', '$elemMatch']);

export interface UseContext {
  readonly facts: CollectionFacts;
  /** The query's, as `IndexView` has it; undefined: only the program knows it. */
  readonly collation: string | null | undefined;
}

/** Null: an ordered part of the index can use the predicate; else why not, as the end of a sentence on the path. */
export function unusable(leaf: Leaf, view: IndexView, context: UseContext): string | null {
  const { operator, negated, path } = leaf;
  const { facts } = context;
  if (geo.has(operator)) return `is searched by place, which needs a 2dsphere or 2d index`;
  if (!ordered.has(operator)) return `is searched by ${operator}, which no index helps with`;
  const isMultikey = isArrayPath(path, facts);
  if (leaf.isExpr && isMultikey) return 'holds arrays, which an $expr cannot look up in an index';
  if (negated && notNegatable.has(operator))
    return `is searched by a negated ${operator}, which no index helps with`;
  const operands = leaf.operator === '$elemMatch' ? [] : operandsOfLeaf(leaf, facts);
  if (negated && operands.some((one) => mayBe(one, 'array', 'regex'))) {
    return 'is compared with a list or a pattern, negated, which no index helps with';
  }
  if (negated && isMultikey && operands.some((one) => mayBe(one, 'null'))) {
    return 'holds arrays, in which an index does not find what is not null';
  }
  if (view.isSparse && (leaf.isExpr || !sparseHolds(leaf, operands))) {
    return 'may be missing in documents found, and a sparse index leaves those out';
  }
  if (operator === '$elemMatch') {
    return leaf.inner.map((one) => unusable(one, view, context)).find((reason) => reason !== null) ?? null;
  }
  return otherCollation(operator, operands, view, context);
}

function otherCollation(
  operator: string,
  operands: readonly Operand[],
  view: IndexView,
  { collation }: UseContext,
): string | null {
  if (['$exists', '$type', '$mod', '$regex'].includes(operator)) return null;
  if (view.collation === collation) return null;
  if (operands.some((one) => mayBe(one, 'string', 'object', 'array'))) {
    return 'is compared as text by another collation than that of the index';
  }
  return null;
}

/** Whether the predicate finds only documents that have the path. */
function sparseHolds({ operator, negated, value }: Leaf, operands: readonly Operand[]): boolean {
  const hasNull = operands.some((one) => mayBe(one, 'null'));
  if (operator === '$exists') return negated === isFalse(knownOf(value));
  if (negated) return hasNull && operator === '$eq';
  return !(hasNull && ['$eq', '$in', '$gte', '$lte'].includes(operator));
}

export function isGeo({ operator, negated }: Leaf): boolean {
  return geo.has(operator) && !negated;
}

export function isNear({ operator }: Leaf): boolean {
  return operator === '$near' || operator === '$nearSphere';
}

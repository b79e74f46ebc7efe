import type { Json } from '../../model/json.js';
import { compareValues } from './bson-value.js';
import { certainLeaves, itemsOf, type Leaf, type Match } from './match-tree.js';
import { knownOf } from '../sort-and-projection.js';

/**
 * Whether every document that `query` finds fulfils `filter`, as far as the server proves it for a partial index: the
 * query's own predicates must say as much, path by path
 * (https://www.mongodb.com/docs/manual/core/index-partial/#query-coverage).
 */
export function implies(query: Match, filter: Match): boolean {
  if (filter.kind === 'and') return filter.parts.every((part) => implies(query, part));
  if (query.kind === 'or') return query.parts.every((part) => implies(part, filter));
  if (query.kind === 'and' && query.parts.some((part) => implies(part, filter))) return true;
  if (filter.kind === 'or') return filter.parts.some((part) => implies(query, part));
  if (filter.kind !== 'leaf') return false;
  return certainLeaves(query).some((leaf) => leaf.path === filter.path && leafImplies(leaf, filter));
}

function leafImplies(leaf: Leaf, filter: Leaf): boolean {
  if (leaf.isExpr || leaf.elemMatches.length > 0) return false;
  if (filter.operator === '$exists') return provesExistence(leaf);
  if (leaf.negated || filter.negated) return false;
  const wanted = knownOf(filter.value);
  if (leaf.operator === '$in') {
    const values = itemsOf(leaf.value)?.map(knownOf);
    if (!values || values.length === 0) return false;
    return values.every((value) => value !== undefined && pointImplies(value, filter));
  }
  const value = knownOf(leaf.value);
  if (value === undefined || wanted === undefined) return false;
  if (leaf.operator === '$eq') return pointImplies(value, filter);
  if (leaf.operator === filter.operator && JSON.stringify(value) === JSON.stringify(wanted)) return true;
  return rangeImplies(leaf.operator, value, filter.operator, wanted);
}

/** A comparison with anything but null finds only documents that have the path; so does a list without null. */
function provesExistence(leaf: Leaf): boolean {
  const value = knownOf(leaf.value);
  if (leaf.operator === '$exists') return !leaf.negated && value !== false && value !== 0;
  if (leaf.operator === '$in') {
    const items = itemsOf(leaf.value);
    const hasNull = items?.some((item) => knownOf(item) === null) ?? false;
    return leaf.negated ? hasNull : items !== null && !hasNull;
  }
  if (leaf.operator === '$eq') return leaf.negated === (value === null);
  if (leaf.negated) return false;
  if (['$gt', '$gte', '$lt', '$lte'].includes(leaf.operator)) return value !== null;
  return ['$regex', '$elemMatch', '$type', '$mod', '$size'].includes(leaf.operator);
}

function pointImplies(value: Json, filter: Leaf): boolean {
  const wanted = knownOf(filter.value);
  if (wanted === undefined) return false;
  if (filter.operator === '$in') {
    return itemsOf(filter.value)?.some((item) => same(value, knownOf(item))) ?? false;
  }
  const order = compareValues(value, wanted);
  if (order === null) return false;
  if (filter.operator === '$eq') return order === 0;
  if (filter.operator === '$gt') return order > 0;
  if (filter.operator === '$gte') return order >= 0;
  if (filter.operator === '$lt') return order < 0;
  return filter.operator === '$lte' && order <= 0;
}

function rangeImplies(operator: string, value: Json, wantedOperator: string, wanted: Json): boolean {
  const order = compareValues(value, wanted);
  if (order === null) return false;
  if (operator === '$gt') return ['$gt', '$gte'].includes(wantedOperator) && order >= 0;
  if (operator === '$gte')
    return (wantedOperator === '$gte' && order >= 0) || (wantedOperator === '$gt' && order > 0);
  if (operator === '$lt') return ['$lt', '$lte'].includes(wantedOperator) && order <= 0;
  if (operator === '$lte')
    return (wantedOperator === '$lte' && order <= 0) || (wantedOperator === '$lt' && order < 0);
  return false;
}

function same(left: Json, right: Json | undefined): boolean {
  return right !== undefined && compareValues(left, right) === 0;
}

import type { Predicate, PredicateKind, QueryShape, QuerySite } from '../model/query.js';
import { isPattern, type Operand, open, operandsOf } from './filter-walk.js';
import { sortPairs } from './sort-and-projection.js';

const kinds: Readonly<Record<string, PredicateKind>> = {
  $eq: 'equality',
  $gt: 'range',
  $gte: 'range',
  $lt: 'range',
  $lte: 'range',
  $in: 'in',
  $all: 'in',
  $ne: 'negation',
  $nin: 'negation',
  $exists: 'exists',
  $regex: 'regex',
  $text: 'text',
  $geoWithin: 'geo',
  $geoIntersects: 'geo',
  $near: 'geo',
  $nearSphere: 'geo',
};

/** Say how another operator works, and nothing of the path. */
const modifiers = new Set(['$options', '$comment', '$maxDistance', '$minDistance']);

/** What the site asks, without values: each path and kind once, in the order of the code. */
export function shapeOf(site: QuerySite): QueryShape {
  const found = new Map<string, Predicate>();
  for (const operand of operandsOf(site.filter)) {
    if (modifiers.has(operand.operator) || operand.operator === 'filter') continue;
    const predicate = kindOf(operand);
    const id = `${predicate} ${operand.path}`;
    const optional = operand.optional && (found.get(id)?.optional ?? true);
    found.set(id, { path: operand.path, predicate, optional });
  }
  return { filter: [...found.values()], sort: sortPairs(site.sort) };
}

function kindOf({ operator, value, negated, element }: Operand): PredicateKind {
  if (negated) return 'negation';
  if (element) return 'elemMatch';
  if (operator === '$eq' && isPattern(open(value))) return 'regex';
  return kinds[operator] ?? 'other';
}

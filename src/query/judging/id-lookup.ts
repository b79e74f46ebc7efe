import { canonicalCollation } from '../../model/collation.js';
import type { JudgedQuery } from './judged-query.js';
import { operandOf } from './operand.js';

/** Exactly one value of `_id`, without a skip, a hint or another collation than the collection's: found without a plan. */
export function isIdLookup({ match, hasSkip, hint, context }: JudgedQuery): boolean {
  if (match.kind !== 'leaf' || match.path !== '_id' || match.operator !== '$eq') return false;
  if (match.negated || match.isExpr || hasSkip || hint !== undefined) return false;
  const { type } = operandOf('_id', match.value, context.facts);
  if (type === 'array' || type === 'regex' || type === 'null') return false;
  return context.collation === canonicalCollation(context.facts.collation);
}

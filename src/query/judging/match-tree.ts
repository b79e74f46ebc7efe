import type { Expression } from '../../model/query.js';
import { isList, open } from '../filter-walk.js';

/** One predicate on one path, as the planner takes it apart: `{ a: { $gte: 1, $lt: 5 } }` are two. */
export interface Leaf {
  readonly kind: 'leaf';
  /** From the document's root, through `$elemMatch`; empty for `$text`, `$where` and the like. */
  readonly path: string;
  /** `$eq` where the code writes none, `$regex` for a pattern however it is written. */
  readonly operator: string;
  readonly value: Expression;
  /** `$ne`, `$nin`, `$not`. */
  readonly negated: boolean;
  /** It stands in an `$expr`, which compares without looking into arrays. */
  readonly isExpr: boolean;
  /** The paths of object-form `$elemMatch`es around it. */
  readonly elemMatches: readonly string[];
  /** Of a value-form `$elemMatch`: `{ scores: { $elemMatch: { $gte: 80 } } }`. */
  readonly inner: readonly Leaf[];
}

/** A filter as the planner sees it. `unknown`: predicates that only the program knows. */
export type Match =
  | { readonly kind: 'and' | 'or' | 'nor'; readonly parts: readonly Match[] }
  | { readonly kind: 'unknown' }
  | Leaf;

/** The leaves that every matching document fulfils. */
export function certainLeaves(match: Match): readonly Leaf[] {
  if (match.kind === 'leaf') return [match];
  return match.kind === 'and' ? match.parts.flatMap(certainLeaves) : [];
}

export function hasUnknown(match: Match): boolean {
  if (match.kind === 'unknown') return true;
  return match.kind !== 'leaf' && match.parts.some(hasUnknown);
}

/** All leaves, those of `$or` and `$nor` too. */
export function allLeaves(match: Match): readonly Leaf[] {
  if (match.kind === 'leaf') return [match];
  return match.kind === 'unknown' ? [] : match.parts.flatMap(allLeaves);
}

/** The items of a list operand; null: only the program knows them. */
export function itemsOf(value: Expression): readonly Expression[] | null {
  const opened = open(value);
  if (opened.kind === 'array') return opened.items;
  return opened.kind === 'value' && isList(opened.value)
    ? opened.value.map((item) => ({ kind: 'value', value: item }))
    : null;
}

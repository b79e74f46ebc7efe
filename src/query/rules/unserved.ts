import type { SiteRule } from '../../model/finding.js';
import type { JudgedIndex } from '../../model/judgement.js';
import { judge } from '../judging/judge.js';
import { knownOf } from '../sort-and-projection.js';
import { isOpenPattern } from './pattern.js';
import type { AskedCollection, AskedQuery } from './site-rule.js';

/** Why no index serves a query, as the rule that says so; null: one does, or nobody can know. */
export function unservedBecause(query: AskedQuery): SiteRule | null {
  const { judgement, leaves, of, site } = query;
  if (mayHaveOthers(of)) return null;
  if (judgement.refusal !== null) return 'missing-index';
  if (judgement.plan !== 'COLLSCAN' && !readsAllBut(query)) return null;
  if (judgement.unservedBranches.length > 0 && !isServedBeside(query)) return 'or-branch-unindexed';
  if (leaves.length === 0) return null;
  if (servingOtherwise(query, withoutPartialFilter)) return 'partial-index-not-implied';
  if (servingOtherwise(query, (index) => withCollation(index, site.collation && knownOf(site.collation))))
    return 'collation-mismatch';
  if (leaves.every(isOpenPattern)) return 'unanchored-regex';
  return leaves.every(({ negated }) => negated) ? 'negation-only' : 'missing-index';
}

/** The index on _id leads past the one document that is left out, `_id: { $ne: id }`, and to all others. */
export function readsAllBut({ judgement: { plan, servedBy }, leaves }: AskedQuery): boolean {
  const ofId = leaves.filter(({ path }) => path === '_id');
  return (
    plan === 'IXSCAN' &&
    servedBy.every((name) => name === '_id_') &&
    ofId.length > 0 &&
    ofId.every(({ negated }) => negated) &&
    ofId.length < leaves.length
  );
}

/** No model stands for the collection, no server was asked, and no index that code creates on it was read. */
export function isUndefined({ hasModel, isLive, defined }: AskedCollection): boolean {
  return !hasModel && !isLive && defined.length === 0;
}

/** Of the indexes that code creates on what only the program knows, one may serve. */
export function mayHaveOthers({ isBuiltElsewhere, complete }: AskedCollection): boolean {
  return isBuiltElsewhere && !complete;
}

/** A unique index finds it: one document at most for each value that is asked for. */
export function isUniqueFind({ judgement, leaves, of }: AskedQuery): boolean {
  const values = leaves.filter(
    ({ operator, negated }) => !negated && (operator === '$eq' || operator === '$in'),
  );
  return of.indexes.some(
    ({ name, key, options }) =>
      options.unique === true &&
      judgement.considered.some((one) => one.name === name && one.role === 'search') &&
      key.every(([path]) => values.some((leaf) => leaf.path === path)),
  );
}

/** An index on what stands beside the `$or` would serve all its branches. */
function isServedBeside({ leaves, proposal }: AskedQuery): boolean {
  const proposed = leaves.length > 0 ? proposal() : null;
  const first = proposed?.key[0]?.[0];
  return proposed?.branches.length === 0 && leaves.some(({ path }) => path === first);
}

/** The first index that would be searched if it were changed so. */
export function servingOtherwise(
  { site, of }: AskedQuery,
  change: (index: JudgedIndex) => JudgedIndex | null,
): JudgedIndex | null {
  return (
    of.indexes.find((index) => {
      const changed = change(index);
      if (!changed || index.isHidden) return false;
      return judge(site, [changed], of.facts).considered.some(
        ({ name, role }) => name === index.name && role === 'search',
      );
    }) ?? null
  );
}

export function withoutPartialFilter(index: JudgedIndex): JudgedIndex | null {
  const { partialFilterExpression, sparse, ...options } = index.options;
  return partialFilterExpression === undefined && sparse !== true ? null : { ...index, options };
}

export function withCollation(
  index: JudgedIndex,
  collation: JudgedIndex['options'][string] | null | undefined,
): JudgedIndex | null {
  if (collation === undefined) return null;
  const { collation: own, ...options } = index.options;
  if (own === undefined && collation === null) return null;
  return { ...index, options: collation === null ? options : { ...options, collation } };
}

import type { IndexOptions, KeyPattern } from '../../model/index-specification.js';
import type { CollectionFacts, IndexProposal, JudgedIndex } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import { accessesTo, disjunctions } from '../judging/accesses.js';
import { bestKeys, proposed, weightOf, type BestKey } from './best-key.js';
import { isIdLookup } from '../judging/id-lookup.js';
import { idIndex, viewOf } from '../judging/index-view.js';
import { judgedQuery, type JudgedQuery } from '../judging/judged-query.js';
import { certainLeaves, type Leaf, type Match } from '../judging/match-tree.js';
import { keyReason, partialHint } from './proposal-words.js';
import { optionsFor } from './proposal-options.js';
import { beginsKey } from './strategy-words.js';

/** What an index that is there may cost more than the best one, and still be good enough. */
const goodEnough = 1.1;
/** So few keys and documents need no better index. */
const few = 10;

/**
 * The index that would serve a query, or serve it better: equality before the sort before ranges, unless samples tell of
 * a better order (https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-rule/), and with what is there. Null:
 * what is there serves it well, or no index would help.
 */
export function proposeIndex(
  site: QuerySite,
  indexes: readonly JudgedIndex[],
  facts: CollectionFacts,
): IndexProposal | null {
  const query = judgedQuery(site, facts, false);
  if (isIdLookup(query) || query.hint !== undefined) return null;
  const options = optionsFor(site, query);
  const all = [idIndex, ...indexes];
  const whole = proposalFor(query.match, [], options, query, all);
  const [or] = disjunctions(query.match);
  if (whole !== null || !or || bestKeys(query.match, [], options, query).length > 0) return whole;
  return forBranches(or, certainLeaves(query.match), options, query, all);
}

/** Each branch that no index serves gets one of its own. */
function forBranches(
  or: Match & { kind: 'or' },
  outer: readonly Leaf[],
  options: IndexOptions,
  query: JudgedQuery,
  indexes: readonly JudgedIndex[],
): IndexProposal | null {
  const views = indexes.map((index) => viewOf(index, query.context.facts));
  const found = or.parts
    .filter((branch) => accessesTo(branch, outer, views, query).found.length === 0)
    .map((branch) => proposalFor(branch, outer, options, query, indexes));
  const known = found.filter((one) => one !== null);
  const [first, ...rest] = known.filter(
    ({ name }, at) => known.findIndex((other) => other.name === name) === at,
  );
  // One branch without an index leaves the whole to a scan.
  return first && known.length === found.length ? { ...first, branches: rest } : null;
}

function proposalFor(
  match: Match,
  outer: readonly Leaf[],
  options: IndexOptions,
  query: JudgedQuery,
  indexes: readonly JudgedIndex[],
): IndexProposal | null {
  const text = certainLeaves(match).find(({ operator }) => operator === '$text');
  if (text) return textProposal(indexes, query);
  const best = bestKeys(match, outer, options, query);
  const [first] = best;
  if (!first) return null;
  const weigh = (index: JudgedIndex) => weightOf(match, outer, index, query);
  const isGood = (weight: number) => weight <= Math.max(few, first.weight * goodEnough);
  const visible = indexes.filter(({ isHidden }) => !isHidden);
  if (visible.some((index) => isGood(weigh(index)))) return null;
  const hidden = indexes.find((index) => index.isHidden && isGood(weigh({ ...index, isHidden: false })));
  if (hidden) return reuse(hidden);
  return extension(best, visible, options, query) ?? fresh(first.key, options, query);
}

function reuse({ key, options, name }: JudgedIndex): IndexProposal {
  return {
    kind: 'reuse',
    key,
    options,
    name,
    replaces: name,
    reason: `${name} would serve it and is hidden: unhide it.`,
    branches: [],
  };
}

/** An index that begins as a good one does gets the rest of its paths, if nothing else depends on how it is. */
function extension(
  best: readonly BestKey[],
  indexes: readonly JudgedIndex[],
  options: IndexOptions,
  query: JudgedQuery,
): IndexProposal | null {
  for (const { key } of best) {
    const index = indexes.find((one) => isExtensible(one, options) && beginsKey(one.key, key));
    if (!index) continue;
    const { name } = proposed(key, options);
    const added = key.slice(index.key.length).map(([path]) => path);
    return {
      kind: 'extend',
      key,
      options: index.options,
      name,
      replaces: index.name,
      reason: `${index.name} begins as the index that this query needs, and goes on serving what it serves with ${added.join(', ')} after it. ${keyReason(key, query)}`,
      branches: [],
    };
  }
  return null;
}

function isExtensible({ key, options }: JudgedIndex, wanted: IndexOptions): boolean {
  const own = Object.keys(options).filter((name) => name !== 'collation');
  const sameCollation =
    JSON.stringify(options.collation ?? null) === JSON.stringify(wanted.collation ?? null);
  const isIdKey = key.length === 1 && key[0]?.[0] === '_id';
  return own.length === 0 && sameCollation && !isIdKey;
}

function fresh(key: KeyPattern, options: IndexOptions, query: JudgedQuery): IndexProposal {
  const hint = partialHint(certainLeaves(query.match));
  return {
    kind: 'new',
    key,
    options,
    name: proposed(key, options).name,
    replaces: null,
    reason: [keyReason(key, query), ...(hint === null ? [] : [hint])].join(' '),
    branches: [],
  };
}

/** Text is searched in all paths that a text index has; which these are, the query does not say. */
function textProposal(indexes: readonly JudgedIndex[], { context }: JudgedQuery): IndexProposal | null {
  if (indexes.some(({ key }) => key.some(([, kind]) => kind === 'text'))) return null;
  const texts = (context.facts.paths ?? []).filter(({ type }) => type === 'String').map(({ path }) => path);
  const paths = texts.length > 0 && texts.length <= 3 ? texts : ['$**'];
  const key = paths.map((path) => [path, 'text'] as const);
  return {
    kind: 'new',
    key,
    options: {},
    name: proposed(key, {}).name,
    replaces: null,
    reason:
      '$text needs a text index, and a collection has one at most. Name the paths whose words are searched.',
    branches: [],
  };
}

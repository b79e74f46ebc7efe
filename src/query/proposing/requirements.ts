import type { IndexOptions } from '../../model/index-specification.js';
import type { CollectionFacts, JudgedIndex } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import type { Steps } from '../../model/steps.js';
import { disjunctions } from '../judging/accesses.js';
import { isAsOwn } from './as-own.js';
import { proposed, weighed, type Weighed } from './best-key.js';
import { asWritten, orders, usefulPaths } from './candidate-keys.js';
import { isIdLookup } from '../judging/id-lookup.js';
import { judgedQuery } from '../judging/judged-query.js';
import { certainLeaves, type Leaf, type Match } from '../judging/match-tree.js';
import { optionsFor } from './proposal-options.js';

/** What one index has to do: serve one query shape, or one branch of its `$or`. */
export interface Requirement {
  readonly sites: QuerySite[];
  /** Keys that could serve it, the usual order of all its paths first. */
  readonly keys: readonly JudgedIndex[];
  /** All its paths in the order that the rule alone gives: `asWritten`. */
  readonly written: JudgedIndex;
  readonly weigh: (index: JudgedIndex) => Weighed;
  /** Whether it serves as well as the first of `keys` whatever the data are, where it serves at all. */
  readonly isAsOwn: (index: JudgedIndex) => boolean;
}

/** Each shape once, with the sites that ask it; and the sites that no index helps. In small steps. */
export function* requirementsOf(
  sites: readonly QuerySite[],
  facts: CollectionFacts,
): Steps<{ readonly requirements: readonly Requirement[]; readonly helpless: readonly QuerySite[] }> {
  const found = new Map<string, Requirement>();
  const helpless: QuerySite[] = [];
  for (const site of sites) {
    yield;
    const query = judgedQuery(site, facts, false);
    if (isIdLookup(query)) continue;
    const options = optionsFor(site, query);
    const needs = needsOf(query.match).map(({ match, outer }): Requirement => {
      const leaves = [...certainLeaves(match), ...outer];
      // A range that leaves nearly all documents counts as well: without it some more are looked at, if only a few.
      const paths = usefulPaths(leaves, query, true);
      const isHelped = usefulPaths(leaves, query).length > 0;
      const { keys, written } = keysOf(match, isHelped ? paths : [], options);
      return {
        sites: [site],
        keys,
        written,
        isAsOwn: ({ key }) => keys[0] !== undefined && isAsOwn(key, keys[0].key, paths, facts),
        weigh: (index) => weighed(match, outer, { ...index, isHidden: false }, query),
      };
    });
    if (needs.some(({ keys }) => keys.length === 0)) {
      const asksNothing = query.match.kind === 'and' && query.match.parts.length === 0;
      if (!asksNothing || !site.complete) helpless.push(site);
      continue;
    }
    const { match, sort, taken, limit, context } = query;
    for (const [at, need] of needs.entries()) {
      const id = JSON.stringify([match, at, sort, taken, limit, context.collation]);
      const known = found.get(id);
      if (known) known.sites.push(site);
      else found.set(id, need);
    }
  }
  return { requirements: [...found.values()], helpless };
}

function needsOf(match: Match): readonly { readonly match: Match; readonly outer: readonly Leaf[] }[] {
  const outer = certainLeaves(match);
  const [or] = disjunctions(match);
  return or && outer.length === 0
    ? or.parts.map((branch) => ({ match: branch, outer }))
    : [{ match, outer: [] }];
}

/** A text index has paths that no query names: one that is there may serve, none is thought of. */
function keysOf(
  match: Match,
  paths: ReturnType<typeof usefulPaths>,
  options: IndexOptions,
): Pick<Requirement, 'keys' | 'written'> {
  const isText = certainLeaves(match).some(({ operator }) => operator === '$text');
  const text = proposed([['$**', 'text']], {});
  if (isText) return { keys: [text], written: text };
  return {
    keys: orders(paths).map((key) => proposed(key, options)),
    written: proposed(asWritten(paths), options),
  };
}

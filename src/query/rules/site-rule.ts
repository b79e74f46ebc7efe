import type { DefinedIndex } from '../../model/index-specification.js';
import type { Fix, Severity, SiteRule } from '../../model/finding.js';
import type { CollectionFacts, IndexProposal, JudgedIndex, Judgement } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import { judge } from '../judging/judge.js';
import { matchOf } from '../judging/match.js';
import { certainLeaves, type Leaf } from '../judging/match-tree.js';
import { proposeIndex } from '../proposing/propose-index.js';

/** What is known of a collection and its indexes; one object as long as nothing of it changes. */
export interface AskedCollection {
  readonly collection: string;
  /** Those that may serve its queries: live ones where a server was asked, else those that code defines. */
  readonly indexes: readonly JudgedIndex[];
  readonly defined: readonly DefinedIndex[];
  /** Whether `indexes` are those of a server. */
  readonly isLive: boolean;
  /** Nothing but tests defines it or asks for it: what they ask need not be quick. */
  readonly isOfTests: boolean;
  /** Whether a model of the code stands for it. */
  readonly hasModel: boolean;
  /** Nothing that code defines is built by itself: its indexes are created by code that was not read, or by people. */
  readonly isBuiltElsewhere: boolean;
  /** False: an index of it may not have been read. */
  readonly complete: boolean;
  readonly facts: CollectionFacts;
}

/** A query with what is predicted of it. */
export interface AskedQuery {
  readonly site: QuerySite;
  readonly of: AskedCollection;
  readonly judgement: Judgement;
  /** The predicates that are always written. */
  readonly leaves: readonly Leaf[];
  /** Null: what is there serves it well, or nothing would. */
  readonly proposal: () => IndexProposal | null;
  /** Another collection of the database; null: nothing is known of it. */
  readonly collection: (name: string) => AskedCollection | null;
}

/** What a rule says where it applies. */
export interface RuleFinding {
  readonly message: string;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
  readonly indexes?: readonly string[];
  readonly fix?: Fix | null;
}

export interface SiteCheck {
  readonly rule: SiteRule;
  readonly severity: Severity;
  readonly check: (query: AskedQuery) => RuleFinding | null;
}

export function askedQuery(
  site: QuerySite,
  of: AskedCollection,
  collection: AskedQuery['collection'],
): AskedQuery {
  let proposal: IndexProposal | null | undefined;
  return {
    site,
    of,
    judgement: judge(site, of.indexes, of.facts),
    leaves: certainLeaves(matchOf(site.filter, false)),
    proposal: () =>
      proposal === undefined ? (proposal = proposeIndex(site, of.indexes, of.facts)) : proposal,
    collection,
  };
}

import type { DefinedIndex, IndexSpecification } from './index-specification.js';
import type { ConsideredIndex, IndexProposal } from './judgement.js';
import type { Place } from './place.js';
import type { QuerySite } from './query.js';

/** About one query. Stable ids: settings, silencing comments and other programs name them. */
const siteRules = [
  'missing-index',
  'sort-in-memory',
  'partial-index-not-implied',
  'collation-mismatch',
  'or-branch-unindexed',
  'unanchored-regex',
  'negation-only',
  'lookup-unindexed',
  'skip-pagination',
  'query-in-loop',
  'lean-read-only',
  'select-needed',
  'coverable',
  'count-documents-all',
  'single-field-instead-of-compound',
  'order-esr',
] as const;

/** About the indexes of one collection. */
const indexRules = [
  'redundant-prefix',
  'duplicate-index',
  'over-budget',
  'unused',
  'unused-in-code',
  'unique-without-index-build',
  'index-declared-twice',
] as const;

export const rules = [...siteRules, ...indexRules] as const;

export type SiteRule = (typeof siteRules)[number];
export type IndexRule = (typeof indexRules)[number];
export type Rule = SiteRule | IndexRule;

/** The quietest first. */
export const severities = ['hint', 'info', 'warning', 'error'] as const;

export type Severity = (typeof severities)[number];

/** Of rules that the user wants otherwise; `off`: not at all. */
export type RuleSettings = Readonly<Partial<Record<Rule, Severity | 'off'>>>;

/** What would settle a finding in code. */
export type Fix =
  /** Another index in the model: a new one, or one that takes the place of `replaces`. */
  | { readonly kind: 'index'; readonly proposal: IndexProposal; readonly replaces: DefinedIndex | null }
  /** It is defined, and not live as it should be. */
  | { readonly kind: 'ensure'; readonly index: IndexSpecification }
  | { readonly kind: 'remove'; readonly index: DefinedIndex }
  | { readonly kind: 'lean' };

/** Something that a rule found, with its evidence and the change that would settle it. */
export interface Finding {
  readonly rule: Rule;
  readonly severity: Severity;
  /** What was found and why it is so, in whole sentences. */
  readonly message: string;
  /** The query's name, or the definition; null: it is about something that stands in no code. */
  readonly place: Place | null;
  readonly collection: string;
  /** Null: it is about indexes. */
  readonly site: QuerySite | null;
  /** Of a query: why each index serves it or not. */
  readonly considered: readonly ConsideredIndex[];
  /** Names of the indexes that it is about; the first one would change. */
  readonly indexes: readonly string[];
  readonly fix: Fix | null;
}

/** A comment that keeps rules quiet on the line after it; no rules: all of them. */
export interface Silence {
  readonly place: Place;
  readonly rules: readonly string[];
}

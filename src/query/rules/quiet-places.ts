import { severities, type Severity, type SiteRule } from '../../model/finding.js';

/** What a file is there for, where it is not the program: to test it, or to run once. */
export type Purpose = 'test' | 'once';

const tests =
  /(?:^|[/_-])(?:tests?|specs?|e2e|cypress|playwright|mocks?|fixtures?)_*\/|[.-](?:test|spec|e2e|stories)(?:-\w+)?\.\w+$/iu;
const once =
  /(?:^|[/_-])(?:migrations?|seeds?|seeders?|scripts?|examples?|benchmarks?)_*\/|(?:^|\/)bin\/|[.-](?:migration|seed|seeder)\.\w+$|(?:^|\/)(?:seed|migrate)\w*\.\w+$/iu;

/** As its path below the workspace's folder tells; null: it is part of the program. */
export function purposeOf(file: string): Purpose | null {
  if (tests.test(file)) return 'test';
  return once.test(file) ? 'once' : null;
}

/** Of all files that ask for something: that of the loudest. */
export function purposeOfAll(purposes: readonly (Purpose | null)[]): Purpose | null {
  if (purposes.includes(null)) return null;
  return purposes.includes('once') ? 'once' : 'test';
}

/** How loud a finding is in such a file; null: it is not told, as what a test asks need not be quick, nor what runs once be perfect. */
export function loudnessIn(purpose: Purpose | null, severity: Severity): Severity | null {
  if (purpose === null) return severity;
  if (purpose === 'once') return severity === 'hint' ? null : quieter(severity, 'info');
  return severity === 'warning' || severity === 'error' ? 'hint' : null;
}

/** What they advise is an index, in the end. */
const byIndex: ReadonlySet<SiteRule> = new Set<SiteRule>([
  ...(['missing-index', 'or-branch-unindexed', 'partial-index-not-implied', 'collation-mismatch'] as const),
  ...(['single-field-instead-of-compound', 'order-esr', 'coverable', 'sort-in-memory'] as const),
  ...(['negation-only', 'unanchored-regex'] as const),
]);

/**
 * Whether a rule has something to say of a query in such a file: to build an index reads the whole collection, as the
 * query does that runs once, and what a test asks need not be quick.
 */
export function appliesIn(purpose: Purpose | null, rule: SiteRule, isRepeated: boolean): boolean {
  return purpose === null || !byIndex.has(rule) || (purpose === 'once' && isRepeated);
}

export function quieter(one: Severity, other: Severity): Severity {
  return severities[Math.min(severities.indexOf(one), severities.indexOf(other))] ?? one;
}

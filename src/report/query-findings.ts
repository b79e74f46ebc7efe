import type { Finding, Rule } from '../model/finding.js';
import type { JudgedSite, QueryReport } from '../model/query-report.js';

/** What may fail a run: a rule by its id, or any that says that no index serves a query. */
export type QueryFailure = Rule | 'unserved';

const unserved: ReadonlySet<Rule> = new Set([
  'missing-index',
  'or-branch-unindexed',
  'partial-index-not-implied',
  'collation-mismatch',
  'lookup-unindexed',
]);

export function allFindings({ sites, others }: QueryReport): readonly Finding[] {
  return [...sites.flatMap(({ findings }) => findings), ...others];
}

/** Whether a finding is one that the user wants to fail on; `unserved` leaves out what is only told quietly. */
export function fails({ rule, severity }: Finding, failOn: ReadonlySet<QueryFailure>): boolean {
  const isLoud = severity === 'warning' || severity === 'error';
  return failOn.has(rule) || (failOn.has('unserved') && isLoud && unserved.has(rule));
}

/** `14 queries: 12 served by an index, 2 read whole collections; 3 findings.` */
export function closingLine(report: QueryReport): string {
  const { sites, known } = report;
  const total = allFindings(report).length;
  const count = (test: (site: JudgedSite) => boolean): number => sites.filter(test).length;
  const served = count(({ judgement }) => judgement?.plan === 'IXSCAN' || judgement?.plan === 'IDHACK');
  const scans = count(({ judgement }) => judgement?.plan === 'COLLSCAN');
  const open = sites.length - served - scans;
  const parts = [
    `${served} served by an index`,
    ...(scans > 0 ? [`${scans} read whole collections`] : []),
    ...(open > 0 ? [`${open} could not be judged`] : []),
  ];
  const quiet = known > 0 ? ` ${known} more ${known === 1 ? 'is' : 'are'} in the baseline.` : '';
  return `${plural(sites.length, 'query', 'queries')}: ${parts.join(', ')}; ${plural(total, 'finding', 'findings')}.${quiet}`;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `CompanyIntegration.findOne {facebookChatId}` */
export function siteText({ site, shape }: JudgedSite): string {
  const paths = [...new Set(shape.filter.map(({ path, optional }) => (optional ? `${path}?` : path)))];
  const sort = shape.sort.map(([path, direction]) => `${path}: ${direction}`);
  const sorted = sort.length > 0 ? ` sort {${sort.join(', ')}}` : '';
  return `${site.model ?? site.collection ?? 'unknown'}.${site.operation} {${paths.join(', ')}}${sorted}`;
}

import type { Finding } from '../model/finding.js';
import type { JudgedSite, QueryReport } from '../model/query-report.js';
import { siteText } from './query-findings.js';
import { relativePath } from './relative-path.js';

/** A finding by what it is about; where it stands in its file may change. */
interface KnownFinding {
  readonly rule: string;
  /** Null: it stands in no file. */
  readonly file: string | null;
  /** The query, or the collection with its indexes. */
  readonly about: string;
  /** How many of them there are. */
  readonly count: number;
}

/** Findings that were there when the file was written. */
export interface Baseline {
  readonly version: 1;
  readonly findings: readonly KnownFinding[];
}

export function baselineOf(report: QueryReport, root: string): Baseline {
  const counts = new Map<string, KnownFinding>();
  for (const { identity: one } of identified(report, root)) {
    const key = keyOf(one);
    counts.set(key, { ...one, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const findings = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return { version: 1, findings };
}

/** The report without what the baseline knows. */
export function withoutKnown(report: QueryReport, baseline: Baseline, root: string): QueryReport {
  const left = new Map(baseline.findings.map((one) => [keyOf(one), one.count]));
  let known = 0;
  const isNew = (finding: Finding, site: JudgedSite | null): boolean => {
    const key = keyOf(identity(finding, site, root));
    const count = left.get(key) ?? 0;
    if (count === 0) return true;
    left.set(key, count - 1);
    known += 1;
    return false;
  };
  const sites = report.sites.map((site) => ({
    ...site,
    findings: site.findings.filter((finding) => isNew(finding, site)),
  }));
  const others = report.others.filter((finding) => isNew(finding, null));
  return { ...report, sites, others, known };
}

/** Null: the text is no baseline. */
export function parseBaseline(text: string): Baseline | null {
  try {
    const { version, findings } = JSON.parse(text) as Partial<Baseline>;
    return version === 1 && Array.isArray(findings) ? { version, findings } : null;
  } catch {
    return null;
  }
}

/** All findings, each with a key that stays as it is while only lines change, and tells one from others about the same. */
export function keyedFindings(
  report: QueryReport,
  root: string,
): readonly { readonly finding: Finding; readonly key: string }[] {
  const counts = new Map<string, number>();
  return identified(report, root).map(({ finding, identity: { rule, file, about } }) => {
    const alike = [file, rule, about].filter((part) => part !== null).join(' | ');
    const nth = (counts.get(alike) ?? 0) + 1;
    counts.set(alike, nth);
    return { finding, key: nth === 1 ? alike : `${alike} | ${nth}` };
  });
}

function identified(
  report: QueryReport,
  root: string,
): readonly { readonly finding: Finding; readonly identity: Omit<KnownFinding, 'count'> }[] {
  const of = (finding: Finding, site: JudgedSite | null) => ({
    finding,
    identity: identity(finding, site, root),
  });
  return [
    ...report.sites.flatMap((site) => site.findings.map((finding) => of(finding, site))),
    ...report.others.map((finding) => of(finding, null)),
  ];
}

function identity(
  { rule, place, collection, indexes }: Finding,
  site: JudgedSite | null,
  root: string,
): Omit<KnownFinding, 'count'> {
  const file = place && relativePath(root, place.file);
  return { rule, file, about: site ? siteText(site) : [collection, ...indexes].join(' ') };
}

function keyOf({ rule, file, about }: Omit<KnownFinding, 'count'>): string {
  return `${file ?? ''}\n${rule}\n${about}`;
}

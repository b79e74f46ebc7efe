import type { QueryReport } from '../model/query-report.js';
import { annotation } from './github-annotation.js';
import { allFindings, closingLine, fails, type QueryFailure } from './query-findings.js';

/** Workflow commands that GitHub shows beside the code; hints are left out. */
export function queriesGithub(report: QueryReport, root: string, failOn: ReadonlySet<QueryFailure>): string {
  const lines = allFindings(report)
    .filter((finding) => finding.severity !== 'hint' || fails(finding, failOn))
    .map((finding) => {
      const { severity, rule, message, place } = finding;
      const level = fails(finding, failOn) ? 'error' : severity === 'info' ? 'notice' : 'warning';
      return annotation(level, rule, message, place ?? undefined, root);
    });
  return [...lines, closingLine(report)].join('\n');
}

import type { Finding, Severity } from '../model/finding.js';
import type { QueryReport } from '../model/query-report.js';
import { counted } from './index-words.js';
import type { Paint } from './paint.js';
import { allFindings, closingLine, siteText } from './query-findings.js';
import { placeText, relativePath } from './relative-path.js';

const marks: Readonly<Record<Severity, string>> = { error: '❌', warning: '❌', info: '🔶', hint: '💡' };

/** Findings by file; `all`: hints and what is well served, too. */
export function queriesText(
  report: QueryReport,
  { root, all, paint }: { readonly root: string; readonly all: boolean; readonly paint: Paint },
): string {
  const isTold = ({ severity }: Finding): boolean => all || severity !== 'hint';
  const lines: string[] = [];
  let file = '';
  for (const site of report.sites) {
    const findings = site.findings.filter(isTold);
    if (findings.length === 0 && !all) continue;
    const { place } = site.site;
    if (place.file !== file) lines.push(`📄 ${paint.strong(relativePath(root, place.file))}`);
    file = place.file;
    const served = site.judgement?.servedBy[0];
    const at = `${place.range.start.line + 1}:${place.range.start.character + 1}`;
    const by = served === undefined ? '' : paint.faint(` by ${served}`);
    lines.push(`   ${paint.faint(at)} ${siteText(site)}${by}`);
    lines.push(...findings.map((finding) => `      ${findingText(finding, paint)}`));
  }
  const others = report.others.filter(isTold);
  for (const finding of others) {
    const where = finding.place ? ` ${paint.faint(placeText(root, finding.place))}` : '';
    lines.push(`📊 ${paint.strong(finding.collection)}${where}`, `      ${findingText(finding, paint)}`);
  }
  const hints = allFindings(report).filter((finding) => !isTold(finding)).length;
  const judged = report.database === null ? '' : ` Judged by the live indexes of ${report.database}.`;
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    `${closingLine(report)}${judged}${hints > 0 ? ` ${counted(hints, 'hint')} among them: shown with --all.` : ''}`,
  ].join('\n');
}

function findingText({ rule, severity, message }: Finding, paint: Paint): string {
  const colour = severity === 'hint' ? paint.faint : severity === 'info' ? paint.notice : paint.bad;
  return `${marks[severity]} ${colour(message)} ${paint.faint(`(${rule})`)}`;
}

import type { QueryReport } from '../model/query-report.js';
import { code, withCode } from './markdown-text.js';
import { closingLine, siteText } from './query-findings.js';
import { placeText } from './relative-path.js';

/** A comment for a pull request: the closing line, then a table of what was found, hints left out. */
export function queriesMarkdown(report: QueryReport, root: string): string {
  const rows = [
    ...report.sites.flatMap((site) => site.findings.map((finding) => ({ finding, about: siteText(site) }))),
    ...report.others.map((finding) => ({
      finding,
      about: [finding.collection, ...finding.indexes].join(' '),
    })),
  ]
    .filter(({ finding }) => finding.severity !== 'hint')
    .map(({ finding, about }) => {
      const place = finding.place ? code(placeText(root, finding.place)) : '';
      return `| ${[finding.severity, place, code(about), `${withCode(finding.message)} (${finding.rule})`].join(' | ')} |`;
    });
  const table = ['', '| | Place | Query or index | Finding |', '| --- | --- | --- | --- |', ...rows];
  return ['## Queries', '', closingLine(report), ...(rows.length > 0 ? table : [])].join('\n');
}

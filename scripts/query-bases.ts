import path from 'node:path';
import { QueryAdvisor } from '../src/advise-queries.js';
import { defaultLimits } from '../src/model/advice.js';
import type { Finding } from '../src/model/finding.js';
import { walk } from '../src/workspace/walk.js';
import { Workspace } from '../src/workspace/workspace.js';

// node --import=tsx scripts/query-bases.ts FOLDER…: the queries of real code bases, how many are read to the end, findings by
// rule; with --sample N a repeatable sample of the findings, to be judged by eye. Figures are in docs/code-bases.md.

const args = process.argv.slice(2);
const at = args.indexOf('--sample');
const size = at === -1 ? 0 : Number(args.splice(at, 2)[1]);
for (const folder of args) await report(path.resolve(folder).replaceAll('\\', '/'));

async function report(root: string): Promise<void> {
  const { files } = await walk(root, { exclude: [], signal: new AbortController().signal });
  const start = performance.now();
  const catalog = await new Workspace().scan(files);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const advisor = new QueryAdvisor({ limits: defaultLimits, rules: {}, rootOf: () => `${root}/` });
  const findings = advisor.advise(catalog, null);
  const { queries, unreadQueries = 0 } = catalog;
  const complete = queries.filter((site) => site.complete && site.collection !== null).length;
  const share = queries.length === 0 ? 0 : Math.round((complete / queries.length) * 100);
  console.log(
    `${path.basename(root)}: ${files.length} files in ${seconds} s, ${catalog.models.length} models; ${queries.length} query sites, ${share} % complete; ${unreadQueries} calls on what could not be read`,
  );
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  console.log(`  ${[...counts].map(([rule, count]) => `${rule} ${count}`).join(', ')}`);
  for (const one of sample(findings)) console.log(`  ${told(one, root)}`);
}

/** Every n-th, so that all files have their share. */
function sample(findings: readonly Finding[]): readonly Finding[] {
  const step = Math.max(1, findings.length / Math.max(1, size));
  return Array.from(
    { length: Math.min(size, findings.length) },
    (_, nth) => findings[Math.floor(nth * step)],
  ).filter((one) => one !== undefined);
}

function told({ rule, severity, place, message }: Finding, root: string): string {
  const where = place ? `${place.file.slice(root.length + 1)}:${place.range.start.line + 1}` : '';
  return `${rule} ${severity} ${where}\n    ${message}`;
}

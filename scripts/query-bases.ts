import path from 'node:path';
import { parseArgs } from 'node:util';
import { QueryAdvisor } from '../src/advise-queries.js';
import { defaultLimits } from '../src/model/advice.js';
import type { Finding } from '../src/model/finding.js';
import { walk } from '../src/workspace/walk.js';
import { Workspace } from '../src/workspace/workspace.js';

// node --import=tsx scripts/query-bases.ts [--sample N --seed S] FOLDER…: the queries of real code bases, how many are read to
// the end, findings by rule; with --sample a random choice among all findings, the same for the same seed, to be judged by
// eye. Figures are in docs/code-bases.md.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' } },
});
const all: { readonly root: string; readonly finding: Finding }[] = [];
for (const folder of positionals) await report(path.resolve(folder).replaceAll('\\', '/'));
if (positionals.length > 1)
  console.log(`all: ${all.length} findings; ${byRule(all.map((one) => one.finding))}`);
for (const [at, one] of sample(Number(values.sample), Number(values.seed)).entries())
  console.log(`${at + 1}. ${told(one)}`);

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
    `${path.basename(root)}: ${files.length} files in ${seconds} s, ${catalog.models.length} models; ${queries.length} query sites, ${share} % complete; ${unreadQueries} calls on what could not be read; ${findings.length} findings`,
  );
  console.log(`  ${byRule(findings)}`);
  for (const finding of findings) all.push({ root, finding });
}

function byRule(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const most = [...counts].toSorted(([, a], [, b]) => b - a);
  return most.map(([rule, count]) => `${rule} ${count}`).join(', ');
}

/** Each finding as likely as any other: ordered by numbers of a generator (Mulberry32) that the seed begins. */
function sample(size: number, seed: number) {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return all
    .map((one) => ({ one, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .slice(0, size)
    .map(({ one }) => one);
}

function told({ root, finding: { rule, severity, place, message } }: (typeof all)[number]): string {
  const where = place ? `${place.file.slice(root.length + 1)}:${place.range.start.line + 1}` : '';
  return `${rule} ${severity} ${path.basename(root)} ${where}\n    ${message}`;
}

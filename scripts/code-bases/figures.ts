import type { CodeBaseFigures } from './comparison.js';

export const introduction = `# Real code bases

What Index Lens reads of public code bases, against what the real Mongoose makes of the same files: \`npm run code-bases -- --write <folders>\`.

- **recall**: of the indexes that Mongoose makes, those that are read exactly so: key, options, name.
- **wrong among complete**: whatever differs in a model that is marked complete. It must be 0.
- **complete, not asked**: complete models that no loaded file makes by itself (functions that nobody calls, scripts that want a server); they are judged by eye.
- **files not loaded**: files that the real Mongoose could not be asked about, mostly for want of packages that are not installed.
`;

const lists = ['wrong', 'missed', 'incomplete', 'unasked', 'unloaded'] as const;

/** One code base, for a terminal. */
export function printed(figures: CodeBaseFigures, isVerbose: boolean): string {
  const { name, files, milliseconds, ours, theirs, found } = figures;
  const most = isVerbose ? Number.POSITIVE_INFINITY : 12;
  const lines = [
    `${name}: ${files} files in ${Math.round(milliseconds)} ms, models ${ours.models} (${ours.complete} complete) / ` +
      `${theirs.models}, indexes ${ours.indexes} / ${theirs.indexes}, recall ${recall(found, theirs.indexes)}`,
  ];
  for (const list of lists) {
    const entries = figures[list];
    if (entries.length === 0) continue;
    lines.push(`  ${list}: ${entries.length}`, ...entries.slice(0, most).map((entry) => `    ${entry}`));
    if (entries.length > most) lines.push(`    … ${entries.length - most} more`);
  }
  return lines.join('\n');
}

function recall(found: number, all: number): string {
  return all === 0 ? '-' : `${((found / all) * 100).toFixed(1)} %`;
}

/** All of them, as Markdown. */
export function table(all: readonly CodeBaseFigures[]): string {
  const rows = all.map(
    ({ name, files, ours, theirs, found, missed, wrong, incomplete, unasked, unloaded }) => [
      name,
      files,
      `${ours.models} / ${theirs.models}`,
      `${ours.indexes} / ${theirs.indexes}`,
      recall(found, theirs.indexes),
      missed.length,
      wrong.length,
      incomplete.length,
      unasked.length,
      unloaded.length,
    ],
  );
  const sum = (of: (figures: CodeBaseFigures) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  const asked = sum(({ theirs }) => theirs.indexes);
  rows.push([
    '**all**',
    sum(({ files }) => files),
    `${sum(({ ours }) => ours.models)} / ${sum(({ theirs }) => theirs.models)}`,
    `${sum(({ ours }) => ours.indexes)} / ${asked}`,
    recall(
      sum(({ found }) => found),
      asked,
    ),
    sum(({ missed }) => missed.length),
    sum(({ wrong }) => wrong.length),
    sum(({ incomplete }) => incomplete.length),
    sum(({ unasked }) => unasked.length),
    sum(({ unloaded }) => unloaded.length),
  ]);
  const head = [
    'code base',
    'files',
    'models (read / Mongoose)',
    'indexes (read / Mongoose)',
    'recall',
    'missed',
    'wrong among complete',
    'incomplete',
    'complete, not asked',
    'files not loaded',
  ];
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const missed = all.flatMap((one) => one.missed.map((entry) => `- ${one.name}: ${entry}`));
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '', 'Missed:', '', ...missed, ''].join(
    '\n',
  );
}

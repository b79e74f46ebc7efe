import type { ExplainView, FiguresRow } from '../model/explain-messages.js';
import { number } from './words.js';

const marks = { good: '✅', warning: '🔶', bad: '❌' };

/** What the panel shows beside an explanation, for a pull request: advice, proof, and the runs before and after. */
export function sectionsMarkdown({ advice, proof, history }: ExplainView): string {
  return [
    ...advice.flatMap(({ title, key, reason }) => ['', `### ${title}`, '', '```js', key, '```', '', reason]),
    ...(proof
      ? ['', `### ${proof.title}`, '', ...table('', proof.rows), ...proof.notes.flatMap((note) => ['', note])]
      : []),
    ...(history.length > 1 ? ['', '### Runs of this query shape', '', ...table('When', history)] : []),
  ].join('\n');
}

function table(first: string, rows: readonly FiguresRow[]): readonly string[] {
  return [
    `| ${first} | Plan | Returned | Documents | Keys | Time |`,
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...rows.map(({ label, verdict, plan, returned, docsExamined, keysExamined, ms }) => {
      const figures = [returned, docsExamined, keysExamined].map((value) =>
        value === null ? '–' : number(value),
      );
      const time = ms === null ? '–' : `${number(ms)} ms`;
      return `| ${verdict ? `${marks[verdict]} ` : ''}${label} | \`${plan}\` | ${[...figures, time].join(' | ')} |`;
    }),
  ];
}

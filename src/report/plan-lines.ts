import type { PlanStage, Reason, Verdict } from '../model/plan.js';
import { counted } from './index-words.js';
import type { Paint } from './paint.js';
import { number } from './words.js';

export const verdictMarks: Readonly<Record<Verdict, string>> = { good: '✅', warning: '🔶', bad: '❌' };

export const reasonMarks: Readonly<Record<Reason['weight'], string>> = { ...verdictMarks, note: '💡' };

/** A plan as a tree of text, the result at the top: each stage with its figures, and below it what tells most of it. */
export function planLines(stage: PlanStage, paint: Paint, lead = '', indent = ''): readonly string[] {
  const last = stage.inputs.length - 1;
  const below = stage.inputs.length > 0 ? `${indent}│  ` : `${indent}   `;
  return [
    `${lead}${headOf(stage, paint)}`,
    ...stage.facts.map(({ name, text }) => paint.faint(`${below}${name}: ${text}`)),
    ...stage.inputs.flatMap((input, at) =>
      planLines(
        input,
        paint,
        `${indent}${at === last ? '└─ ' : '├─ '}`,
        `${indent}${at === last ? '   ' : '│  '}`,
      ),
    ),
  ];
}

function headOf(stage: PlanStage, paint: Paint): string {
  const { branch, index, does, returned, docsExamined, keysExamined, ownMs, isDominant } = stage;
  const figures = [
    returned === null ? null : `${number(returned)} returned`,
    keysExamined === null ? null : `${counted(keysExamined, 'key')} examined`,
    docsExamined === null ? null : `${counted(docsExamined, 'document')} examined`,
    ownMs === null || ownMs === 0 ? null : `${number(ownMs)} ms`,
    isDominant ? 'takes the most' : null,
  ].filter((figure) => figure !== null);
  return [
    branch === null ? null : `[${branch}]`,
    paint.strong(stage.stage),
    index,
    does === '' ? null : paint.faint(does),
    figures.length === 0 ? null : paint.faint(`· ${figures.join(', ')}`),
  ]
    .filter((part) => part !== null)
    .join(' ');
}

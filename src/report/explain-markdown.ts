import { collectionOfCommand } from '../model/command.js';
import type { Explanation } from '../model/explanation.js';
import type { RejectedPlan } from '../model/plan.js';
import type { ValueOrigin } from '../model/query.js';
import { plainPaint } from './paint.js';
import { planLines, reasonMarks, verdictMarks } from './plan-lines.js';
import { placeText } from './relative-path.js';
import { shellCommand, shellValue } from './shell-text.js';
import { number } from './words.js';

const origins: Readonly<Record<ValueOrigin, string>> = {
  code: 'the code',
  input: 'given',
  sample: 'a document of the collection',
  placeholder: 'a placeholder',
  assumed: 'assumed',
};

/** An explanation for a pull request or a chat: verdict, figures, command, values, plan. */
export function explainMarkdown(explanation: Explanation, root: string): string {
  const { query, assessment, plan, command, values, database } = explanation;
  return [
    `## ${verdictMarks[assessment.verdict]} ${escaped(`${query.model ?? collectionOfCommand(command)}.${query.operation}`)}`,
    '',
    `**${escaped(assessment.headline)}**`,
    '',
    ...assessment.reasons.map(
      ({ weight, message, number: rule }) => `- ${reasonMarks[weight]} ${escaped(message)} (rule ${rule})`,
    ),
    ...explanation.notices.map((notice) => `- ${escaped(notice)}`),
    '',
    `\`${placeText(root, query.place)}\`, explained on \`${database}\`:`,
    '',
    ...fenced([shellCommand(command)], 'js'),
    ...(plan.metrics
      ? [
          '',
          '| Returned | Documents examined | Keys examined | Time |',
          '| ---: | ---: | ---: | ---: |',
          `| ${plan.metrics.returned === null ? '–' : number(plan.metrics.returned)} | ${number(plan.metrics.docsExamined)} | ${number(plan.metrics.keysExamined)} | ${number(plan.metrics.ms)} ms |`,
        ]
      : []),
    ...(values.length > 0
      ? [
          '',
          '| Path | Value | From |',
          '| --- | --- | --- |',
          ...values.map(
            ({ path, value, from }) => `| ${cell(path)} | ${cell(shellValue(value))} | ${origins[from]} |`,
          ),
        ]
      : []),
    '',
    ...fenced(planLines(plan.winning, plainPaint)),
    ...(plan.rejected.length > 0
      ? [
          '',
          `<details><summary>Rejected plans (${plan.rejected.length})</summary>`,
          ...plan.rejected.flatMap(rejectedPart),
          '',
          '</details>',
        ]
      : []),
  ].join('\n');
}

function rejectedPart({ plan, reason }: RejectedPlan, at: number): readonly string[] {
  return ['', `${at + 1}. ${escaped(reason)}`, '', ...fenced(planLines(plan, plainPaint))];
}

/** Longer than any run of backticks inside. */
function fenced(lines: readonly string[], language = 'text'): readonly string[] {
  const longest = Math.max(0, ...(lines.join('\n').match(/`+/gu) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [`${fence}${language}`, ...lines, fence];
}

function cell(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll('\n', ' ')}\``;
}

function escaped(text: string): string {
  return text.replace(/[|<>*_\\`]/gu, '\\$&').replaceAll('\n', ' ');
}

import { collectionOfCommand } from '../model/command.js';
import type { Explanation } from '../model/explanation.js';
import type { PlanStage, Verdict } from '../model/plan.js';
import type { ValueOrigin } from '../model/query.js';
import { placeText } from './relative-path.js';
import { shellCommand, shellValue } from './shell-text.js';
import { number } from './words.js';

const marks: Readonly<Record<Verdict, string>> = { good: '✅', warning: '🔶', bad: '❌' };

const origins: Readonly<Record<ValueOrigin, string>> = {
  code: 'the code',
  input: 'given',
  sample: 'a document of the collection',
  placeholder: 'a placeholder',
};

/** An explanation for a pull request or a chat: verdict, figures, command, values, plan. */
export function explainMarkdown(explanation: Explanation, root: string): string {
  const { query, assessment, plan, command, values, database } = explanation;
  return [
    `## ${marks[assessment.verdict]} ${escaped(`${query.model ?? collectionOfCommand(command)}.${query.operation}`)}`,
    '',
    `**${escaped(assessment.headline)}**`,
    '',
    ...assessment.reasons.map(({ message }) => `- ${escaped(message)}`),
    ...explanation.notices.map((notice) => `- ${escaped(notice)}`),
    '',
    `\`${placeText(root, query.place)}\`, explained on \`${database}\`:`,
    '',
    '```js',
    shellCommand(command),
    '```',
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
    '```text',
    ...stageLines(plan.winning, 0),
    '```',
  ].join('\n');
}

function stageLines(stage: PlanStage, depth: number): readonly string[] {
  const figures = [
    stage.returned === null ? '' : `${number(stage.returned)} returned`,
    stage.docsExamined === null ? '' : `${number(stage.docsExamined)} documents`,
    stage.keysExamined === null ? '' : `${number(stage.keysExamined)} keys`,
  ].filter(Boolean);
  const line = [stage.stage, stage.index ?? '', figures.length > 0 ? `(${figures.join(', ')})` : ''];
  return [
    `${'  '.repeat(depth)}${line.filter(Boolean).join(' ')}`,
    ...stage.inputs.flatMap((input) => stageLines(input, depth + 1)),
  ];
}

function cell(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll('\n', ' ')}\``;
}

function escaped(text: string): string {
  return text.replace(/[|<>*_\\`]/gu, '\\$&').replaceAll('\n', ' ');
}

import type { Explanation } from '../model/explanation.js';
import type { PlanMetrics, PlanStage, RejectedPlan } from '../model/plan.js';
import type { FilledValue, ValueOrigin } from '../model/query.js';
import { adviceTitle, proposalsOf } from './advice-view.js';
import { counted, keyPatternText } from './index-words.js';
import type { Paint } from './paint.js';
import { planLines, reasonMarks, verdictMarks } from './plan-lines.js';
import { placeText } from './relative-path.js';
import { shellCommand, shellValue } from './shell-text.js';
import { number } from './words.js';

/** The verdict in words first, then its reasons, the figures, the plan as a tree, rejected plans a line each. */
export function explainText(explanation: Explanation, root: string, paint: Paint): string {
  const { query, assessment, plan, values, command } = explanation;
  const colour = { good: paint.good, warning: paint.notice, bad: paint.bad }[assessment.verdict];
  return [
    `🔍 ${paint.strong(`${query.model ?? query.collection ?? ''}.${query.operation}`)} ${paint.faint(placeText(root, query.place))}`,
    `${verdictMarks[assessment.verdict]} ${colour(assessment.headline)}`,
    ...assessment.reasons.map(
      ({ weight, message, number: rule }) =>
        `   ${reasonMarks[weight]} ${message} ${paint.faint(`rule ${rule}`)}`,
    ),
    ...explanation.notices.map((notice) => `   ${notice}`),
    '',
    ...(plan.metrics ? [`   ${metricsLine(plan.metrics)}`, ''] : []),
    ...planLines(plan.winning, paint).map((line) => `   ${line}`),
    '',
    `   ${shellCommand(command)}`,
    ...values.map((value) => `   ${valueLine(value, paint)}`),
    ...adviceLines(explanation, paint),
    ...rejectedLines(plan.rejected, paint),
  ].join('\n');
}

function adviceLines({ proposal, plan }: Explanation, paint: Paint): readonly string[] {
  return proposalsOf(proposal).flatMap((one) => [
    '',
    `   💡 ${adviceTitle(one, plan.indexes.length > 0)}: ${paint.strong(keyPatternText(one.key))}`,
    `   ${one.reason}`,
  ]);
}

function metricsLine({ returned, docsExamined, keysExamined, ms }: PlanMetrics): string {
  const first = returned === null ? '' : `${counted(returned, 'document')} returned, `;
  return `${first}${counted(docsExamined, 'document')} and ${counted(keysExamined, 'key')} examined, ${number(ms)} ms`;
}

/** A line each; the whole plans are in the JSON and the Markdown. */
function rejectedLines(rejected: readonly RejectedPlan[], paint: Paint): readonly string[] {
  if (rejected.length === 0) return [];
  return [
    '',
    `   ${paint.strong(`Rejected plans (${rejected.length})`)}`,
    ...rejected.map(({ plan, reason }) => `   ${waysIn(plan).join(', ')} ${paint.faint(reason)}`),
  ];
}

/** The indexes that a plan goes by; without any, the stages that read documents. */
function waysIn({ stage, index, inputs }: PlanStage): readonly string[] {
  const own = index ?? (inputs.length === 0 ? stage : null);
  return [...(own === null ? [] : [own]), ...inputs.flatMap(waysIn)];
}

const originWords: Readonly<Record<ValueOrigin, string>> = {
  code: 'from the code',
  input: 'as given',
  sample: 'from a document of the collection',
  placeholder: 'a placeholder: no document has all of these paths',
  assumed: 'assumed: only the program knows it',
};

function valueLine({ path, value, from }: FilledValue, paint: Paint): string {
  return `${path} = ${shellValue(value)} ${paint.faint(originWords[from])}`;
}

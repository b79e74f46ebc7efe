import type { Explanation } from '../model/explanation.js';
import type { Plan, PlanStage, Verdict } from '../model/plan.js';
import type { FilledValue } from '../model/query.js';
import { counted } from './index-words.js';
import type { Paint } from './paint.js';
import { jsonPlace, placeText } from './relative-path.js';
import { shellValue } from './shell-text.js';
import { number } from './words.js';

/** The `explain` document of the command line's contract, version 1. */
export function explainJson(explanation: Explanation, root: string) {
  const { plan, assessment, values } = explanation;
  return {
    version: 1,
    query: jsonQuery(explanation, root),
    values: values.map(({ path, value, from }) => ({ path, value, from })),
    verdict: assessment.verdict,
    reasons: assessment.reasons.map(({ rule, message }) => ({ rule, message })),
    metrics: plan.metrics && {
      returned: plan.metrics.returned,
      docsExamined: plan.metrics.docsExamined,
      keysExamined: plan.metrics.keysExamined,
      ms: plan.metrics.ms,
    },
    indexes: plan.indexes,
    plan: jsonStage(plan.winning),
    advice: [],
  };
}

function jsonQuery({ query, shape, command, plan }: Explanation, root: string) {
  const stages = stagesOf(plan.winning);
  const names = stages.map(({ stage }) => stage);
  return {
    ...jsonPlace(root, query.place),
    model: query.model,
    collection: query.collection,
    operation: query.operation,
    filter: shape.filter.map(({ path, predicate, optional }) => ({ path, predicate, optional })),
    sort: shape.sort,
    projection: 'projection' in command ? (command.projection ?? null) : null,
    limit: 'limit' in command ? (command.limit ?? null) : null,
    complete: query.complete,
    servedBy: plan.indexes,
    plan: planKind(plan),
    sortInMemory: names.includes('SORT'),
    covered: plan.indexes.length > 0 && !names.some((name) => fetching.test(name)),
    advice: [],
  };
}

/** Stages that read documents: without one an index alone answers. */
const fetching = /^(?:FETCH|COLLSCAN|CLUSTERED_IXSCAN|IDHACK|EXPRESS_.+)$/u;

interface JsonStage {
  readonly stage: string;
  readonly index?: string;
  readonly inputs: readonly JsonStage[];
}

function jsonStage({ stage, index, inputs }: PlanStage): JsonStage {
  return { stage, ...(index === null ? {} : { index }), inputs: inputs.map(jsonStage) };
}

function stagesOf(stage: PlanStage): PlanStage[] {
  return [stage, ...stage.inputs.flatMap(stagesOf)];
}

/** How documents are found. EXPRESS stages are those of 8.0 and later. */
function planKind(plan: Plan): 'COLLSCAN' | 'IXSCAN' | 'IDHACK' | 'UNKNOWN' {
  const names = stagesOf(plan.winning).map(({ stage }) => stage);
  if (names.includes('COLLSCAN')) return 'COLLSCAN';
  if (names.some((name) => /^(?:IDHACK|EXPRESS_IDHACK|EXPRESS_CLUSTERED_IXSCAN)$/u.test(name))) {
    return 'IDHACK';
  }
  return plan.indexes.length > 0 || names.some((name) => name.endsWith('IXSCAN')) ? 'IXSCAN' : 'UNKNOWN';
}

const verdictMarks: Readonly<Record<Verdict, string>> = { good: '✅', warning: '🔶', bad: '❌' };

/** The verdict in words first, then the figures, then the plan as a tree. */
export function explainText(explanation: Explanation, root: string, paint: Paint): string {
  const { query, assessment, plan, values } = explanation;
  const colour = { good: paint.good, warning: paint.notice, bad: paint.bad }[assessment.verdict];
  return [
    `🔍 ${paint.strong(`${query.model ?? query.collection ?? ''}.${query.operation}`)} ${paint.faint(placeText(root, query.place))}`,
    `${verdictMarks[assessment.verdict]} ${colour(assessment.headline)}`,
    ...assessment.reasons
      .filter(({ message }) => message !== assessment.headline)
      .map(({ message }) => `   ${message}`),
    ...explanation.notices.map((notice) => `   ${notice}`),
    '',
    ...(plan.metrics
      ? [
          `   ${plan.metrics.returned === null ? '' : `${counted(plan.metrics.returned, 'document')} returned, `}${counted(plan.metrics.docsExamined, 'document')} ` +
            `and ${counted(plan.metrics.keysExamined, 'key')} examined, ${number(plan.metrics.ms)} ms`,
          '',
        ]
      : []),
    ...stageLines(plan.winning, '   ', '   ', paint),
    ...(values.length > 0 ? ['', ...values.map((value) => `   ${valueLine(value, paint)}`)] : []),
  ].join('\n');
}

function stageLines(stage: PlanStage, lead: string, indent: string, paint: Paint): string[] {
  const last = stage.inputs.length - 1;
  return [
    `${lead}${paint.strong(stage.stage)}${stage.index === null ? '' : ` ${stage.index}`}${stageFigures(stage, paint)}`,
    ...stage.inputs.flatMap((input, at) =>
      stageLines(
        input,
        `${indent}${at === last ? '└─ ' : '├─ '}`,
        `${indent}${at === last ? '   ' : '│  '}`,
        paint,
      ),
    ),
  ];
}

function stageFigures({ returned, docsExamined, keysExamined }: PlanStage, paint: Paint): string {
  const figures = [
    returned === null ? '' : `${number(returned)} returned`,
    docsExamined === null ? '' : `${counted(docsExamined, 'document')} examined`,
    keysExamined === null ? '' : `${counted(keysExamined, 'key')} examined`,
  ].filter(Boolean);
  return figures.length > 0 ? ` ${paint.faint(figures.join(', '))}` : '';
}

const originWords = {
  code: 'from the code',
  input: 'as given',
  sample: 'from a document of the collection',
  placeholder: 'a placeholder: no document has all of these paths',
};

function valueLine({ path, value, from }: FilledValue, paint: Paint): string {
  return `${path} = ${shellValue(value)} ${paint.faint(originWords[from])}`;
}

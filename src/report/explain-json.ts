import type { Explanation } from '../model/explanation.js';
import type { Plan, PlanStage } from '../model/plan.js';
import { jsonPlace } from './relative-path.js';
import { adviceJson } from './advice-json.js';

/** The `explain` document of the command line's contract, version 1. */
export function explainJson(explanation: Explanation, root: string) {
  const { plan, assessment, values } = explanation;
  return {
    version: 1,
    query: jsonQuery(explanation, root),
    values: values.map(({ path, value, from }) => ({ path, value, from })),
    verdict: assessment.verdict,
    reasons: assessment.reasons.map(({ rule, number, weight, message }) => ({
      rule,
      number,
      weight,
      message,
    })),
    metrics: plan.metrics && {
      returned: plan.metrics.returned,
      docsExamined: plan.metrics.docsExamined,
      keysExamined: plan.metrics.keysExamined,
      ms: plan.metrics.ms,
    },
    indexes: plan.indexes,
    plan: jsonStage(plan.winning),
    rejected: plan.rejected.map((rejected) => ({ reason: rejected.reason, plan: jsonStage(rejected.plan) })),
    advice: adviceJson(explanation.proposal),
  };
}

function jsonQuery({ query, shape, command, plan, proposal }: Explanation, root: string) {
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
    advice: adviceJson(proposal),
  };
}

/** Stages that read documents: without one an index alone answers. */
const fetching = /^(?:FETCH|COLLSCAN|CLUSTERED_IXSCAN|IDHACK|EXPRESS_.+)$/u;

interface JsonStage {
  readonly stage: string;
  readonly index?: string;
  readonly branch?: string;
  readonly returned?: number;
  readonly docsExamined?: number;
  readonly keysExamined?: number;
  /** Of its own, in milliseconds. */
  readonly ms?: number;
  /** In words, by name: `bounds`, `filter`, `memory`. */
  readonly facts?: Readonly<Record<string, string>>;
  readonly inputs: readonly JsonStage[];
}

/** What the server did not tell is left out. */
function jsonStage(stage: PlanStage): JsonStage {
  const { index, branch, returned, docsExamined, keysExamined, ownMs: ms, facts } = stage;
  const told = Object.entries({ index, branch, returned, docsExamined, keysExamined, ms }).filter(
    ([, value]) => value !== null,
  );
  return {
    stage: stage.stage,
    ...Object.fromEntries(told),
    ...(facts.length > 0 ? { facts: Object.fromEntries(facts.map(({ name, text }) => [name, text])) } : {}),
    inputs: stage.inputs.map(jsonStage),
  };
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

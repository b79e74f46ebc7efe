import type { Json, JsonObject } from '../../../src/model/json.js';
import type { Plan, PlanStage } from '../../../src/model/plan.js';

/** What an answer and its model hold, a line for each thing; equal things stand as often as they occur. */
type Account = ReadonlyMap<string, number>;

/** Told of a plan, not counted while it ran. */
const notCounted = /^(?:planNodeId|indexVersion|memLimit|limitAmount|skipAmount|textIndexVersion)$/u;

/**
 * All stages, indexes and counters of an answer, found without knowing what any stage is: a stage is an object with the
 * name `stage`, or one of a pipeline; its counters are its own numbers.
 */
export function accountOfRaw(raw: Json): Account {
  const account = new Map<string, number>();
  visit(raw, false);
  return account;

  function visit(value: Json, isPlanned: boolean): void {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) visit(item, isPlanned);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
    const object = value as JsonObject;
    const name = nameOf(object);
    if (name !== null) note(account, object, name, isPlanned);
    for (const [key, inner] of Object.entries(object)) {
      // A plan that ran is told twice: what it planned, and what it did. The model has it once.
      const ran = 'executionStats' in object && key === 'queryPlanner';
      if (key === 'winningPlan' && isPlanned && !isTwofold(inner)) continue;
      if (key === 'command' || key === 'parsedQuery' || key === 'splitPipeline') continue;
      visit(inner, ran);
    }
  }
}

function nameOf(object: JsonObject): string | null {
  if (typeof object.stage === 'string') return object.stage;
  const name = Object.keys(object).find((key) => key.startsWith('$'));
  return name !== undefined && 'executionTimeMillisEstimate' in object ? name : null;
}

function note(account: Map<string, number>, stage: JsonObject, name: string, isPlanned: boolean): void {
  if (isPlanned && name === 'unknown') return;
  const index = typeof stage.indexName === 'string' ? stage.indexName : null;
  add(account, `stage ${name}`);
  if (index !== null) add(account, `index ${index}`);
  for (const [key, value] of Object.entries(stage)) {
    if (typeof value !== 'number' || notCounted.test(key)) continue;
    add(account, `counter ${key} ${value} of ${name}`);
  }
}

/** The same of a model. */
export function accountOfModel(plan: Plan): Account {
  const account = new Map<string, number>();
  const trials = [plan.trial, ...plan.rejected.map(({ trial }) => trial)].filter((trial) => trial !== null);
  const trees = [
    plan.winning,
    ...plan.rejected.map((rejected) => rejected.plan),
    ...trials.map(({ stages }) => stages),
  ];
  for (const tree of trees) visit(tree);
  return account;

  function visit(stage: PlanStage): void {
    note(account, asRaw(stage), stage.stage, false);
    for (const part of stage.engine) {
      const told = { nReturned: part.returned, executionTimeMillisEstimate: part.ms };
      note(account, { ...told, ...part.details }, part.stage, false);
    }
    stage.inputs.forEach(visit);
  }
}

/** Under the names that the server has for them. */
function asRaw({ index, returned, docsExamined, keysExamined, ms, details }: PlanStage): JsonObject {
  return {
    indexName: index,
    nReturned: returned,
    docsExamined,
    keysExamined,
    executionTimeMillisEstimate: ms,
    executionTimeMillis: ms,
    ...details,
  };
}

function add(account: Map<string, number>, line: string): void {
  account.set(line, (account.get(line) ?? 0) + 1);
}

/** What the first holds and the second lacks, sorted. */
export function lost(raw: Account, model: Account): readonly string[] {
  return [...raw]
    .filter(([line, times]) => (model.get(line) ?? 0) < times)
    .map(([line]) => line)
    .sort();
}

/** Engine 2 ran other stages than the ones that it names in its plan: both count. */
function isTwofold(plan: Json): boolean {
  return typeof plan === 'object' && plan !== null && 'queryPlan' in plan;
}

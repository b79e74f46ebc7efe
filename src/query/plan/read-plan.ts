import type { Json, JsonObject } from '../../model/json.js';
import type { Plan, PlanMetrics, PlanStage } from '../../model/plan.js';
import { asObject, numberAt, objectAt, objectsAt, objectsWith, textAt, without } from '../json-access.js';
import { completed } from './completed-tree.js';
import { readPipeline } from './pipeline-stages.js';
import { readFailure, readPlannerFacts } from './planner-facts.js';
import { readRejected } from './rejected-plans.js';
import { withSlotBasedFigures } from './slot-based.js';
import { planStage, readStage, stagesIn } from './stage-tree.js';

/**
 * The plan in an answer to `explain`: of any operation, of both engines, of one server or of shards. A stage that is
 * not known is kept as it is; a part that is not understood stays in `raw`.
 */
export function readPlan(raw: Json): Plan {
  const answer = asObject(raw);
  const winning = completed(readAnswer(answer));
  const { trial, rejected } = readRejected(raw, { planned: plannedStage, executed: ranStage });
  return {
    winning,
    trial,
    rejected,
    metrics: metricsOf(raw, answer, winning),
    failure: readFailure(raw),
    indexes: indexesOf(winning),
    planner: readPlannerFacts(raw),
    raw,
  };
}

function readAnswer(answer: JsonObject | null): PlanStage {
  if (answer?.queryPlanner) return readCursor(answer);
  const shards = objectAt(answer, 'shards');
  if (shards) return readShards(answer, shards);
  const [stage] = readPipeline(objectsAt(answer, 'stages'), readCursor);
  return stage ?? { ...readStage({}), details: answer ?? {} };
}

/** An aggregation over shards: what each did, under what `mongos` or a shard merges. */
function readShards(answer: JsonObject | null, shards: JsonObject): PlanStage {
  const parts = Object.entries(shards).map(([shard, part]) =>
    ofShard(readAnswer(asObject(part)), shard, without(asObject(part) ?? {}, planKeys)),
  );
  const details = without(answer ?? {}, ['shards', ...answerKeys]);
  const merger = objectsAt(objectAt(answer, 'splitPipeline'), 'mergerPart');
  const [merged, ...others] = readPipeline(merger, readCursor, parts);
  if (merged && others.length === 0) return { ...merged, details: { ...details, ...merged.details } };
  return planStage('SHARD_MERGE', parts, { details });
}

/** What is read apart, or tells nothing of the plan. */
const planKeys = [
  'queryPlanner',
  'executionStats',
  'stages',
  'winningPlan',
  'rejectedPlans',
  'executionStages',
];
const answerKeys = [
  ...['splitPipeline', 'command', 'serverInfo', 'serverParameters', 'explainVersion'],
  ...['ok', 'operationTime', '$clusterTime'],
];

function readCursor(cursor: JsonObject): PlanStage {
  const executed = objectAt(objectAt(cursor, 'executionStats'), 'executionStages');
  return readBranch(objectAt(cursor, 'queryPlanner'), executed);
}

/** `planner` holds `winningPlan`, `executed` is the top of the stages that ran; null at queryPlanner verbosity. */
function readBranch(planner: JsonObject | null, executed: JsonObject | null): PlanStage {
  const planned = objectAt(planner, 'winningPlan') ?? {};
  const shards = objectsAt(planned, 'shards');
  if (shards.length > 0) {
    const top = without(executed ?? planned, ['shards']);
    const ran = objectsAt(executed, 'shards');
    const inputs = shards.map((shard) => {
      const name = textAt(shard, 'shardName');
      const execution = ran.find((candidate) => textAt(candidate, 'shardName') === name) ?? null;
      const stage = readBranch(shard, objectAt(execution, 'executionStages'));
      return name === null ? stage : ofShard(stage, name, without(execution ?? {}, planKeys));
    });
    return { ...readStage(top), inputs };
  }
  return executed ? ranStage(planned, executed) : plannedStage(planned);
}

function ranStage(planned: JsonObject | null, executed: JsonObject): PlanStage {
  const isSlotBased = planned !== null && objectAt(planned, 'queryPlan') !== null;
  return isSlotBased ? withSlotBasedFigures(plannedStage(planned), executed) : readStage(executed);
}

/** Engine 2 wraps the plan that people know, beside its own. */
function plannedStage(planned: JsonObject): PlanStage {
  return readStage(objectAt(planned, 'queryPlan') ?? planned);
}

/** `told`: what the shard says beside its stages. */
function ofShard(stage: PlanStage, shard: string, told: JsonObject): PlanStage {
  return { ...stage, branch: `shard ${shard}`, details: { shard: told, ...stage.details } };
}

function metricsOf(raw: Json, answer: JsonObject | null, winning: PlanStage): PlanMetrics | null {
  const whole = objectAt(answer, 'executionStats');
  const parts = whole ? [whole] : objectsNamed(raw, 'executionStats');
  const returned = numberAt(whole, 'nReturned') ?? winning.returned;
  const stages = stagesIn(winning);
  const read = (name: 'docsExamined' | 'keysExamined', total: string): number => {
    // Neither a pipeline over several plans nor Amazon DocumentDB or Azure Cosmos DB sums up: its stages do.
    const told = numberAt(whole, total);
    return told ?? stages.reduce((sum, stage) => sum + (stage[name] ?? 0), 0);
  };
  if (parts.length === 0 && (returned === null || winning.ms === null)) return null;
  return {
    returned,
    docsExamined: read('docsExamined', 'totalDocsExamined'),
    keysExamined: read('keysExamined', 'totalKeysExamined'),
    ms: Math.max(winning.ms ?? 0, ...parts.map((part) => numberAt(part, 'executionTimeMillis') ?? 0)),
  };
}

function indexesOf(winning: PlanStage): readonly string[] {
  const names = stagesIn(winning).flatMap(({ index, details }) => {
    const { indexesUsed } = details;
    const used = Array.isArray(indexesUsed) ? (indexesUsed as readonly Json[]) : [];
    return [index, ...used].filter((name) => typeof name === 'string');
  });
  return [...new Set(names)];
}

function objectsNamed(raw: Json, name: string): readonly JsonObject[] {
  return objectsWith(raw, name)
    .map((parent) => objectAt(parent, name))
    .filter((found) => found !== null);
}

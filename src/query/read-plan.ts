import type { Json, JsonObject } from '../model/json.js';
import type { Plan, PlanMetrics, PlanStage } from '../model/plan.js';
import { asObject, numberAt, objectAt, objectsAt, textAt, without } from './json-access.js';
import { readPipeline } from './pipeline-stages.js';
import { withSlotBasedFigures } from './slot-based.js';
import { readStage, stagesIn } from './stage-tree.js';

/**
 * The plan in an answer to `explain`: of any operation, of both engines, of one server or of shards. A stage that is
 * not known is kept as it is; a part that is not understood stays in `raw`.
 */
export function readPlan(raw: Json): Plan {
  const answer = asObject(raw);
  const winning = readAnswer(answer);
  return {
    winning,
    rejected: plannersIn(raw).flatMap((planner) => objectsAt(planner, 'rejectedPlans').map(plannedStage)),
    metrics: metricsOf(raw, answer, winning),
    failure: failureIn(raw),
    indexes: indexesOf(winning),
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
  const parts = Object.entries(shards).map(([shard, part]) => ofShard(readAnswer(asObject(part)), shard));
  const merger = objectsAt(objectAt(answer, 'splitPipeline'), 'mergerPart');
  const [merged, ...others] = readPipeline(merger, readCursor, parts);
  if (merged && others.length === 0) return merged;
  return { ...readStage({ stage: 'SHARD_MERGE' }), inputs: parts };
}

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
      return ofShard(readBranch(shard, objectAt(execution, 'executionStages')), name);
    });
    return { ...readStage(top), inputs };
  }
  if (!executed) return plannedStage(planned);
  return objectAt(planned, 'queryPlan')
    ? withSlotBasedFigures(plannedStage(planned), executed)
    : readStage(executed);
}

/** Engine 2 wraps the plan that people know, beside its own. */
function plannedStage(planned: JsonObject): PlanStage {
  return readStage(objectAt(planned, 'queryPlan') ?? planned);
}

function ofShard(stage: PlanStage, shard: string | null): PlanStage {
  return shard === null ? stage : { ...stage, details: { shard, ...stage.details } };
}

function metricsOf(raw: Json, answer: JsonObject | null, winning: PlanStage): PlanMetrics | null {
  const whole = objectAt(answer, 'executionStats');
  const parts = whole ? [whole] : objectsNamed(raw, 'executionStats');
  const returned = numberAt(whole, 'nReturned') ?? winning.returned;
  if (parts.length === 0 || returned === null) return null;
  // A `$lookup` of the classic engine counts what it examined apart from any plan.
  const apart = whole ? [] : stagesIn(winning).filter(({ details }) => 'totalDocsExamined' in details);
  const total = (name: string): number =>
    [...parts, ...apart.map(({ details }) => details)].reduce(
      (sum, part) => sum + (numberAt(part, name) ?? 0),
      0,
    );
  return {
    returned,
    docsExamined: total('totalDocsExamined'),
    keysExamined: total('totalKeysExamined'),
    ms: Math.max(winning.ms ?? 0, ...parts.map((part) => numberAt(part, 'executionTimeMillis') ?? 0)),
  };
}

function failureIn(raw: Json): string | null {
  const failed = objectsWith(raw, 'executionSuccess').find(
    ({ executionSuccess }) => executionSuccess === false,
  );
  if (!failed) return null;
  return textAt(failed, 'errorMessage') ?? 'The server could not run the plan to its end.';
}

function indexesOf(winning: PlanStage): readonly string[] {
  const names = stagesIn(winning).flatMap(({ index, details }) => {
    const { indexesUsed } = details;
    const used = Array.isArray(indexesUsed) ? (indexesUsed as readonly Json[]) : [];
    return [index, ...used].filter((name) => typeof name === 'string');
  });
  return [...new Set(names)];
}

/** Each `queryPlanner`, and each shard's part of one. */
function plannersIn(raw: Json): readonly JsonObject[] {
  return objectsWith(raw, 'rejectedPlans');
}

function objectsNamed(raw: Json, name: string): readonly JsonObject[] {
  return objectsWith(raw, name)
    .map((parent) => objectAt(parent, name))
    .filter((found) => found !== null);
}

/** All objects, at any depth, that have `key`, from the top. */
function objectsWith(raw: Json, key: string): readonly JsonObject[] {
  if (Array.isArray(raw)) return (raw as readonly Json[]).flatMap((item) => objectsWith(item, key));
  const parent = asObject(raw);
  if (!parent) return [];
  const below = Object.values(parent).flatMap((value) => objectsWith(value, key));
  return key in parent ? [parent, ...below] : below;
}

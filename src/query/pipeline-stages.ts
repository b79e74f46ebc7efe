import type { Json, JsonObject } from '../model/json.js';
import type { PlanStage } from '../model/plan.js';
import { asObject, numberAt, objectsOf, without } from './json-access.js';

/** A part of an answer that holds a plan of its own: `{ queryPlanner, executionStats }`. */
export type ReadCursor = (cursor: JsonObject) => PlanStage;

/**
 * The stages of an aggregation as a chain, the last one on top. The cursor that feeds the first stands as the plan it
 * holds. `feeds`: what feeds a pipeline that begins without a cursor.
 */
export function readPipeline(
  pipeline: readonly JsonObject[],
  readCursor: ReadCursor,
  feeds: readonly PlanStage[] = [],
): readonly PlanStage[] {
  return pipeline.reduce<readonly PlanStage[]>(
    (inputs, raw) => [pipelineStage(raw, inputs, readCursor)],
    feeds,
  );
}

function pipelineStage(raw: JsonObject, inputs: readonly PlanStage[], readCursor: ReadCursor): PlanStage {
  const name = nameOf(raw) ?? 'unknown';
  const argument = asObject(raw[name]);
  if (argument && 'queryPlanner' in argument) return readCursor(argument);
  return {
    stage: name,
    inputs: [...inputs, ...innerPipelines(raw[name]).flatMap((inner) => readPipeline(inner, readCursor))],
    index: null,
    returned: numberAt(raw, 'nReturned'),
    docsExamined: numberAt(raw, 'totalDocsExamined'),
    keysExamined: numberAt(raw, 'totalKeysExamined'),
    ms: numberAt(raw, 'executionTimeMillisEstimate'),
    details: without(raw, ['nReturned', 'executionTimeMillisEstimate']),
  };
}

/** Pipelines that ran inside a stage, as in `$facet` and `$unionWith`: those that the server gives figures for. */
function innerPipelines(value: Json | undefined): readonly (readonly JsonObject[])[] {
  if (Array.isArray(value)) {
    const items = objectsOf(value);
    return items.some(hasRun) ? [items] : [];
  }
  const parent = asObject(value);
  return parent ? Object.values(parent).flatMap(innerPipelines) : [];
}

function hasRun(raw: JsonObject): boolean {
  return nameOf(raw) !== null && ('nReturned' in raw || '$cursor' in raw);
}

function nameOf(raw: JsonObject): string | null {
  return Object.keys(raw).find((key) => key.startsWith('$')) ?? null;
}

import type { Json, JsonObject } from '../../model/json.js';
import type { PlanStage } from '../../model/plan.js';
import { asObject, numberAt, objectAt, objectsOf, textAt, without } from '../json-access.js';
import { planStage } from './stage-tree.js';

/** A part of an answer that holds a plan of its own: `{ queryPlanner, executionStats }`. */
export type ReadCursor = (cursor: JsonObject) => PlanStage;

/**
 * The stages of an aggregation as a chain, the last one on top. Below the cursor that feeds the first stands the plan
 * it holds. `feeds`: what feeds a pipeline that begins without a cursor.
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
  if (textAt(raw, 'stage') !== null) return cosmosStage(raw, inputs);
  const name = nameOf(raw) ?? 'unknown';
  const argument = asObject(raw[name]);
  const told = {
    returned: numberAt(raw, 'nReturned'),
    docsExamined: numberAt(raw, 'totalDocsExamined'),
    keysExamined: numberAt(raw, 'totalKeysExamined'),
    ms: numberAt(raw, 'executionTimeMillisEstimate'),
  };
  const rest = without(raw, [name, 'nReturned', 'executionTimeMillisEstimate']);
  if (argument && 'queryPlanner' in argument) {
    const details = { ...without(argument, ['queryPlanner', 'executionStats']), ...rest };
    return planStage(name, [readCursor(argument)], { ...told, details });
  }
  const inner = innerPipelines(name, argument);
  const branches = inner.flatMap(({ branch, pipeline }) =>
    readPipeline(pipeline, readCursor).map((stage) => ({ ...stage, branch })),
  );
  const shown = argument
    ? without(
        argument,
        inner.map(({ key }) => key),
      )
    : (raw[name] ?? null);
  return planStage(name, [...inputs, ...branches], {
    ...told,
    index: onlyIndex(raw.indexesUsed),
    details: { [name]: shown, ...rest },
  });
}

/**
 * Azure Cosmos DB tells of its stages in its own way:
 * https://learn.microsoft.com/azure/cosmos-db/mongodb/troubleshoot-query-performance
 */
function cosmosStage(raw: JsonObject, inputs: readonly PlanStage[]): PlanStage {
  const query = objectAt(objectAt(raw, 'details'), 'queryMetrics');
  return planStage(textAt(raw, 'stage') ?? 'unknown', inputs, {
    returned: numberAt(raw, 'out'),
    docsExamined: numberAt(query, 'retrievedDocumentCount'),
    ms: numberAt(raw, 'timeInclusiveMS'),
    details: without(raw, ['stage', 'out', 'timeInclusiveMS']),
  });
}

interface InnerPipeline {
  readonly key: string;
  readonly branch: string;
  readonly pipeline: readonly JsonObject[];
}

/** Pipelines that ran inside a stage, as in `$facet` and `$unionWith`: those that the server gives figures for. */
function innerPipelines(name: string, argument: JsonObject | null): readonly InnerPipeline[] {
  return Object.entries(argument ?? {}).flatMap(([key, value]) => {
    const pipeline = objectsOf(value);
    if (!pipeline.some(hasRun)) return [];
    const collection = textAt(argument, 'coll') ?? textAt(argument, 'from');
    if (name === '$facet') return [{ key, branch: `facet ${key}`, pipeline }];
    return [{ key, branch: collection === null ? key : `documents of ${collection}`, pipeline }];
  });
}

function hasRun(raw: JsonObject): boolean {
  return nameOf(raw) !== null && ('nReturned' in raw || '$cursor' in raw);
}

function nameOf(raw: JsonObject): string | null {
  return Object.keys(raw).find((key) => key.startsWith('$')) ?? null;
}

function onlyIndex(used: Json | undefined): string | null {
  if (!Array.isArray(used) || used.length !== 1) return null;
  return typeof used[0] === 'string' ? used[0] : null;
}

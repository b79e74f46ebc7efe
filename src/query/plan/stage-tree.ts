import type { Json, JsonObject } from '../../model/json.js';
import type { PlanStage } from '../../model/plan.js';
import { readIndexUse } from './index-use.js';
import { asObject, numberAt, objectsAt, textAt } from '../json-access.js';
import { readMemory } from './stage-memory.js';

/** Read into fields of their own. */
const figures = new Set([
  ...['stage', 'indexName', 'nReturned', 'docsExamined', 'keysExamined', 'executionTimeMillisEstimate'],
]);

/**
 * A stage and what stands below it. Inputs go by many names (`inputStage`, `inputStages`, `outerStage`, `thenStage`…),
 * and new servers bring new ones: whatever holds a stage is an input.
 */
export function readStage(raw: JsonObject): PlanStage {
  const stage = textAt(raw, 'stage') ?? 'unknown';
  const inputs: PlanStage[] = [];
  const details: Record<string, Json> = {};
  for (const [key, value] of Object.entries(raw)) {
    const below = stagesOf(raw, key);
    inputs.push(...below.map(readStage));
    if (below.length === 0 && !figures.has(key)) details[key] = value;
  }
  return planStage(stage, inputs, {
    index: textAt(raw, 'indexName') ?? ownIndex(stage),
    returned: numberAt(raw, 'nReturned'),
    docsExamined: numberAt(raw, 'docsExamined'),
    keysExamined: numberAt(raw, 'keysExamined'),
    ms: numberAt(raw, 'executionTimeMillisEstimate') ?? numberAt(raw, 'executionTimeMillis'),
    details,
  });
}

/** What is told of a stage; the rest follows from it, or from the tree it stands in (`withOwnTimes`). */
export function planStage(
  stage: string,
  inputs: readonly PlanStage[],
  told: Partial<Omit<PlanStage, 'stage' | 'inputs'>>,
): PlanStage {
  const index = told.index ?? null;
  const details = told.details ?? {};
  return {
    stage,
    inputs,
    branch: null,
    rowsIn: null,
    returned: null,
    docsExamined: null,
    keysExamined: null,
    ms: null,
    ownMs: null,
    does: '',
    facts: [],
    isDominant: false,
    engine: [],
    ...told,
    index,
    use: readIndexUse(stage, index, details),
    memory: readMemory(details),
    details,
  };
}

/** The server does not name the index of a look-up by `_id`, there is but one. */
function ownIndex(stage: string): string | null {
  return stage === 'IDHACK' || stage === 'EXPRESS_IDHACK' ? '_id_' : null;
}

function stagesOf(parent: JsonObject, key: string): readonly JsonObject[] {
  const single = asObject(parent[key]);
  return (single ? [single] : objectsAt(parent, key)).filter((found) => textAt(found, 'stage') !== null);
}

/** The stage and all below it, from the top. */
export function stagesIn(stage: PlanStage): readonly PlanStage[] {
  return [stage, ...stage.inputs.flatMap(stagesIn)];
}

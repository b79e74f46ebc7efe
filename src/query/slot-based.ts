import type { Json, JsonObject } from '../model/json.js';
import type { PlanStage } from '../model/plan.js';
import { numberAt, textAt } from './json-access.js';
import { readStage, stagesIn } from './stage-tree.js';

/** What reads documents in the slot-based engine: they count `numReads`, not `docsExamined`. */
const reads = /^(?:scan|scan_generic|parallelscan|seek|fetch)$/iu;

/** Told of the memory that a stage took. */
const kept = [
  'usedDisk',
  'spills',
  'memLimit',
  'totalDataSizeSorted',
  'spilledDataStorageSize',
  'indexesUsed',
];

/**
 * Engine 2 explains a query twice: as a plan people know, without figures, and as a tree of small slot-based stages
 * with them. Both carry `planNodeId`: the figures of the second go to the stage of the first.
 */
export function withSlotBasedFigures(plan: PlanStage, executed: JsonObject): PlanStage {
  const byNode = new Map<Json, PlanStage[]>();
  for (const part of stagesIn(readStage(executed))) {
    const node = part.details.planNodeId ?? null;
    byNode.set(node, [...(byNode.get(node) ?? []), part]);
  }
  return attach(plan);

  function attach(stage: PlanStage): PlanStage {
    const parts = byNode.get(stage.details.planNodeId ?? null) ?? [];
    // The topmost part hands on what the whole stage returns.
    const [top] = parts;
    const inputs = stage.inputs.map(attach);
    if (!top) return { ...stage, inputs };
    return {
      ...stage,
      inputs,
      returned: top.returned,
      docsExamined: sum(
        parts.map((part) => (reads.test(part.stage) ? numberAt(part.details, 'numReads') : null)),
      ),
      keysExamined: sum(parts.map((part) => part.keysExamined)),
      ms: top.ms,
      index: stage.index ?? textAt(stage.details, 'indexName'),
      details: { ...stage.details, ...memoryOf(parts) },
    };
  }
}

function memoryOf(parts: readonly PlanStage[]): JsonObject {
  const found = kept.flatMap((name) => {
    const part = parts.find(({ details }) => details[name] !== undefined);
    return part?.details[name] === undefined ? [] : [[name, part.details[name]] as const];
  });
  return Object.fromEntries(found);
}

function sum(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((value) => value !== null);
  return known.length > 0 ? known.reduce((total, value) => total + value, 0) : null;
}

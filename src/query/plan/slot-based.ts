import type { Json, JsonObject } from '../../model/json.js';
import type { PlanStage } from '../../model/plan.js';
import { numberAt } from '../json-access.js';
import { readMemory } from './stage-memory.js';
import { readStage, stagesIn } from './stage-tree.js';

/** What reads documents in the slot-based engine: they count `numReads`, not `docsExamined`. */
const reads = /^(?:scan|scan_generic|parallelscan|seek|fetch)$/iu;

/** Told of the memory that a stage took, and of the indexes that a look-up used. */
const kept = [
  ...['usedDisk', 'spills', 'memLimit', 'totalDataSizeSorted', 'indexesUsed'],
  ...[
    'spilledDataStorageSize',
    'spilledBytes',
    'spilledBytesApprox',
    'spilledRecords',
    'peakTrackedMemBytes',
  ],
];

/**
 * Engine 2 explains a query twice: as a plan people know, without figures, and as a tree of small slot-based stages
 * with them. Both carry `planNodeId`: the figures of the second go to the stage of the first. What belongs to no stage
 * of the plan stands with the topmost.
 */
export function withSlotBasedFigures(plan: PlanStage, executed: JsonObject): PlanStage {
  const nodes = new Set(stagesIn(plan).map(nodeOf));
  const byNode = new Map<Json, PlanStage[]>();
  for (const part of stagesIn(readStage(executed))) {
    const node = nodes.has(nodeOf(part)) ? nodeOf(part) : nodeOf(plan);
    byNode.set(node, [...(byNode.get(node) ?? []), part]);
  }
  return attach(plan);

  function attach(stage: PlanStage): PlanStage {
    const parts = byNode.get(nodeOf(stage)) ?? [];
    // The topmost part hands on what the whole stage returns.
    const [top] = parts;
    const inputs = stage.inputs.map(attach);
    if (!top) return { ...stage, inputs };
    const details = { ...stage.details, ...memoryOf(parts) };
    return {
      ...stage,
      inputs,
      returned: top.returned,
      docsExamined: sum(
        parts.map((part) => (reads.test(part.stage) ? numberAt(part.details, 'numReads') : null)),
      ),
      keysExamined: sum(parts.map((part) => part.keysExamined)),
      ms: top.ms,
      memory: readMemory(details),
      details,
      engine: parts.map((part) => ({
        stage: part.stage,
        returned: part.returned,
        ms: part.ms,
        details: {
          ...(part.index === null ? {} : { indexName: part.index }),
          ...(part.keysExamined === null ? {} : { keysExamined: part.keysExamined }),
          ...part.details,
        },
      })),
    };
  }
}

function nodeOf({ details }: PlanStage): Json {
  return details.planNodeId ?? null;
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

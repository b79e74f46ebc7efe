import type { JsonObject } from '../../model/json.js';
import type { StageMemory } from '../../model/plan.js';
import { numberAt, objectAt } from '../json-access.js';

/** Names under which stages tell what they hold: a sort, a group, window functions, and 8.2's one name for all. */
const held = [
  ...['totalDataSizeSorted', 'totalDataSizeSortedBytesEstimate', 'memUsage'],
  ...['maxTotalMemoryUsageBytes', 'peakTrackedMemBytes'],
];
const spilledBytes = [
  'spilledDataStorageSize',
  'spilledBytes',
  'spilledBytesApprox',
  'numBytesSpilledEstimate',
];

/** Null: the stage keeps nothing, or does not tell. */
export function readMemory(details: JsonObject): StageMemory | null {
  const sums = objectAt(details, 'maxAccumulatorMemoryUsageBytes');
  const bytes = firstNumber(details, held) ?? (sums ? sum(sums) : null);
  const limitBytes = numberAt(details, 'memLimit');
  const spills = numberAt(details, 'spills');
  if (bytes === null && limitBytes === null && spills === null && !('usedDisk' in details)) return null;
  const toDisk = Math.max(...spilledBytes.map((name) => numberAt(details, name) ?? -1));
  const spilled = details.usedDisk === true || (spills ?? 0) > 0;
  return { bytes, limitBytes, spilled, spills, spilledBytes: toDisk < 0 ? null : toDisk };
}

function firstNumber(details: JsonObject, names: readonly string[]): number | null {
  return names.map((name) => numberAt(details, name)).find((value) => value !== null) ?? null;
}

function sum(parts: JsonObject): number {
  return Object.keys(parts).reduce((total, name) => total + (numberAt(parts, name) ?? 0), 0);
}

import type { KeyPattern } from '../../model/index-specification.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { IndexUse } from '../../model/plan.js';
import { readBounds, recordBounds } from './index-bounds.js';
import { asObject, objectAt, textAt } from '../json-access.js';

/** How a stage uses an index; null: it uses none. `raw` is the stage as the server tells it. */
export function readIndexUse(stage: string, name: string | null, raw: JsonObject): IndexUse | null {
  const isClustered = stage === 'CLUSTERED_IXSCAN' || stage === 'EXPRESS_CLUSTERED_IXSCAN';
  if (name === null && !isClustered) return null;
  const key = name === '_id_' || isClustered ? ([['_id', 1]] as const) : keyOf(raw);
  const backward = raw.direction === 'backward';
  const bounds = isClustered
    ? recordBounds(raw)
    : readBounds(key, objectAt(raw, 'indexBounds') ?? {}, backward);
  const multikeyPaths = Object.values(objectAt(raw, 'multiKeyPaths') ?? {}).flatMap((paths) =>
    Array.isArray(paths) ? (paths as readonly Json[]).filter((path) => typeof path === 'string') : [],
  );
  return {
    name: name ?? '_id',
    key,
    bounds,
    direction: backward ? 'backward' : 'forward',
    isMultikey: raw.isMultiKey === true,
    multikeyPaths: [...new Set(multikeyPaths)],
    isUnique: raw.isUnique === true || name === '_id_' || isClustered,
    isSparse: raw.isSparse === true,
    isPartial: raw.isPartial === true,
  };
}

/** An EXPRESS stage prints its key: `{ a: 1.0, "b.c": -1.0 }` (SERVER-92981). */
function keyOf(raw: JsonObject): KeyPattern {
  const pattern = asObject(raw.keyPattern) ?? asObject(raw.indexKeyPattern);
  if (pattern) return Object.entries(pattern).flatMap(([path, value]) => pair(path, value));
  const printed = textAt(raw, 'keyPattern') ?? '';
  return [...printed.matchAll(/"?([^\s{},:"]+)"?\s*:\s*"?([^\s{},"]+)"?/gu)].flatMap(([, path, value]) => {
    const direction = Number(value);
    return pair(path ?? '', Number.isNaN(direction) ? (value ?? '') : direction);
  });
}

function pair(path: string, value: Json): KeyPattern {
  return typeof value === 'number' || typeof value === 'string' ? [[path, value]] : [];
}

import { isDeepStrictEqual } from 'node:util';
import type { Model } from '../model/catalog.js';

/** The models of a new reading; those that say what they said before are the very same objects. */
export function sameModels(before: readonly Model[], now: readonly Model[]): readonly Model[] {
  const fresh = new Set(now);
  const gone = before.filter((model) => !fresh.has(model));
  const known = new Set(before);
  return now.map((model) =>
    known.has(model)
      ? model
      : (gone.find((other) => other.model === model.model && isDeepStrictEqual(other, model)) ?? model),
  );
}

import type { PathSample } from '../../model/judgement.js';
import type { Leaf } from './match-tree.js';

const ids = new WeakMap<Leaf, number>();
let latest = 0;

/**
 * What was worked out of a sample for predicates, kept as long as the sample is: many indexes are weighed for the same
 * predicates, and each look goes through the whole sample.
 */
export class Remembered<T> {
  readonly #kept = new WeakMap<PathSample, Map<string, T>>();

  of(sample: PathSample, leaves: readonly Leaf[], work: () => T): T {
    const kept = this.#kept.get(sample) ?? new Map<string, T>();
    this.#kept.set(sample, kept);
    const key = leaves.map(idOf).join(' ');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const found = work();
    kept.set(key, found);
    return found;
  }
}

function idOf(leaf: Leaf): number {
  const known = ids.get(leaf);
  if (known !== undefined) return known;
  latest += 1;
  ids.set(leaf, latest);
  return latest;
}

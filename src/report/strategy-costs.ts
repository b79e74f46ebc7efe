import type { CollectionStrategy, StrategyStep } from '../model/strategy.js';
import { bytes, costWords } from './index-words.js';
import { some } from './words.js';

/** What an index of a strategy costs: what was measured of a live one, an estimate for a new one. */
export function costsOf({ live }: CollectionStrategy, { act, index }: StrategyStep): string[] {
  const paths = some(index.key.map(([path]) => path));
  const known = live?.indexes.find(({ name }) => name === index.name)?.live ?? null;
  if (act === 'keep') return [...costWords(known)];
  if (act === 'remove')
    return [...costWords(known), `one entry fewer to write for every insert, and for updates of ${paths}`];
  const size = estimatedBytes(live, index.key.length);
  return [
    ...(size === null ? [] : [`about ${bytes(size)}, estimated from the other indexes`]),
    act === 'add'
      ? `one more entry to write for every insert, and for updates of ${paths}`
      : `written with updates of ${paths}`,
  ];
}

/** By what the collection's other indexes take for a path of a document. Null: nothing was measured. */
function estimatedBytes(live: CollectionStrategy['live'], paths: number): number | null {
  const measured = [...(live?.indexes ?? []).map((one) => one.live), live?.idIndex ?? null].flatMap(
    (index) => (index?.sizeBytes ? [{ bytes: index.sizeBytes, paths: index.key.length }] : []),
  );
  if (measured.length === 0) return null;
  const perPath = measured.reduce((sum, one) => sum + one.bytes / one.paths, 0) / measured.length;
  return Math.round(perPath * paths);
}

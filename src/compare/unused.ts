import type { Advice, AdviceLimits } from '../model/advice.js';
import type { LiveIndex } from '../model/index-specification.js';
import type { AdvisedCollection } from './advised-collection.js';
import { isDispensable } from './dispensable.js';

const day = 24 * 60 * 60 * 1000;

/**
 * No query used it for longer than the setting, on any member that holds data. Counters are those of `$indexStats`:
 * each member has its own, and they start anew when it restarts and when an index is hidden, so that a hidden index
 * proves nothing (https://www.mongodb.com/docs/manual/reference/operator/aggregation/indexStats/).
 * `needed`: names of indexes that stand for redundant ones, whose queries they will serve.
 */
export function unusedIndexes(
  collection: AdvisedCollection,
  { unusedAfterDays }: AdviceLimits,
  needed: ReadonlySet<string>,
): Advice[] {
  return collection.indexes.flatMap((index) => {
    const { live } = index;
    if (!live || live.hidden || live.building || index.isDisputed || needed.has(index.name)) return [];
    if (!isDispensable(index, collection) || !live.usage || live.usage.ops > 0) return [];
    const days = (Date.parse(collection.readAt) - Date.parse(live.usage.since)) / day;
    if (live.usage.unreached.length > 0 || days <= unusedAfterDays) return [];
    const since = `since ${live.usage.since.slice(0, 10)} (${dayCount(days)})`;
    const members = live.usage.hosts.length > 1 ? `, counted on ${live.usage.hosts.length} members` : '';
    return [
      {
        rule: 'unused',
        severity: 'info',
        message: `No query has used \`${index.name}\` ${since}${members}.`,
        evidence: { indexBytes: live.sizeBytes, documentBytes: null, usage: live.usage },
        change: [...onlyWayOf(live), 'Hide it, and drop it when nothing gets slower.'].join(' '),
        indexes: [index.name],
      },
    ];
  });
}

function dayCount(days: number): string {
  const whole = Math.floor(days);
  return whole === 1 ? '1 day' : `${whole} days`;
}

/** Queries that fail without an index of this type, instead of becoming slow. */
function onlyWayOf({ key }: LiveIndex): string[] {
  const types = new Set(key.map(([, type]) => type));
  if (types.has('text')) return ['A query with $text fails without it.'];
  return types.has('2dsphere') || types.has('2d') ? ['A query with $near fails without it.'] : [];
}

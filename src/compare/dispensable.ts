import type { KeyPattern } from '../model/index-specification.js';
import type { AdvisedCollection, AdvisedIndex } from './advised-collection.js';

/** What an index does besides serving queries: it keeps a promise, or removes documents. */
const duties = ['unique', 'prepareUnique', 'expireAfterSeconds'];

export function hasDuty({ form, definedForm }: AdvisedIndex): boolean {
  return duties.some((option) => form.options.has(option) || definedForm?.options.has(option));
}

/**
 * Whether nothing but the speed of queries depends on it. A sharded collection needs an index whose key begins with the
 * shard key (https://www.mongodb.com/docs/manual/core/sharding-shard-key/#shard-key-indexes): each of them stays, and
 * any index where the shard key is not known. So do those of a time series, which the server translates to other ones
 * on its buckets.
 */
export function isDispensable(index: AdvisedIndex, { shardKey, live }: AdvisedCollection): boolean {
  if (index.standing === 'server' || live?.kind === 'timeseries') return false;
  return !hasDuty(index) && !maySupportSharding(index.key, shardKey);
}

/** Whether a sharded collection needs an index, or may need it where its shard key is not known (undefined). */
export function maySupportSharding(key: KeyPattern, shardKey: KeyPattern | null | undefined): boolean {
  if (shardKey === null) return false;
  return shardKey === undefined || shardKey.every(([path], at) => key[at]?.[0] === path);
}

import type { AdvisedCollection, AdvisedIndex } from './advised-collection.js';

/** What an index does besides serving queries: it keeps a promise, or removes documents. */
const duties = ['unique', 'prepareUnique', 'expireAfterSeconds'];

export function hasDuty({ form, definedForm }: AdvisedIndex): boolean {
  return duties.some((option) => form.options.has(option) || definedForm?.options.has(option));
}

/**
 * Whether nothing but the speed of queries depends on it. In a sharded cluster none is called so: an index may be the
 * one that supports the shard key (https://www.mongodb.com/docs/manual/core/sharding-shard-key/#shard-key-indexes).
 * Nor in a time series, whose indexes the server translates to other ones on its buckets.
 */
export function isDispensable(index: AdvisedIndex, { topology, live }: AdvisedCollection): boolean {
  const maySupportShardKey = topology === 'sharded' || topology === 'loadBalanced';
  const isOrdinary = index.standing !== 'server' && live?.kind !== 'timeseries';
  return isOrdinary && !hasDuty(index) && !maySupportShardKey;
}

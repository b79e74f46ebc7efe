import type { LiveCollection } from '../model/live.js';
import { bytes, keyPatternText } from './index-words.js';

/** What a collection is other than a plain one, a few words each: `view of contacts`, `capped at 1.0 MB`. */
export function kindWords({ kind, traits }: Pick<LiveCollection, 'kind' | 'traits'>): readonly string[] {
  const { viewOn, timeField, cappedBytes, isClustered, shardKey } = traits;
  const words = [
    kind === 'view' && (viewOn === null ? 'view' : `view of ${viewOn}`),
    kind === 'timeseries' && (timeField === null ? 'time series' : `time series by ${timeField}`),
    cappedBytes !== null && `capped at ${bytes(cappedBytes)}`,
    isClustered && 'clustered',
    shardKey && `sharded by ${keyPatternText(shardKey)}`,
  ];
  return words.filter((word) => typeof word === 'string');
}

/** What that means for its indexes, in whole sentences. */
export function kindSentences({ kind, traits }: Pick<LiveCollection, 'kind' | 'traits'>): readonly string[] {
  const { viewOn, cappedBytes, isClustered, shardKey } = traits;
  const sentences = [
    kind === 'view' &&
      `A view has no indexes of its own: those of ${viewOn ?? 'what it reads from'} serve it.`,
    kind === 'timeseries' &&
      'A time series: the server makes an index of its own, and takes no unique, sparse or text index.',
    cappedBytes !== null && 'Capped: the oldest documents make room for new ones.',
    isClustered && 'Clustered: documents are kept in the order of _id, which needs no index of its own.',
    shardKey && 'Sharded: an index that begins with the shard key must stay.',
  ];
  return sentences.filter((sentence) => typeof sentence === 'string');
}

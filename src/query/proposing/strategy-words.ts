import type { KeyPattern } from '../../model/index-specification.js';
import type { JudgedIndex } from '../../model/judgement.js';
import type { QuerySite } from '../../model/query.js';
import type { StrategyLimits } from '../../model/strategy.js';
import { listed } from '../judging/judgement-words.js';

/** Whether `start` begins `key`, and is shorter. */
export function beginsKey(start: KeyPattern, key: KeyPattern): boolean {
  return (
    start.length < key.length &&
    start.every(([path, direction], at) => key[at]?.[0] === path && key[at][1] === direction)
  );
}

export function keepReason(
  index: JudgedIndex,
  served: readonly QuerySite[],
  own: readonly JudgedIndex[],
  { complete, shardKey }: StrategyLimits,
): string {
  const unhide = index.isHidden && served.length > 0 ? ['It is hidden: unhide it.'] : [];
  const duty = dutyOf(index, shardKey);
  const longer = prefixOf(index, own);
  const redundant =
    longer && duty === null
      ? [`It is a prefix of ${longer.name}, which serves every query that it serves.`]
      : [];
  const why =
    served.length > 0
      ? `It serves ${counted(served)}.`
      : (duty ??
        (complete ? 'It stays.' : 'No query that was read needs it, but not all could be read: it stays.'));
  return [why, ...redundant, ...unhide].join(' ');
}

function dutyOf({ key, options }: JudgedIndex, shardKey: readonly string[] | null): string | null {
  if (options.unique === true) return 'It keeps its values unique.';
  if (options.expireAfterSeconds !== undefined) return 'It removes documents that have expired.';
  const supports = shardKey?.every((path, at) => key[at]?.[0] === path) ?? false;
  return supports ? 'It supports the shard key.' : null;
}

export function addReason(replaced: readonly JudgedIndex[], served: readonly QuerySite[]): string {
  const serves = `It serves ${counted(served)}`;
  if (replaced.length === 0) return `${serves}, better than any index that is there.`;
  const names = listed(replaced.map(({ name }) => name));
  return `${serves}, and takes the place of ${names}, with which it begins.`;
}

export function removeReason(index: JudgedIndex, own: readonly JudgedIndex[]): string {
  const longer = prefixOf(index, own);
  if (longer) return `It is a prefix of ${longer.name}, which serves every query that it serves.`;
  return 'No query of the code needs it: the indexes that stay serve them all.';
}

function prefixOf(index: JudgedIndex, own: readonly JudgedIndex[]): JudgedIndex | undefined {
  const options = JSON.stringify(index.options);
  return own.find(
    ({ key, options: other }) => beginsKey(index.key, key) && JSON.stringify(other) === options,
  );
}

function counted(sites: readonly QuerySite[]): string {
  return sites.length === 1 ? '1 query' : `${sites.length} queries`;
}

import type { Advice } from '../model/advice.js';
import type { AdvisedCollection, AdvisedIndex } from './advised-collection.js';
import { isDispensable } from './dispensable.js';
import { differences } from './normal-form.js';

/**
 * Two indexes that differ in nothing but their names. The server holds one of them and refuses the other with code 85,
 * IndexOptionsConflict, so mostly they stand in code. `{a: 1}` sparse, or with a partial filter, is another index than
 * `{a: 1}`: it holds other documents.
 */
export function duplicateIndexes(collection: AdvisedCollection): Advice[] {
  return collection.indexes.flatMap((index) => {
    const same = collection.indexes.filter((other) => isSame(index, other));
    const keeper = same.find(isApplied) ?? same[0];
    if (!keeper || keeper === index || keeper.name === index.name) return [];
    const bothLive = isApplied(index) && isApplied(keeper);
    if (bothLive && (!isDispensable(index, collection) || keeper.live?.hidden)) return [];
    const second = bothLive ? index.live : null;
    return [
      {
        rule: 'duplicate-index',
        severity: 'warning',
        message: bothLive
          ? `\`${index.name}\` is \`${keeper.name}\` under another name: every write keeps both up to date.`
          : `\`${index.name}\` is \`${keeper.name}\` under another name: the server holds one of them and refuses the other.`,
        evidence: {
          indexBytes: second?.sizeBytes ?? null,
          documentBytes: null,
          usage: second?.usage ?? null,
        },
        change: bothLive ? 'Drop one of the two.' : 'Keep one of the two definitions.',
        indexes: [index.name, keeper.name],
      },
    ];
  });
}

function isSame(one: AdvisedIndex, other: AdvisedIndex): boolean {
  return differences(one.definedForm ?? one.form, other.definedForm ?? other.form).length === 0;
}

/** Live under its own name, which two definitions of one live index are not both. */
function isApplied({ live, name, isDisputed }: AdvisedIndex): boolean {
  return live?.name === name && !isDisputed;
}

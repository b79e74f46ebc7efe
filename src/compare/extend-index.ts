import type { IndexChange } from '../model/index-change.js';
import type { IndexSpecification, LiveIndex } from '../model/index-specification.js';
import { duties, specificationOf } from './index-duties.js';

/**
 * Creates `after`, whose key begins as that of `live` does, then drops `live`. Its undo creates the old one first, too.
 * Null: `live` stays, because it refuses duplicates or lets documents expire, is being built, or is the server's own.
 */
export function extendIndex(
  collection: string,
  live: LiveIndex,
  after: IndexSpecification,
): IndexChange | null {
  const before = specificationOf(live);
  const begins = before.key.every(
    ([path, direction], at) => after.key[at]?.[0] === path && after.key[at][1] === direction,
  );
  if (!begins || duties(before).length > 0 || live.building || before.name === '_id_') return null;
  return {
    ...succeeding('extend', collection, before, after),
    takesAway: true,
    // What goes then is what the extension made: nothing is lost.
    undo: {
      ...succeeding('shorten', collection, specificationOf(after), before),
      takesAway: false,
      undo: null,
    },
  };
}

function succeeding(
  kind: 'extend' | 'shorten',
  collection: string,
  before: IndexSpecification,
  after: IndexSpecification,
): Omit<IndexChange, 'takesAway' | 'undo'> {
  return {
    kind,
    collection,
    index: before,
    steps: [
      // The longer one has the options of the live one.
      { kind: 'create', index: specificationOf(after), origin: 'live' },
      { kind: 'drop', index: before },
    ],
    does: `Creates \`${after.name}\` in ${collection}, then drops \`${before.name}\`.`,
    costs:
      'The server reads the whole collection; reads and writes go on meanwhile, only slower. One of the two is there all the time; when the build fails, nothing is dropped.',
  };
}

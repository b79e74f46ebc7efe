import type { LiveIndex } from '../model/index-specification.js';
import type { CollectionKind } from '../model/live.js';

/** What can be done with a live index; whether the role permits it is the server's to say. */
export type IndexAct = 'hide' | 'unhide' | 'drop' | 'ttl' | 'unique' | 'rename';

/**
 * The acts that make sense on an index. Nothing on `_id_` or on what is being built; an expiry needs one path that is
 * no special index (MongoDB's manual, "TTL Indexes"), a conversion to unique plain directions (`collMod`, `unique`).
 */
export function actsOn(live: LiveIndex, kind: CollectionKind): readonly IndexAct[] {
  const { key, options, hidden, building, name } = live;
  if (name === '_id_' || building) return [];
  const isPlain = key.every(([path, direction]) => typeof direction === 'number' && !path.endsWith('$**'));
  const mayBeUnique = isPlain && kind === 'collection' && options.unique !== true;
  return [
    hidden ? 'unhide' : 'hide',
    'drop',
    ...(isPlain && key.length === 1 && kind === 'collection' ? (['ttl'] as const) : []),
    ...(mayBeUnique ? (['unique'] as const) : []),
    'rename',
  ];
}

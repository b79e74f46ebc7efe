import type { Target } from '../host/contributions.js';
import type { DroppedIndexes } from '../host/dropped-indexes.js';
import type { IndexChanges } from './index-changes.js';
import type { LiveServer } from './live-server.js';

/** Creates an index that was dropped in this window, exactly as it was. */
export async function createAgain(
  server: LiveServer,
  changes: IndexChanges,
  dropped: DroppedIndexes,
  target: Target | null,
): Promise<void> {
  if (target?.kind !== 'dropped') return;
  const { database } = server.current();
  const one = dropped.find(server.id, database, target.collection, target.name);
  if (one) await changes.make(server, one.undo);
}

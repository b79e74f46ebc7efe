import type { Target } from '../host/contributions.js';
import type { DroppedIndexes } from '../host/dropped-indexes.js';
import type { IndexChanges } from './index-changes.js';
import type { LiveServer } from './live-server.js';

/** Creates an index that was dropped in this window, exactly as it was, once that is agreed to. */
export async function createAgain(
  server: LiveServer,
  changes: IndexChanges,
  dropped: DroppedIndexes,
  target: Target | null,
): Promise<void> {
  if (target?.kind !== 'dropped') return;
  const where = server.current();
  const one = dropped.find(server.id, where.database, target.collection, target.name);
  const collection = server.snapshot.comparison?.collections.find(
    (compared) => compared.collection === target.collection,
  );
  if (one && collection) await changes.ask(server, one.undo, { collection, live: null, where });
}

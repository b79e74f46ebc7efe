import { hideIndex as hiding, unhideIndex as unhiding } from '../compare/index-change.js';
import type { Target } from '../host/contributions.js';
import { liveIndexAt, type IndexChanges } from './index-changes.js';
import type { LiveServer } from './live-server.js';

/** Hides an index from the query planner, or lets it be used again. */
export async function hideIndex(
  server: LiveServer,
  changes: IndexChanges,
  target: Target | null,
  isHidden: boolean,
): Promise<void> {
  const found = liveIndexAt(server, target);
  const change = isHidden ? hiding : unhiding;
  await changes.ask(server, change(found.collection.collection, found.live), found);
}

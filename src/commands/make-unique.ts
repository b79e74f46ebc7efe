import { makeUnique as making } from '../compare/index-change.js';
import type { Target } from '../host/contributions.js';
import { liveIndexAt, type IndexChanges } from './index-changes.js';
import type { LiveServer } from './live-server.js';

/** Converts an index to unique, where no two documents have the same key. */
export async function makeUnique(
  server: LiveServer,
  changes: IndexChanges,
  target: Target | null,
): Promise<void> {
  const found = liveIndexAt(server, target);
  await changes.ask(server, making(found.collection.collection, found.live), found);
}

import { dropIndex as dropping, hideIndex as hiding } from '../compare/index-change.js';
import type { Target } from '../host/contributions.js';
import { liveIndexAt, type IndexChanges } from './index-changes.js';
import type { LiveServer } from './live-server.js';

/** Drops an index, after offering to hide it first. */
export async function dropIndex(
  server: LiveServer,
  changes: IndexChanges,
  target: Target | null,
): Promise<void> {
  const found = liveIndexAt(server, target);
  const { collection } = found.collection;
  const instead = found.live.hidden
    ? undefined
    : {
        title: 'Hide It First',
        run: () => changes.make(server, hiding(collection, found.live), found.where),
      };
  await changes.ask(server, dropping(collection, found.live), found, instead);
}

import * as vscode from 'vscode';

import type { ConnectionSnapshot } from '../host/session.js';
import type { LiveServers } from './live-servers.js';

/** Between two looks, at least; and so many times as long as a look takes, so that a large server is not kept busy. */
const pause = { least: 2_000, times: 10 };

/**
 * Reads a server again as long as it builds indexes: what began elsewhere, or before this window opened, is seen to its
 * end without a refresh.
 */
export function watchBuilds(servers: LiveServers): vscode.Disposable {
  const timers = new Map<string, NodeJS.Timeout>();
  const took = new Map<string, number>();
  const look = async (id: string): Promise<void> => {
    timers.delete(id);
    // A look that somebody asked for is on its way: its end begins the next pause.
    if (servers.session.of(id)?.busy !== null) return;
    const start = performance.now();
    // A failure is the session's, and drawn.
    await servers
      .find(id)
      ?.read()
      .catch(() => null);
    took.set(id, performance.now() - start);
  };
  const subscription = servers.session.onDidChange(({ connections }) => {
    for (const connection of connections) {
      const { id } = connection;
      if (timers.has(id) || !isBuilding(connection)) continue;
      const ms = Math.max(pause.least, pause.times * (took.get(id) ?? 0));
      timers.set(
        id,
        setTimeout(() => void look(id), ms),
      );
    }
  });
  return new vscode.Disposable(() => {
    subscription.dispose();
    for (const timer of timers.values()) clearTimeout(timer);
  });
}

/** Whether the last look, which is over, saw a build. */
function isBuilding({ busy, stale, live }: ConnectionSnapshot): boolean {
  if (busy !== null || stale !== null || !live) return false;
  const isAny = live.collections.some(({ indexes }) => indexes.some(({ building }) => building !== null));
  return isAny || (live.builds?.length ?? 0) > 0;
}

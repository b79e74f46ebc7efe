import type { Files } from '../host/files.js';
import { withProgress } from '../host/progress.js';
import type { Comparison } from '../model/comparison.js';
import type { LiveServer } from './live-server.js';

/** Reads the server anew. Null: a later look overtook this one. */
export function refresh(server: LiveServer): Promise<Comparison | null> {
  return withProgress('Reading indexes', (signal, report) => server.read({ signal, report }));
}

/** Reads workspace and server anew, as far as there is a server. */
export async function refreshAll(server: LiveServer, files: Files): Promise<void> {
  await withProgress('Reading the workspace', () => files.reread());
  if (server.connection) await refresh(server);
}

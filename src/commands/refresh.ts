import type { Files } from '../host/files.js';
import { withProgress } from '../host/progress.js';
import type { Comparison } from '../model/comparison.js';
import { UserError } from '../model/user-error.js';
import type { LiveServer } from './live-server.js';
import type { LiveServers } from './live-servers.js';

/** Reads the server anew. Null: a later look overtook this one. */
export function refresh(server: LiveServer): Promise<Comparison | null> {
  return withProgress('Reading indexes', (signal, report) => server.read({ signal, report }));
}

/** Reads workspace and servers anew, as far as there are servers. The first that fails is told. */
export async function refreshAll(servers: LiveServers, files: Files): Promise<void> {
  await withProgress('Reading the workspace', async (signal) => {
    await files.reread(signal);
    if (signal.aborted) throw new UserError('cancelled', 'Cancelled.', 'Refresh when you like.');
  });
  const connected = servers.all().filter(({ connection }) => connection !== null);
  const looks = await Promise.allSettled(connected.map(refresh));
  for (const look of looks) if (look.status === 'rejected') throw look.reason;
}

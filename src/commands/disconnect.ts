import type { Connections } from '../host/connections.js';
import type { LiveServer } from './live-server.js';

/** Closes the connection; the workspace no longer connects to it by itself. */
export async function disconnect(server: LiveServer, connections: Connections): Promise<void> {
  await server.disconnect();
  await connections.remember(null);
}

import type { Connections } from '../host/connections.js';
import type { Targeted } from '../host/contributions.js';
import type { LiveServers } from './live-servers.js';

/** Closes a connection, the active one from the palette; the workspace no longer connects to it by itself. */
export async function disconnect(
  servers: LiveServers,
  connections: Connections,
  node?: Targeted,
): Promise<void> {
  const server = servers.of(node?.connection);
  await servers.disconnect(server);
  await connections.closed(server.source);
}

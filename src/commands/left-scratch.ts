import type { Log } from '../host/log.js';
import type { ScratchDatabases } from '../host/scratch-databases.js';
import type { Session } from '../host/session.js';
import { dropScratch } from '../prove.js';
import type { LiveServers } from './live-servers.js';

/**
 * With each connect: drops exactly the scratch databases that a crash of ours left on that server. Where the connection
 * is marked as read-only or production by now, they stay until it is not.
 */
export function dropLeftScratch(
  session: Session,
  servers: LiveServers,
  scratch: ScratchDatabases,
  log: Log,
): { dispose(): void } {
  let seen: ReadonlySet<string> = new Set();
  return session.onDidChange(({ connections }) => {
    const open = connections.filter(({ connection }) => connection.state === 'connected').map(({ id }) => id);
    const fresh = open.filter((id) => !seen.has(id));
    seen = new Set(open);
    for (const id of fresh) void dropLeft(id);
  });

  async function dropLeft(id: string): Promise<void> {
    for (const name of scratch.left(id)) {
      const server = servers.find(id);
      const connection = server?.connection;
      if (!server || !connection) return;
      const { readOnly, production } = server.snapshot.marks;
      if (readOnly || production) {
        log.info(`Left the scratch database ${name} where it is: its connection is marked.`);
        return;
      }
      try {
        const wasThere = await dropScratch(connection, name);
        await scratch.dropped(name);
        if (wasThere) log.info(`Dropped the scratch database ${name}, which an editor that ended had left.`);
      } catch (error) {
        log.error(error);
      }
    }
  }
}

import type { Files } from '../host/files.js';
import type { Log } from '../host/log.js';
import { connectionFor } from '../host/folder-bindings.js';
import type { Session } from '../host/session.js';
import { LiveServer, notConnected, type ConnectionRequest } from './live-server.js';

/** The connections of the window, one for each source that is open. */
export class LiveServers {
  readonly session: Session;
  readonly #files: Files;
  readonly #log: Log;
  readonly #servers = new Map<string, LiveServer>();

  constructor(session: Session, files: Files, log: Log) {
    this.session = session;
    this.#files = files;
    this.#log = log;
  }

  all(): readonly LiveServer[] {
    return [...this.#servers.values()];
  }

  /** The one of a tree's row or a lens, else the active one. Throws UserError `usage` where there is none. */
  of(id?: string | null): LiveServer {
    const server = this.find(id ?? this.session.snapshot.active?.id ?? '');
    if (!server) throw notConnected();
    return server;
  }

  /** The one that a file's queries go to. Throws UserError `usage` where there is none. */
  ofFile(file: string): LiveServer {
    return this.of(connectionFor(this.session.snapshot, file)?.id ?? '');
  }

  find(id: string): LiveServer | null {
    return this.#servers.get(id) ?? null;
  }

  /** The server that is connected now, and active; null: this connect was overtaken and dropped. */
  async connect(request: ConnectionRequest, signal?: AbortSignal): Promise<LiveServer | null> {
    const fresh = new LiveServer(request.source, this.session, this.#files, this.#log);
    const server = this.find(fresh.id) ?? fresh;
    this.#servers.set(server.id, server);
    try {
      if (!(await server.connect(request, signal))) return null;
    } finally {
      if (!this.session.of(server.id)) this.#servers.delete(server.id);
    }
    this.session.activate(server.id);
    return server;
  }

  async disconnect(server: LiveServer): Promise<void> {
    this.#servers.delete(server.id);
    await server.close();
  }

  dispose(): void {
    for (const server of this.#servers.values()) void server.connection?.close();
  }
}

import type { ConnectionSource } from '../host/contributions.js';
import type { Files } from '../host/files.js';
import type { Log } from '../host/log.js';
import type { ReportProgress } from '../host/progress.js';
import type { ConnectionState, Session } from '../host/session.js';
import { asUserError } from '../host/show-error.js';
import { inspect } from '../inspect.js';
import type { Comparison } from '../model/comparison.js';
import { UserError } from '../model/user-error.js';
import { connect, type Connection } from '../server/connect.js';
import { hostsOfUri } from '../server/redact.js';

/** A connection string with where it came from and what people call it. */
export interface ConnectionRequest {
  readonly source: ConnectionSource | null;
  readonly name: string;
  readonly uri: string;
  /** Null: the one that the string names, if any. */
  readonly database: string | null;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly report?: ReportProgress;
}

/** The one connection of the window, from connect to close. Every outcome goes to the session. */
export class LiveServer {
  readonly #session: Session;
  readonly #files: Files;
  readonly #log: Log;
  #connection: Connection | null = null;
  #database: string | null = null;

  constructor(session: Session, files: Files, log: Log) {
    this.#session = session;
    this.#files = files;
    this.#log = log;
  }

  get connection(): Connection | null {
    return this.#connection;
  }

  /** The connection and its database. Throws UserError `no-database`, or `usage` when nothing is connected. */
  current(): { readonly connection: Connection; readonly database: string } {
    if (!this.#connection) {
      throw new UserError('usage', 'No server is connected.', 'Run "Index Lens: Connect…" first.');
    }
    if (this.#database === null) {
      throw new UserError('no-database', 'No database is chosen.', 'Run "Index Lens: Choose Database…".');
    }
    return { connection: this.#connection, database: this.#database };
  }

  /**
   * Connects in place of what is connected now, which stays when this fails.
   * False: another connect or a disconnect came in between, and this one was dropped.
   */
  async connect(request: ConnectionRequest, signal?: AbortSignal): Promise<boolean> {
    const { name, uri } = request;
    const before = this.#session.snapshot.connection;
    const keeps = before.state === 'connected';
    const address = hostsOfUri(uri);
    const connecting: ConnectionState = { state: 'connecting', name, address };
    const turn = this.#session.begin({ busy: 'Connecting', connection: keeps ? before : connecting });
    let connection: Connection;
    try {
      connection = await connect(uri, { signal });
    } catch (thrown) {
      const error = asUserError(thrown, this.#log);
      const failed: ConnectionState =
        error.code === 'cancelled' ? { state: 'none' } : { state: 'failed', name, address, error };
      turn.settle({ connection: keeps ? before : failed });
      throw error;
    }
    if (!turn.isCurrent()) {
      await connection.close();
      return false;
    }
    const replaced = this.#connection;
    this.#connection = connection;
    this.#database = request.database ?? connection.defaultDatabase;
    const connected: ConnectionState = {
      state: 'connected',
      name,
      address: connection.address,
      server: connection.server,
      database: this.#database,
    };
    turn.settle({ connection: connected, live: null, stale: null, readAt: null });
    this.#log.info(`Connected to ${connection.address}, MongoDB ${connection.server.version}`);
    await replaced?.close();
    return true;
  }

  /** Chooses what to look at; `read` then reads it. */
  chooseDatabase(database: string): void {
    const { connection } = this.#session.snapshot;
    if (connection.state !== 'connected') return;
    this.#database = database;
    const turn = this.#session.begin({
      busy: 'Reading indexes',
      connection: { ...connection, database },
      live: null,
      stale: null,
      readAt: null,
    });
    turn.settle({});
  }

  /** Reads the server. Null: overtaken by a later look, whose result counts. Throws UserError. */
  async read({ signal, report }: ReadOptions = {}): Promise<Comparison | null> {
    const { connection, database } = this.current();
    const turn = this.#session.begin({ busy: 'Reading indexes' });
    try {
      const { live } = await inspect(this.#files.read(), connection, database, {
        signal,
        onProgress: (done, total) => report?.(`${done} of ${total} collections`, done, total),
      });
      return turn.settle({ live, stale: null, readAt: new Date() })
        ? this.#session.snapshot.comparison
        : null;
    } catch (thrown) {
      const error = asUserError(thrown, this.#log);
      const overtaken = !turn.settle(error.code === 'cancelled' ? {} : { stale: error });
      if (overtaken) return null;
      throw error;
    }
  }

  async disconnect(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    this.#database = null;
    this.#session.disconnected();
    await connection?.close();
  }

  dispose(): void {
    void this.#connection?.close();
  }
}

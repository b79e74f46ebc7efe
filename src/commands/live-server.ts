import { sourceId, type ConnectionMarks } from '../host/connections.js';
import type { ConnectionSource } from '../host/contributions.js';
import type { Files } from '../host/files.js';
import type { Log } from '../host/log.js';
import type { ReportProgress } from '../host/progress.js';
import type { ConnectionSnapshot, ConnectionState, Session } from '../host/session.js';
import { asUserError } from '../host/show-error.js';
import { inspect } from '../inspect.js';
import type { Comparison } from '../model/comparison.js';
import { UserError } from '../model/user-error.js';
import { connect, type Connection } from '../server/connect.js';
import { hostsOfUri } from '../server/redact.js';

/** A connection string with where it came from and what people call it. */
export interface ConnectionRequest {
  readonly source: ConnectionSource;
  readonly name: string;
  readonly uri: string;
  readonly marks: ConnectionMarks;
  /** Null: the one that the marks or the string name, if any. */
  readonly database: string | null;
}

/** A database, on the connection that it was seen on. */
export interface SeenDatabase {
  readonly connection: Connection;
  readonly database: string;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  readonly report?: ReportProgress;
}

/** One source's connection, from connect to close. Every outcome goes to the session. */
export class LiveServer {
  readonly id: string;
  readonly source: ConnectionSource;
  readonly #session: Session;
  readonly #files: Files;
  readonly #log: Log;
  #connection: Connection | null = null;
  #database: string | null = null;

  constructor(source: ConnectionSource, session: Session, files: Files, log: Log) {
    this.id = sourceId(source);
    this.source = source;
    this.#session = session;
    this.#files = files;
    this.#log = log;
  }

  get connection(): Connection | null {
    return this.#connection;
  }

  /** As the session has it. Throws UserError `usage` when it was closed meanwhile. */
  get snapshot(): ConnectionSnapshot {
    const snapshot = this.#session.of(this.id);
    if (!snapshot) throw notConnected();
    return snapshot;
  }

  /** The connection and its database. Throws UserError `no-database`, or `usage` when nothing is connected. */
  current(): SeenDatabase {
    if (!this.#connection) throw notConnected();
    if (this.#database === null) {
      throw new UserError('no-database', 'No database is chosen.', 'Choose one first.');
    }
    return { connection: this.#connection, database: this.#database };
  }

  /** What was planned for a database is carried out there or not at all. Throws UserError `usage`. */
  requireStill({ connection, database }: SeenDatabase): void {
    const now = this.current();
    if (now.connection === connection && now.database === database) return;
    throw new UserError(
      'usage',
      `This was planned for ${database} on ${connection.address}, which is not what is connected now.`,
      'Ask for it again to see what it means for what is connected.',
    );
  }

  /**
   * Connects in place of what this source is connected to now, which stays when this fails.
   * False: another connect or a disconnect came in between, and this one was dropped.
   */
  async connect(request: ConnectionRequest, signal?: AbortSignal): Promise<boolean> {
    const { name, uri, marks } = request;
    const before = this.#connection && this.#session.of(this.id)?.connection;
    const address = hostsOfUri(uri);
    const connecting: ConnectionState = { state: 'connecting', name, address };
    const turn = this.#session.begin(this.id, {
      busy: 'Connecting',
      marks,
      connection: before ?? connecting,
    });
    let connection: Connection;
    try {
      connection = await connect(uri, { signal });
    } catch (thrown) {
      const error = asUserError(thrown, this.#log);
      const isForgotten = !before && error.code === 'cancelled' && turn.isCurrent();
      if (isForgotten) this.#session.closed(this.id);
      else turn.settle({ connection: before ?? { state: 'failed', name, address, error } });
      throw error;
    }
    if (!turn.isCurrent()) {
      await connection.close();
      return false;
    }
    const replaced = this.#connection;
    this.#connection = connection;
    this.#database = request.database ?? marks.database ?? connection.defaultDatabase;
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
    const { connection } = this.snapshot;
    if (connection.state !== 'connected') return;
    this.#database = database;
    const turn = this.#session.begin(this.id, {
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
    const turn = this.#session.begin(this.id, { busy: 'Reading indexes' });
    try {
      const { live } = await inspect(this.#files.read(), connection, database, {
        signal,
        onProgress: (done, total) => report?.(`${done} of ${total} collections`, done, total),
      });
      return turn.settle({ live, stale: null, readAt: new Date() }) ? this.snapshot.comparison : null;
    } catch (thrown) {
      const error = asUserError(thrown, this.#log);
      const overtaken = !turn.settle(error.code === 'cancelled' ? {} : { stale: error });
      if (overtaken) return null;
      throw error;
    }
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    this.#database = null;
    this.#session.closed(this.id);
    await connection?.close();
  }
}

export function notConnected(): UserError {
  return new UserError('not-connected', 'No server is connected.', 'Connect first.');
}

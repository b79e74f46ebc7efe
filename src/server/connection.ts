import type { MongoClient } from 'mongodb';
import type { ServerInfo } from '../model/live.js';

/** An open connection to a server, kept until `close`. */
export interface Connection {
  /** The hosts for people, `a:27017, b:27017`; never credentials. */
  readonly address: string;
  readonly server: ServerInfo;
  /** The database that the connection string names. */
  readonly defaultDatabase: string | null;
  /** The driver's client, used inside `src/server` only. */
  readonly client: MongoClient;
  /**
   * A client for one member alone, with the same credentials; made on first use, closed with the connection. Null where
   * signing in once more would ask a person (OIDC).
   */
  member(host: string): MongoClient | null;
  /** Safe to call more than once. Work under way fails with `connection-lost`; index builds go on on the server. */
  close(): Promise<void>;
}

import { resolve } from 'node:path';
import { UserError } from '../model/user-error.js';
import { connect, type Connection } from '../server/connect.js';
import { databaseOfUri } from '../server/redact.js';
import type { Terminal } from './terminal.js';

export interface SourceOptions {
  readonly exclude: readonly string[];
}

export interface ServerOptions extends SourceOptions {
  readonly uri?: string;
  readonly db?: string;
}

/** `DIR` as an absolute path with forward slashes. Throws UserError `usage` for a connection string in its place. */
export function rootOf(dir: string, terminal: Terminal): string {
  if (isConnectionString(dir)) {
    throw new UserError(
      'usage',
      'A connection string stands where the folder belongs.',
      'Give it with --uri.',
    );
  }
  return withForwardSlashes(resolve(terminal.cwd, dir));
}

function isConnectionString(text: string): boolean {
  return /^\s*mongodb(?:\+srv)?:/iu.test(text);
}

export function withForwardSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/**
 * Connects to what `--uri` or the environment names, and closes the connection again whatever happens.
 * Throws UserError `usage` without a connection string and `no-database` without a database.
 */
export async function withServer<T>(
  options: ServerOptions,
  terminal: Terminal,
  use: (connection: Connection, database: string) => Promise<T>,
): Promise<T> {
  const { env, signal } = terminal;
  const uri = [options.uri, env.INDEX_LENS_URI, env.MONGODB_URI].find(Boolean);
  if (uri === undefined) {
    throw new UserError('usage', 'No server was named.', 'Give --uri, or set INDEX_LENS_URI or MONGODB_URI.');
  }
  const database = options.db ?? databaseOfUri(uri) ?? '';
  // What is no connection string at all is told of by the connect.
  if (database === '' && isConnectionString(uri)) {
    throw new UserError(
      'no-database',
      'The connection string names no database.',
      'Add its name to the connection string, or give --db NAME.',
    );
  }
  terminal.progress('Connecting…');
  const connection = await connect(uri, { signal, appName: 'index-lens-cli' });
  try {
    return await use(connection, database);
  } finally {
    terminal.progress(null);
    await connection.close();
  }
}

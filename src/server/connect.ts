import type { MongoClient } from 'mongodb';
import type { ServerInfo, Topology } from '../model/live.js';
import { UserError } from '../model/user-error.js';
import { connectErrorOf } from './connect-errors.js';
import type { Connection } from './connection.js';
import { loadDriver } from './driver.js';
import { memberUri } from './member-uri.js';
import { databaseOfUri, hasCredentials, hostsOfUri } from './redact.js';

export type { Connection } from './connection.js';

interface ConnectOptions {
  readonly signal?: AbortSignal;
  /** Seen in the server's log and in `currentOp`. */
  readonly appName?: string;
  /** How long to look for a server, in milliseconds; else what the connection string says, else 5,000. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 5_000;
/** Usage is asked of each member on the side: one that is slow to reach is left out. */
const memberLimits = {
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  maxPoolSize: 8,
  minPoolSize: 0,
};

/**
 * Connects, signs in and asks who answers. Rejects with a `UserError` that names the hosts and never the
 * credentials: `bad-uri`, `unreachable`, `authentication`, `server-too-old`, `timeout`, `cancelled`.
 */
export async function connect(uri: string, options: ConnectOptions = {}): Promise<Connection> {
  const address = hostsOfUri(uri);
  const { signal } = options;
  if (signal?.aborted) throw cancelled(address);
  const client = await clientOf(uri, options);
  const members = new Map<string, MongoClient>();
  const close = once(async () => {
    await Promise.all([client, ...members.values()].map((each) => each.close()));
  });
  try {
    const server = await abortable(signal, () => greet(client, uri));
    const { MongoClient } = await loadDriver();
    const member = (host: string) => {
      const { credentials, appName } = client.options;
      if (credentials?.mechanism === 'MONGODB-OIDC') return null;
      const known = members.get(host);
      if (known) return known;
      const made = new MongoClient(memberUri(uri, host, credentials?.source), { appName, ...memberLimits });
      members.set(host, made);
      return made;
    };
    return { address, server, defaultDatabase: databaseOfUri(uri), client, member, close };
  } catch (error) {
    close().catch(() => undefined);
    throw signal?.aborted ? cancelled(address) : connectErrorOf(error, uri);
  }
}

async function clientOf(uri: string, { appName, timeoutMs }: ConnectOptions): Promise<MongoClient> {
  const { MongoClient } = await loadDriver();
  const limit = timeoutMs ?? (/[?&]serverSelectionTimeoutMS=/i.test(uri) ? undefined : defaultTimeoutMs);
  try {
    return new MongoClient(uri.trim(), {
      appName: appName ?? 'index-lens',
      ...(limit === undefined ? {} : { serverSelectionTimeoutMS: limit }),
    });
  } catch (error) {
    throw connectErrorOf(error, uri);
  }
}

/** Signs in and asks for version and topology. */
async function greet(client: MongoClient, uri: string): Promise<ServerInfo> {
  await client.connect();
  const admin = client.db('admin');
  const hello = await admin.command({ hello: 1 });
  const build = await admin.command({ buildInfo: 1 });
  if (!hasCredentials(uri)) {
    // A server greets everyone; whether it wants a user shows at the first command that does something.
    await admin.command({ listDatabases: 1, nameOnly: true, authorizedDatabases: true });
  }
  return {
    version: String(build.version),
    topology: topologyOf(hello, client.options.loadBalanced),
  };
}

function topologyOf(hello: Readonly<Record<string, unknown>>, loadBalanced: boolean): Topology {
  if (loadBalanced) return 'loadBalanced';
  if (hello.msg === 'isdbgrid') return 'sharded';
  return typeof hello.setName === 'string' ? 'replicaSet' : 'standalone';
}

function cancelled(address: string): UserError {
  return new UserError(
    'cancelled',
    `Connecting to ${address} was cancelled.`,
    'Connect again when you like.',
  );
}

/** Rejects as soon as the signal aborts, whatever the work still waits for. */
function abortable<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work();
  return new Promise((resolve, reject) => {
    const stop = () => {
      reject(new Error('aborted'));
    };
    signal.addEventListener('abort', stop, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener('abort', stop);
      });
  });
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}

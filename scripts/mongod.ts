import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { MongoClient } from 'mongodb';
import { MongoInstance } from 'mongodb-memory-server-core';
import { freePort } from './free-port.js';
import { findMongod, findOldMongod, makeWinePrefix, type MongodBinary } from './mongod-binary.js';

export interface MongodOptions {
  /** A one-member replica set (the default) or a standalone server. */
  readonly replicaSet?: boolean;
  /** Access control: the server is then left with one user, `root` with the password `root`. */
  readonly auth?: boolean;
  /** Default: a free one. */
  readonly port?: number;
  /** Further arguments, such as `['--setParameter', 'enableTestCommands=1']`. */
  readonly args?: readonly string[];
  /** Where the data lies; it is kept. Default: a temporary folder, removed by `stop`. */
  readonly dbPath?: string;
  /** Keeps the one line that says which mongod was chosen to itself. */
  readonly quiet?: boolean;
}

export interface RunningMongod {
  /** Connection string of the root user where there is one; without a database. */
  readonly uri: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** What stops each server that still runs; emptied as they stop. */
const running = new Set<{ stop(): Promise<void>; kill(): void }>();

/** Starts a real mongod on 127.0.0.1, by the order of choice in CONTRIBUTING.md. It ends with this process. */
export async function startMongod(options: MongodOptions = {}): Promise<RunningMongod> {
  return start(await findMongod(), { replicaSet: true, ...options });
}

/** Starts MongoDB 4.0.28, which the driver calls too old; a standalone server without access control. */
export async function startOldMongod(options: { port?: number } = {}): Promise<RunningMongod> {
  return start(await findOldMongod(), { ...options, replicaSet: false });
}

async function start(binary: MongodBinary, options: MongodOptions): Promise<RunningMongod> {
  if (!options.quiet) console.log(binary.chosen);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'index-lens-mongod-'));
  const dbPath = options.dbPath ?? path.join(folder, 'data');
  await mkdir(dbPath, { recursive: true });
  const port = options.port ?? (await freePort());
  const env = { ...process.env };
  if (binary.windowsExecutable !== null) {
    env.MONGOD_EXE = binary.windowsExecutable;
    env.WINEPREFIX = path.join(folder, 'wine');
    env.WINEDEBUG = '-all';
    await makeWinePrefix(env.WINEPREFIX);
  }
  const keyFile = path.join(folder, 'key');
  // The library would run the binary once more to read its version; this switch exists in the environment only.
  process.env.MONGOMS_SYSTEM_BINARY_VERSION_CHECK = 'false';
  if (options.auth) await writeFile(keyFile, randomBytes(96).toString('base64'), { mode: 0o600 });

  const instance = new MongoInstance({
    instance: {
      port,
      dbPath,
      ip: '127.0.0.1',
      auth: options.auth,
      args: [
        ...binary.args,
        ...(options.replicaSet ? ['--replSet', 'rs0'] : []),
        ...(options.replicaSet && options.auth ? ['--keyFile', keyFile] : []),
        ...(options.args ?? []),
      ],
      launchTimeout: 120_000,
    },
    binary: { systemBinary: binary.path, checkMD5: false },
    spawn: { env },
  });
  const server = {
    async stop() {
      if (!running.delete(server)) return;
      await instance.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
    kill() {
      instance.mongodProcess?.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  running.add(server);
  try {
    await instance.start();
    const host = `127.0.0.1:${port}`;
    if (options.replicaSet) await initiate(host);
    if (options.auth) await createRoot(host);
    const user = options.auth ? 'root:root@' : '';
    const suffix = options.replicaSet ? '?replicaSet=rs0' : '';
    return { uri: `mongodb://${user}${host}/${suffix}`, port, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Makes a fresh server the primary of its one-member set; one with kept data becomes it by itself. */
async function initiate(host: string): Promise<void> {
  await withAdmin(host, async (admin) => {
    const config = { _id: 'rs0', members: [{ _id: 0, host }] };
    await admin.command({ replSetInitiate: config }).catch((error: unknown) => {
      if (!(error instanceof Error && 'codeName' in error && error.codeName === 'AlreadyInitialized'))
        throw error;
    });
    const end = Date.now() + 60_000;
    for (;;) {
      const { isWritablePrimary } = await admin.command({ hello: 1 });
      if (isWritablePrimary === true) return;
      if (Date.now() > end) throw new Error(`The server at ${host} did not become primary within a minute.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}

/** The localhost exception allows exactly this on a server without users. */
async function createRoot(host: string): Promise<void> {
  await withAdmin(host, async (admin) => {
    await admin.command({ createUser: 'root', pwd: 'root', roles: ['root'] });
  });
}

async function withAdmin(
  host: string,
  use: (admin: ReturnType<MongoClient['db']>) => Promise<void>,
): Promise<void> {
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`);
  try {
    await use(client.db('admin'));
  } finally {
    await client.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    void Promise.allSettled([...running].map((server) => server.stop())).finally(() => process.exit(130));
  });
}
process.once('exit', () => {
  for (const server of running) server.kill();
});

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf('--port');
  const { uri } = await startMongod({ port: at === -1 ? undefined : Number(process.argv[at + 1]) });
  console.log(`${uri} (Ctrl+C stops it)`);
  setInterval(() => undefined, 3_600_000);
}

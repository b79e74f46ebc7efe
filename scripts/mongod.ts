import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
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
  /** A replica set (the default) or a standalone server. */
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
  /** Of the server's own process, also under Wine. */
  readonly pid: number;
  stop(): Promise<void>;
  /** Ends it as a crash does. Data in a `dbPath` of the caller's stays. */
  kill(): Promise<void>;
}

export interface RunningReplicaSet {
  readonly uri: string;
  /** In the order of the configuration; the first has the highest priority. */
  readonly members: readonly RunningMongod[];
  stop(): Promise<void>;
}

/** What stops each server that still runs; emptied as they stop. */
const running = new Set<{ stop(): Promise<void>; killNow(): void }>();

/** Starts a real mongod on 127.0.0.1, by the order of choice in CONTRIBUTING.md. It ends with this process. */
export async function startMongod(options: MongodOptions = {}): Promise<RunningMongod> {
  const binary = await findMongod();
  if (!options.quiet) console.log(binary.chosen);
  const all = { replicaSet: true, ...options };
  const server = await launch(binary, all, randomBytes(96).toString('base64'));
  const host = hostOf(server);
  try {
    if (all.replicaSet) await initiate([host]);
    if (all.auth) await createRoot(host);
    return { ...server, uri: uriOf([host], all) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** A replica set of as many members, each data-bearing; the first is the primary. */
export async function startReplicaSet(
  memberCount: number,
  options: Pick<MongodOptions, 'auth' | 'args'> = {},
): Promise<RunningReplicaSet> {
  const binary = await findMongod();
  console.log(`${binary.chosen}, ${memberCount} members`);
  const all = { ...options, replicaSet: true };
  const key = randomBytes(96).toString('base64');
  const members: Launched[] = [];
  const stop = async () => {
    await Promise.all(members.map((member) => member.stop()));
  };
  try {
    for (let member = 0; member < memberCount; member++) members.push(await launch(binary, all, key));
    const hosts = members.map(hostOf);
    await initiate(hosts);
    if (all.auth) await createRoot(hosts[0] ?? '');
    const uri = uriOf(hosts, all);
    return { uri, members: members.map((member) => ({ ...member, uri: uriOf([hostOf(member)], {}) })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts MongoDB 4.0.28, which the driver calls too old; a standalone server without access control. */
export async function startOldMongod(options: { port?: number } = {}): Promise<RunningMongod> {
  const server = await launch(await findOldMongod(), options, '');
  return { ...server, uri: uriOf([hostOf(server)], {}) };
}

type Launched = Omit<RunningMongod, 'uri'>;

const hostOf = ({ port }: Launched) => `127.0.0.1:${port}`;

function uriOf(hosts: readonly string[], { auth, replicaSet }: MongodOptions): string {
  return `mongodb://${auth ? 'root:root@' : ''}${hosts.join()}/${replicaSet ? '?replicaSet=rs0' : ''}`;
}

/** Starts the process; `key` is what the members of a set with access control share. */
async function launch(binary: MongodBinary, options: MongodOptions, key: string): Promise<Launched> {
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
  if (options.auth) await writeFile(keyFile, key, { mode: 0o600 });

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
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  const server = {
    async stop() {
      if (!running.delete(server)) return;
      await instance.stop();
      await removeFolder();
    },
    async kill() {
      if (!running.delete(server)) return;
      const { mongodProcess } = instance;
      // One that ended by itself ends no second time.
      if (mongodProcess?.exitCode === null && mongodProcess.signalCode === null) {
        const ended = once(mongodProcess, 'exit');
        mongodProcess.kill('SIGKILL');
        await ended;
      }
      await removeFolder();
    },
    killNow() {
      instance.mongodProcess?.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
  running.add(server);
  try {
    await instance.start();
    const pid = instance.mongodProcess?.pid;
    if (pid === undefined) throw new Error('The server has no process.');
    return { port, pid, stop: () => server.stop(), kill: () => server.kill() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Makes the first of fresh servers the primary of their set; one with kept data becomes it by itself. */
async function initiate(hosts: readonly string[]): Promise<void> {
  const [host = ''] = hosts;
  await withAdmin(host, async (admin) => {
    const members = hosts.map((each, at) => ({ _id: at, host: each, priority: at === 0 ? 2 : 1 }));
    const config = { _id: 'rs0', members };
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
  for (const server of running) server.killNow();
});

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf('--port');
  const { uri } = await startMongod({ port: at === -1 ? undefined : Number(process.argv[at + 1]) });
  console.log(`${uri} (Ctrl+C stops it)`);
  setInterval(() => undefined, 3_600_000);
}

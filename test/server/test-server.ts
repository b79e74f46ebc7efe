import { MongoClient, type Db } from 'mongodb';
import { startMongod, type RunningMongod } from '../../scripts/mongod.js';
import { connect, type Connection } from '../../src/server/connect.js';

/** Users of the test server, with roles on the database `app`; their passwords are `pw-NAME`. */
const users = {
  reader: [{ role: 'read', db: 'app' }],
  writer: [{ role: 'readWrite', db: 'app' }],
  keeper: [{ role: 'dbAdmin', db: 'app' }],
  monitor: [{ role: 'clusterMonitor', db: 'admin' }],
  readerAndMonitor: [
    { role: 'read', db: 'app' },
    { role: 'clusterMonitor', db: 'admin' },
  ],
  nobody: [],
  /** May read `open`, and only write to `shut`. */
  halfReader: [{ role: 'half', db: 'app' }],
} as const;

export type User = keyof typeof users;

let server: RunningMongod;
let root: MongoClient;
const connections: Connection[] = [];

// One server for all files: a replica set with access control, failpoints enabled.
before(async function () {
  this.timeout(180_000);
  await start();
});

// A server may end by itself, as one under Wine with too many open files: the tests that follow get another one.
beforeEach(async function () {
  this.timeout(180_000);
  const isThere = await root
    .db('admin')
    .command({ ping: 1 })
    .then(
      () => true,
      () => false,
    );
  if (isThere) return;
  console.log('the test server is gone; another one is started');
  await root.close().catch(() => undefined);
  connections.length = 0;
  await server.kill().catch(() => undefined);
  await start();
});

/**
 * Every test has collections of its own, and each of their indexes is a file: those of dropped ones are removed at once
 * instead of after five minutes, and what nobody uses is closed. Wine opens some five thousand files at most.
 */
const fewFiles = [
  ...['--setParameter', 'minSnapshotHistoryWindowInSeconds=0'],
  ...['--wiredTigerEngineConfigString', 'file_manager=(close_idle_time=20,close_scan_interval=10)'],
];

async function start(): Promise<void> {
  server = await startMongod({ auth: true, args: ['--setParameter', 'enableTestCommands=1', ...fewFiles] });
  root = await new MongoClient(server.uri, { serverSelectionTimeoutMS: 10_000 }).connect();
  const privilege = (collection: string, ...actions: string[]) => ({
    resource: { db: 'app', collection },
    actions,
  });
  const privileges = [
    privilege('open', 'find', 'listIndexes', 'collStats', 'indexStats'),
    privilege('shut', 'insert'),
  ];
  await root.db('app').command({ createRole: 'half', privileges, roles: [] });
  for (const [name, roles] of Object.entries(users)) {
    await root.db('admin').command({ createUser: name, pwd: `pw-${name}`, roles });
  }
}

after(async function () {
  this.timeout(60_000);
  await Promise.all(connections.map((connection) => connection.close()));
  await root.close();
  await server.stop();
});

export function address(): string {
  return `127.0.0.1:${server.port}`;
}

export function uriFor(user: User, password = `pw-${user}`): string {
  return `mongodb://${user}:${password}@${address()}/app?authSource=admin`;
}

/** Of the root user; without a database. */
export function rootUri(): string {
  return server.uri;
}

/** A connection of this user, or of root; closed at the end. */
export async function connected(user?: User): Promise<Connection> {
  const connection = await connect(user ? uriFor(user) : server.uri);
  connections.push(connection);
  return connection;
}

/** The driver's own view of a database, as root, emptied. */
export async function emptyDatabase(name: string): Promise<Db> {
  await root.db(name).dropDatabase();
  return root.db(name);
}

/** Runs `work` while a failpoint of the server is on. */
export async function withFailpoint<T>(
  name: string,
  settings: { mode?: unknown; data?: object },
  work: (turnOff: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const admin = root.db('admin');
  const turnOff = async () => {
    await admin.command({ configureFailPoint: name, mode: 'off' });
  };
  await admin.command({ configureFailPoint: name, mode: 'alwaysOn', ...settings });
  try {
    return await work(turnOff);
  } finally {
    await turnOff();
  }
}

/** Waits until `is` holds; fails after the limit, 10 s. */
export async function eventually(is: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`It did not come true within ${limitMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

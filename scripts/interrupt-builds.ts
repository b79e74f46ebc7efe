import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { MongoClient, type Db, type Document } from 'mongodb';
import type { EnsureOutcome, EnsurePlan } from '../src/model/ensure.js';
import type { IndexSpecification } from '../src/model/index-specification.js';
import { connect } from '../src/server/connect.js';
import { ensureIndexes } from '../src/server/ensure.js';
import { readDatabase } from '../src/server/read.js';
import { freePort } from './free-port.js';
import { startMongod, type RunningMongod } from './mongod.js';
import { startTcpProxy } from './tcp-proxy.js';

// npx tsx scripts/interrupt-builds.ts [--times 51] [--documents 60000] [--standalone]
//
// At a random moment of a build our process is killed, or the server (and started again on its data), or the network
// is cut for a while. What the next start reports is then held against the server's own account, and nothing that was
// there before may be gone.

const ways = ['our process killed', 'the server killed', 'the network cut'] as const;
type Way = (typeof ways)[number];

export interface Interruptions {
  readonly times: number;
  readonly documents: number;
  readonly isStandalone?: boolean;
  readonly onTry?: (line: string) => void;
}

/** What was seen, and each thing that was not as it should be. */
export interface Seen {
  readonly lines: readonly string[];
  readonly faults: readonly string[];
}

const kept = ['_id_', 'kept_1', 'kept_unique_1'];
const create: readonly IndexSpecification[] = [
  { key: [['a', 1]], options: {}, name: 'a_1' },
  { key: [['b', 1], ['a', -1]], options: {}, name: 'b_1_a_-1' }, // prettier-ignore
  { key: [['text', 1]], options: {}, name: 'text_1' },
];
const database = 'interrupted';
const plan: EnsurePlan = {
  database,
  collections: [
    {
      collection: 'c',
      models: [],
      exists: true,
      documents: null,
      sizeBytes: null,
      live: kept.length,
      create,
      existing: [],
      skipped: [],
    },
  ],
};

/** Interrupts builds at random moments, the ways in turn. */
export async function interruptBuilds(options: Interruptions): Promise<Seen> {
  const { times, documents, isStandalone = false, onTry = () => undefined } = options;
  const dbPath = await mkdtemp(path.join(os.tmpdir(), 'index-lens-interrupted-'));
  const port = await freePort();
  const start = () => startMongod({ dbPath, port, replicaSet: !isStandalone, quiet: true });
  let server: RunningMongod = await start();
  const proxy = await startTcpProxy(port);
  const faults: string[] = [];
  const seen = new Map<string, number>();
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  try {
    await withDatabase(server.uri, (db) => fill(db, documents));
    const whole = await buildTime(server.uri);
    onTry(`an uninterrupted build takes ${whole.toFixed(0)} ms`);
    for (let time = 0; time < times; time++) {
      const way = ways[time % ways.length] ?? ways[0];
      await withDatabase(server.uri, dropCreated);
      const uri = `mongodb://127.0.0.1:${proxy.port}/?directConnection=true&serverSelectionTimeoutMS=1000`;
      const child = startChild(uri);
      await child.hasBegun;
      const moment = Math.random() * whole * 1.1;
      await delay(moment);
      if (way === 'our process killed') child.kill();
      if (way === 'the server killed') {
        await server.kill();
        server = await start();
      }
      if (way === 'the network cut') {
        proxy.cut();
        await delay(Math.random() * 1_500);
        proxy.mend();
      }
      const { states, problems } = await nextStart(server.uri);
      const outcome = await child.outcome;
      const later = await settled(server.uri);
      const all = [...problems, ...later.problems, ...outcomeFaults(outcome, later.states, way)];
      faults.push(...all.map((fault) => `${way} after ${moment.toFixed(0)} ms: ${fault}`));
      const said = `${way}; the next start: ${summary(states)}; then ${summary(later.states)}; ${wordsOf(outcome)}`;
      note(said.replaceAll(/127\S+/g, 'HOST'));
      onTry(
        `${time + 1}/${times} after ${moment.toFixed(0)} ms: ${said}` +
          all.map((fault) => `\n  FAULT ${fault}`).join(''),
      );
    }
    const again = await ensured(server.uri);
    if (again.failed.length > 0) faults.push(`The last ensure failed: ${again.failed[0]?.message ?? ''}`);
  } finally {
    proxy.close();
    await server.stop();
    await rm(dbPath, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  const lines = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${count} x ${what}`);
  return { lines, faults };
}

async function fill(db: Db, documents: number): Promise<void> {
  for (let from = 0; from < documents; from += 10_000) {
    const batch = Array.from({ length: Math.min(10_000, documents - from) }, (_, at) => ({
      kept: from + at,
      a: (from + at) % 1_000,
      b: Math.random(),
      text: `text ${from + at}`,
    }));
    await db.collection('c').insertMany(batch);
  }
  const indexes = [
    { key: { kept: 1 }, name: 'kept_1' },
    { key: { kept: -1 }, name: 'kept_unique_1', unique: true },
  ];
  await db.command({ createIndexes: 'c', indexes });
}

async function buildTime(uri: string): Promise<number> {
  const start = performance.now();
  const outcome = await ensured(uri);
  if (outcome.created.length !== create.length) throw new Error('The first build did not succeed.');
  return performance.now() - start;
}

async function ensured(uri: string): Promise<EnsureOutcome> {
  const connection = await connect(uri);
  try {
    return await ensureIndexes(connection, plan);
  } finally {
    await connection.close();
  }
}

/** Our own process, with an ensure in it. `outcome`: null where it was killed. */
function startChild(uri: string) {
  const script = path.join(import.meta.dirname, 'interrupt-child.ts');
  const child = spawn(process.execPath, ['--import=tsx', script, uri, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const hasBegun = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      if (text.includes('begun')) resolve();
    });
    child.on('exit', () => {
      resolve();
    });
  });
  const outcome = once(child, 'close').then(() => {
    const line = text.split('\n').find((each) => each.startsWith('{'));
    return line === undefined ? null : (JSON.parse(line) as EnsureOutcome);
  });
  return { hasBegun, outcome, kill: () => child.kill('SIGKILL') };
}

type State = 'live' | 'building' | 'missing';
type States = ReadonlyMap<string, State>;

/** What Index Lens reports when it is started now, and where the server's own account before and after differs. */
async function nextStart(uri: string): Promise<{ states: States; problems: string[] }> {
  const before = await ownAccount(uri);
  const connection = await connect(uri);
  const live = await readDatabase(connection, database).finally(() => connection.close());
  const after = await ownAccount(uri);
  const indexes = live.collections.find(({ collection }) => collection === 'c')?.indexes ?? [];
  const states = new Map(
    create.map(({ name }): [string, State] => {
      const index = indexes.find((each) => each.name === name);
      return [name, !index ? 'missing' : index.building ? 'building' : 'live'];
    }),
  );
  const lost = kept.filter((name) => !indexes.some((index) => index.name === name && !index.building));
  const wrong = create.flatMap(({ name }) => {
    const said = states.get(name);
    const was = [before.get(name), after.get(name)];
    return was.includes(said) ? [] : [`${name} was reported ${said ?? ''}, and is ${was.join(', then ')}`];
  });
  return { states, problems: [...lost.map((name) => `${name} is gone`), ...wrong] };
}

/** What the server says itself, by `$indexStats`. */
async function ownAccount(uri: string): Promise<States> {
  return withDatabase(uri, async (db) => {
    const rows = await indexStats(db);
    return new Map(
      create.map(({ name }): [string, State] => {
        const row = rows.find((each) => each.name === name);
        return [name, !row ? 'missing' : row.building === true ? 'building' : 'live'];
      }),
    );
  });
}

/** Asked again where an index began or ended while the server listed them: it then answers with an error. */
async function indexStats(db: Db, tries = 20): Promise<Document[]> {
  try {
    return await db
      .collection('c')
      .aggregate([{ $indexStats: {} }])
      .toArray();
  } catch (error) {
    if (tries === 1 || !(error instanceof Error) || !error.message.includes('IndexCatalog')) throw error;
    await delay(50);
    return indexStats(db, tries - 1);
  }
}

/** The same once nothing is being built any more. */
async function settled(uri: string): Promise<{ states: States; problems: string[] }> {
  for (;;) {
    // A command that was on its way when the line or our process ended may begin its build a moment later.
    while (await isAtWork(uri)) await delay(100);
    const report = await nextStart(uri);
    if (![...report.states.values()].includes('building') && !(await isAtWork(uri))) return report;
  }
}

async function isAtWork(uri: string): Promise<boolean> {
  return withDatabase(uri, async (db) => {
    const all = { $currentOp: { allUsers: true, idleConnections: true } };
    const creating = { $match: { 'command.createIndexes': 'c' } };
    const operations = await db.client.db('admin').aggregate([all, creating]).toArray();
    return operations.length > 0;
  });
}

/** What the ensure said itself must hold, and it must have waited for the end. */
function outcomeFaults(outcome: EnsureOutcome | null, states: States, way: Way): string[] {
  if (outcome === null) return way === 'our process killed' ? [] : ['The ensure ended without an outcome'];
  return [
    ...outcome.created
      .filter(({ name }) => states.get(name) !== 'live')
      .map(({ name }) => `${name} was said to be created, and is ${states.get(name) ?? ''}`),
    ...outcome.failed
      .filter(({ name, message }) => states.get(name) === 'live' && !message.includes('goes on'))
      .map(({ name, message }) => `${name} is live, and was said to have failed: ${message}`),
  ];
}

function summary(states: States): string {
  return [...new Set(states.values())].join(' and ');
}

function wordsOf(outcome: EnsureOutcome | null): string {
  if (outcome === null) return 'no outcome';
  const { created, failed } = outcome;
  const not = failed.length > 0 ? `, ${failed.length} not (${failed[0]?.message ?? ''})` : '';
  return `it said: ${created.length} created${not}`;
}

/** The script's own drop, between two tries. */
async function dropCreated(db: Db): Promise<void> {
  const live = await db.collection('c').indexes();
  const names = live.map(({ name }) => name ?? '').filter((name) => !kept.includes(name));
  if (names.length > 0) await db.command({ dropIndexes: 'c', index: names });
}

async function withDatabase<T>(uri: string, use: (db: Db) => Promise<T>): Promise<T> {
  const client = new MongoClient(uri);
  try {
    return await use(client.db(database));
  } finally {
    await client.close();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      times: { type: 'string', default: '51' },
      documents: { type: 'string', default: '60000' },
      standalone: { type: 'boolean', default: false },
    },
  });
  const { lines, faults } = await interruptBuilds({
    times: Number(values.times),
    documents: Number(values.documents),
    isStandalone: values.standalone,
    onTry: (line) => {
      console.log(line);
    },
  });
  console.log(`\n${lines.join('\n')}`);
  console.log(faults.length === 0 ? 'No fault.' : `${faults.length} faults:\n${faults.join('\n')}`);
  process.exit(faults.length === 0 ? 0 : 1);
}

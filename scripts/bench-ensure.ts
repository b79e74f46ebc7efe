import { readFile } from 'node:fs/promises';
import { MongoClient, type Db } from 'mongodb';
import mongoose from 'mongoose';
import type { IndexSpecification, KeyPattern } from '../src/model/index-specification.js';
import { connect } from '../src/server/connect.js';
import { ensureIndexes } from '../src/server/ensure.js';
import { startMongod } from './mongod.js';

// npm run bench: four indexes on a million documents, made by us and by what people use instead.

const documents = Number(process.env.INDEX_LENS_BENCH_DOCUMENTS ?? 1_000_000);
const rounds = 2;
const keys: readonly KeyPattern[] = [
  [['companyId', 1]],
  [['companyId', 1], ['createdAt', -1]], // prettier-ignore
  [['email', 1]],
  [['companyId', 1], ['phone', 1]], // prettier-ignore
];
const indexes: readonly IndexSpecification[] = keys.map((key) => ({
  key,
  options: {},
  name: key.flat().join('_'),
}));

interface Cost {
  readonly ms: number;
  /** CPU time of the server's process. */
  readonly cpuMs: number;
}

/** Prints wall time and the server's CPU time of each way, and ours against the best of the others. */
export async function benchEnsure(): Promise<void> {
  const server = await startMongod();
  const client = await new MongoClient(server.uri).connect();
  const db = client.db('bench');
  const odm = await mongoose.createConnection(server.uri, { dbName: 'bench', autoIndex: false }).asPromise();
  const schema = new mongoose.Schema({}, { strict: false, autoIndex: false, collection: 'c' });
  for (const { key } of indexes) schema.index(Object.fromEntries(key) as Record<string, 1 | -1>);
  const model = odm.model('C', schema);
  const connection = await connect(server.uri);
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    'Index Lens': () => ensureIndexes(connection, { database: 'bench', collections: [planned()] }),
    'Mongoose createIndexes': () => model.createIndexes(),
    'Mongoose syncIndexes': () => model.syncIndexes(),
    'four commands': () => inTurn(db),
  };
  try {
    await fill(db);
    const costs = new Map<string, Cost[]>(Object.keys(ways).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const [name, work] of Object.entries(ways)) {
        costs.get(name)?.push(await measured(server.pid, work));
        if ((await db.collection('c').indexes()).length !== indexes.length + 1) {
          throw new Error(`${name} did not make the ${indexes.length} indexes.`);
        }
        await db.collection('c').dropIndexes();
      }
    }
    report(costs);
  } finally {
    await connection.close();
    await odm.close();
    await client.close();
    await server.stop();
  }
}

function planned() {
  const nothing = { models: [], existing: [], skipped: [], documents: null, sizeBytes: null };
  return { ...nothing, collection: 'c', exists: true, live: 1, create: indexes };
}

async function inTurn(db: Db): Promise<void> {
  for (const { key, name } of indexes) {
    await db.command({ createIndexes: 'c', indexes: [{ key: Object.fromEntries(key), name }] });
  }
}

/** A contact of a small business: about 150 bytes. */
async function fill(db: Db): Promise<void> {
  const batch = 20_000;
  for (let from = 0; from < documents; from += batch) {
    const contacts = Array.from({ length: Math.min(batch, documents - from) }, (_, at) => {
      const number = from + at;
      // A walk in big steps: values come in no order, the same in each run.
      const scattered = (number * 7_919) % 1_000_003;
      return {
        companyId: scattered % 500,
        email: `person${scattered}@example.com`,
        phone: `+${scattered * 31}`,
        createdAt: new Date(1_700_000_000_000 + scattered * 1_000),
      };
    });
    await db.collection('c').insertMany(contacts, { ordered: false });
  }
}

async function measured(pid: number, work: () => Promise<unknown>): Promise<Cost> {
  const cpu = await cpuTime(pid);
  const start = performance.now();
  await work();
  return { ms: performance.now() - start, cpuMs: (await cpuTime(pid)) - cpu };
}

/** User and system time of a process, in milliseconds, as Linux tells it in ticks of 10 ms; elsewhere not a number. */
async function cpuTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function report(costs: ReadonlyMap<string, readonly Cost[]>): void {
  const best = [...costs].map(([name, all]) => ({
    name,
    ms: Math.min(...all.map(({ ms }) => ms)),
    cpuMs: Math.min(...all.map(({ cpuMs }) => cpuMs)),
  }));
  const [ours, ...others] = best;
  console.log(`ensure of ${indexes.length} indexes on ${documents} documents, best of ${rounds}:`);
  for (const { name, ms, cpuMs } of best) {
    console.log(`  ${name}: ${seconds(ms)} wall, ${seconds(cpuMs)} CPU of the server`);
  }
  const wall = (ours?.ms ?? 0) / Math.min(...others.map(({ ms }) => ms));
  const cpu = (ours?.cpuMs ?? 0) / Math.min(...others.map(({ cpuMs }) => cpuMs));
  const ratios = `${wall.toFixed(2)} of the wall time, ${cpu.toFixed(2)} of the CPU time`;
  console.log(`  ours against the best of the others: ${ratios} (target: at most 1)`);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(2)} s`;
}

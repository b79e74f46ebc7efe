import { MongoClient } from 'mongodb';
import { connect } from '../src/server/connect.js';
import { inParallel } from '../src/server/in-parallel.js';
import { readDatabase } from '../src/server/read.js';
import { startMongod } from './mongod.js';

// npm run bench: what a refresh costs beside the driver's bare calls for the same facts.

const collections = 500;
const indexesEach = 5;
const atOnce = 8;
const rounds = 7;
const target = 1.3;

/** Reads a database of 500 collections with 5 indexes each, both ways in turn; the best of each counts. */
export async function benchRefresh(): Promise<void> {
  const server = await startMongod();
  const client = await new MongoClient(server.uri).connect();
  const connection = await connect(server.uri);
  try {
    await inParallel(
      Array.from({ length: collections }, (_, at) => `c${at}`),
      atOnce,
      async (name) => {
        // `_id_` is the fifth.
        const indexes = ['a', 'b', 'c', 'd']
          .slice(0, indexesEach - 1)
          .map((path) => ({ key: { [path]: 1 }, name: `${path}_1` }));
        await client.db('bench').command({ createIndexes: name, indexes });
        await client.db('bench').collection(name).insertOne({ a: 1 });
      },
    );
    const bare: number[] = [];
    const ours: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await timed(() => bareCalls(client, 'bench')));
      ours.push(await timed(() => readDatabase(connection, 'bench')));
    }
    const [best, own] = [Math.min(...bare), Math.min(...ours)];
    const ratio = own / best;
    console.log(
      `refresh of ${collections} collections x ${indexesEach} indexes: ${own.toFixed(0)} ms, ` +
        `the driver's bare calls ${best.toFixed(0)} ms: ${ratio.toFixed(2)} times (target ${target})` +
        `; all rounds: ${ours.map((ms) => ms.toFixed(0)).join()} against ${bare.map((ms) => ms.toFixed(0)).join()}`,
    );
  } finally {
    await connection.close();
    await client.close();
    await server.stop();
  }
}

/** Everything that a refresh shows, asked with as many collections at once. */
async function bareCalls(client: MongoClient, database: string): Promise<void> {
  const db = client.db(database);
  const listed = await db.listCollections().toArray();
  await inParallel(listed, atOnce, async ({ name }) => {
    const collection = db.collection(name);
    await Promise.all([
      collection.listIndexes().toArray(),
      collection.aggregate([{ $indexStats: {} }]).toArray(),
      collection.aggregate([{ $collStats: { storageStats: {} } }]).toArray(),
    ]);
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

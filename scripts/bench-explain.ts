import { MongoClient } from 'mongodb';
import { explain } from '../src/explain.js';
import type { Expression, QuerySite } from '../src/model/query.js';
import { commandOf } from '../src/query/command/command.js';
import { connect } from '../src/server/connect.js';
import { startMongod } from './mongod.js';

// npm run bench: what explaining a query through the line costs beside the bare explain command.

const documents = 100_000;
const rounds = 9;
/** Times the bare command, and milliseconds on top. */
const target = { ratio: 1.2, ms: 30 };

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const hole: Expression = { kind: 'hole', text: 'company._id', reason: 'a parameter', range };

/** Explains one query both ways in turn; the medians count. Its only hole is filled from a document. */
export async function benchExplain(): Promise<void> {
  const server = await startMongod();
  const client = await new MongoClient(server.uri).connect();
  const connection = await connect(server.uri);
  try {
    const collection = client.db('bench').collection('contacts');
    await collection.insertMany(
      Array.from({ length: documents }, (_, n) => ({ companyId: n % 500, email: `${n}@example.org`, n })),
    );
    await collection.createIndex({ companyId: 1 });
    for (const path of ['companyId', 'email']) {
      const site = siteOf(path);
      const { command } = await explain(site, connection, 'bench');
      const built = commandOf({ ...site, pipeline: null }, { sample: sampleIn(command) }).command;
      const bare: number[] = [];
      const ours: number[] = [];
      for (let round = 0; round < rounds; round++) {
        const explained = { explain: built, verbosity: 'executionStats' };
        bare.push(await timed(() => client.db('bench').command(explained)));
        ours.push(await timed(() => explain(site, connection, 'bench')));
      }
      const [plain, own] = [median(bare), median(ours)];
      const most = plain * target.ratio + target.ms;
      console.log(
        `explain by ${path}, ${documents} documents: bare ${plain.toFixed(1)} ms, through the line ${own.toFixed(1)} ms; ` +
          `target ${most.toFixed(1)} ms: ${own <= most ? 'met' : 'not met'}`,
      );
    }
  } finally {
    await connection.close();
    await client.close();
    await server.stop();
  }
}

function siteOf(path: string): QuerySite {
  const filter: Expression = { kind: 'object', entries: [{ key: path, value: hole, optional: false }] };
  return {
    ...{ place: { file: '/bench.js', range }, range, api: 'driver', model: null, collection: 'contacts' },
    ...{ operation: 'find', filter, sort: null, projection: null, limit: null, skip: null, hint: null },
    ...{ collation: null, pipeline: null, distinctKey: null, inLoop: false, isLean: false },
    ...{ complete: true, problems: [] },
  };
}

function sampleIn(command: object): Readonly<Record<string, never>> {
  return 'filter' in command ? (command.filter as Readonly<Record<string, never>>) : {};
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MongoClient, type Collection, type Db, type Document } from 'mongodb';
import { startMongod, type RunningMongod } from '../../scripts/mongod.js';
import { advise } from '../../src/advise.js';
import { compare } from '../../src/compare/compare.js';
import { defaultLimits } from '../../src/model/advice.js';
import { catalog, collection, database, live } from '../unit/compare/samples.js';
import { advisedPair, type AdvisedPair, type AdvisedQuery } from './advised-pairs.js';

const runs = 450;
const seed = 20260107;

describe('a redundant index against the real planner', function () {
  this.timeout(400_000);
  // A server of its own: with the collections of all other tests it would have too many files open.
  let server: RunningMongod;
  let client: MongoClient;

  before(async () => {
    server = await startMongod();
    client = await new MongoClient(server.uri).connect();
  });
  after(async () => {
    await client.close();
    await server.stop();
  });

  it('is replaced in every query that it serves', async () => {
    const db = client.db('advice_pairs');
    const losses: string[] = [];
    let [redundant, served, harmful] = [0, 0, 0];
    for (const [at, pair] of fc.sample(advisedPair, { numRuns: runs, seed }).entries()) {
      const isRedundant = isCalledRedundant(pair);
      const [one, other] = await built(db, at, pair);
      let lost = 0;
      for (const query of pair.queries) {
        const before = await answer(one, query);
        if (before.stages.has('COLLSCAN')) continue;
        const loss = lossOf(before, await answer(other, query), pair);
        if (isRedundant) served += 1;
        if (isRedundant && loss) losses.push(`${loss}: ${JSON.stringify([pair.one, pair.other, query])}`);
        if (loss) lost += 1;
      }
      if (isRedundant) redundant += 1;
      else if (lost > 0) harmful += 1;
    }
    await db.dropDatabase();
    assert.deepEqual(losses, []);
    assert.ok(redundant >= 200, `only ${redundant} pairs were redundant`);
    assert.ok(served >= 1500, `only ${served} queries were served`);
    // Were the planner's answers always alike, nothing would have been shown.
    assert.ok(harmful >= 50, `only ${harmful} of the other pairs lose anything`);
  });
});

interface Answer {
  readonly stages: ReadonlySet<string>;
  readonly returned: number;
}

async function answer(collection: Collection, query: AdvisedQuery): Promise<Answer> {
  const { filter, sort, projection, collation, limit } = query;
  const cursor = collection.find(filter, {
    ...(sort && { sort }),
    ...(projection && { projection }),
    ...(collation && { collation: collation as { locale: string } }),
    ...(limit !== null && { limit }),
  });
  const explained = await cursor.explain('executionStats');
  const { queryPlanner, executionStats } = explained as Record<string, Document>;
  const winning = queryPlanner!.winningPlan as Document;
  return {
    stages: stagesOf((winning.queryPlan ?? winning) as Document),
    returned: Number(executionStats!.nReturned),
  };
}

function stagesOf(plan: Document): Set<string> {
  const inputs = [plan.inputStage, ...((plan.inputStages ?? []) as Document[])].filter(Boolean) as Document[];
  return new Set([String(plan.stage), ...inputs.flatMap((input) => [...stagesOf(input)])]);
}

/**
 * What the query has to do in addition; empty: nothing. A query that was covered may have to read its documents where
 * entries of the longer index say less: with arrays in it, sparse, or partial.
 */
function lossOf(before: Answer, after: Answer, { one, arrays }: AdvisedPair): string {
  const mayFetch = arrays || Object.keys(one.options).some((name) => name !== 'collation');
  const more = ['COLLSCAN', 'SORT', ...(mayFetch ? [] : ['FETCH'])].filter(
    (stage) => after.stages.has(stage) && !before.stages.has(stage),
  );
  if (after.returned !== before.returned) more.push(`${after.returned} instead of ${before.returned}`);
  return more.join(' and ');
}

/** Whether `one` is called redundant when both are live on one collection. */
function isCalledRedundant({ one, other }: AdvisedPair): boolean {
  const whole = database(
    collection(
      [one, other].map(({ key, options, name }) => live(Object.fromEntries(key), options, { name })),
    ),
  );
  const comparison = advise(compare(catalog(), whole), whole, defaultLimits);
  return comparison.collections[0]!.advice.some(
    ({ rule, indexes }) => rule === 'redundant-prefix' && indexes[0] === 'one',
  );
}

/** The same documents twice: with the one index, and with the other. */
async function built(db: Db, at: number, pair: AdvisedPair): Promise<readonly [Collection, Collection]> {
  const [one, other] = [db.collection(`one${at}`), db.collection(`other${at}`)];
  for (const [{ collectionName }, { key, options, name }] of [
    [one, pair.one],
    [other, pair.other],
  ] as const) {
    const indexes = [{ key: Object.fromEntries(key), name, ...options }];
    await db.command({ createIndexes: collectionName, indexes });
  }
  // A unique index keeps duplicates out: both hold what it lets in.
  const documents = pair.documents.map((document, _id) => ({ _id, ...document }));
  await db.command({ insert: other.collectionName, documents, ordered: false });
  await db.command({ insert: one.collectionName, documents: await other.find().toArray() });
  return [one, other];
}

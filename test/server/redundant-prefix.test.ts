import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MongoServerError, type Collection, type Db, type Document } from 'mongodb';
import { advise } from '../../src/advise.js';
import { compare } from '../../src/compare/compare.js';
import { defaultLimits } from '../../src/model/advice.js';
import type { IndexSpecification } from '../../src/model/index-specification.js';
import { readDatabase } from '../../src/server/read.js';
import { advisedPair, type AdvisedPair, type AdvisedQuery } from './advised-pairs.js';
import { connected, emptyDatabase } from './test-server.js';

const runs = 700;
const seed = 20260107;

describe('a redundant index against the real planner', function () {
  this.timeout(240_000);

  it('is replaced in every query that it serves, and only such a one is called redundant', async () => {
    const db = await emptyDatabase('advice_pairs');
    const pairs = await usable(db, fc.sample(advisedPair, { numRuns: runs, seed }));
    const redundant = await redundantOnes(db, pairs.length);
    const worse: string[] = [];
    let served = 0;
    let harmful = 0;
    for (const [at, pair] of pairs.entries()) {
      const losses: string[] = [];
      for (const query of pair.queries) {
        const before = await answer(db.collection(`one${at}`), query);
        if (before.stages.has('COLLSCAN')) continue;
        served += redundant.has(at) ? 1 : 0;
        const after = await answer(db.collection(`other${at}`), query);
        const loss = lossOf(before, after);
        if (loss)
          losses.push(`${loss}: ${JSON.stringify({ ...pair, documents: undefined, queries: query })}`);
      }
      if (redundant.has(at)) worse.push(...losses);
      else if (losses.length > 0) harmful += 1;
    }
    await db.dropDatabase();
    assert.deepEqual(worse, []);
    assert.ok(redundant.size >= 250, `only ${redundant.size} of ${pairs.length} pairs were redundant`);
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

/** What the query has to do in addition; empty: nothing. */
function lossOf(before: Answer, after: Answer): string {
  const more = ['COLLSCAN', 'SORT', 'FETCH'].filter(
    (stage) => after.stages.has(stage) && !before.stages.has(stage),
  );
  if (after.returned !== before.returned) more.push(`${after.returned} instead of ${before.returned}`);
  return more.join(' and ');
}

/** Numbers of the pairs whose index `one` is called redundant when both are live on one collection. */
async function redundantOnes(db: Db, count: number): Promise<Set<number>> {
  const live = await readDatabase(await connected(), db.databaseName);
  const whole = { ...live, server: { ...live.server, topology: 'standalone' as const } };
  const comparison = advise(compare({ models: [], problems: [] }, whole), whole, defaultLimits);
  const found = comparison.collections.flatMap(({ collection, advice }) =>
    advice
      .filter(({ rule, indexes }) => rule === 'redundant-prefix' && indexes[0] === 'one')
      .map(() => collection),
  );
  return new Set(Array.from({ length: count }, (_, at) => at).filter((at) => found.includes(`both${at}`)));
}

/** Each pair on three collections of the same documents: `one`, `other`, `both`; without those that cannot be built. */
async function usable(db: Db, pairs: readonly AdvisedPair[]): Promise<AdvisedPair[]> {
  const built: AdvisedPair[] = [];
  for (const pair of pairs) {
    const at = built.length;
    const documents = pair.documents.map((document, _id) => ({ _id, ...document }));
    try {
      await build(db, `both${at}`, [], [pair.one, pair.other]);
      await build(db, `one${at}`, documents, [pair.one]);
      await build(db, `other${at}`, documents, [pair.other]);
      built.push(pair);
    } catch (error) {
      if (!(error instanceof MongoServerError)) throw error;
      for (const name of ['both', 'one', 'other']) await db.collection(`${name}${at}`).drop();
    }
  }
  return built;
}

async function build(
  db: Db,
  collection: string,
  documents: readonly Document[],
  indexes: readonly IndexSpecification[],
): Promise<void> {
  const specifications = indexes.map(({ key, name, options }) => ({
    key: Object.fromEntries(key),
    name,
    ...options,
  }));
  await db.command({ createIndexes: collection, indexes: specifications });
  if (documents.length > 0) await db.command({ insert: collection, documents });
}

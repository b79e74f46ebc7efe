import assert from 'node:assert/strict';
import type { Json } from '../../../src/model/json.js';
import { assess } from '../../../src/query/plan/assess.js';
import { readPlan } from '../../../src/query/plan/read-plan.js';
import { stagesIn } from '../../../src/query/plan/stage-tree.js';

/** Shapes that the vendors document; none of these servers is at hand to ask. */
describe('answers of other servers', () => {
  it('Amazon DocumentDB gives numbers as text, and sums up nothing', () => {
    // https://docs.aws.amazon.com/documentdb/latest/developerguide/performance-query-plan-analysis.html
    const scan = { stage: 'IXSCAN', indexName: 'company_1_created_1', direction: 'forward', indexCond: {} };
    const planned = {
      stage: 'LIMIT_SKIP',
      inputStage: { stage: 'SORT', sortPattern: { created: 1 }, inputStage: scan },
    };
    const raw: Json = {
      queryPlanner: { plannerVersion: 2, namespace: 'app.things', winningPlan: planned },
      indexFilterSet: false,
      executionStats: {
        executionSuccess: true,
        executionTimeMillis: '4.186',
        planningTimeMillis: '3.909',
        executionStages: {
          ...{ stage: 'LIMIT_SKIP', nReturned: '2', executionTimeMillisEstimate: '0.199' },
          inputStage: {
            ...{ stage: 'SORT', nReturned: '2', executionTimeMillisEstimate: '0.197' },
            sortPattern: { created: 1 },
            inputStage: { ...scan, nReturned: '34', executionTimeMillisEstimate: '0.151' },
          },
        },
      },
    };
    const plan = readPlan(raw);
    assert.deepEqual(plan.metrics, { returned: 2, docsExamined: 0, keysExamined: 0, ms: 4.186 });
    assert.deepEqual(
      stagesIn(plan.winning).map(({ stage, rowsIn, returned }) => [stage, rowsIn, returned]),
      [
        ['LIMIT_SKIP', 2, 2],
        ['SORT', 34, 2],
        ['IXSCAN', null, 34],
      ],
    );
    assert.deepEqual(plan.indexes, ['company_1_created_1']);
    const { verdict, headline, reasons } = assess(plan, 100_000);
    assert.equal(verdict, 'good');
    assert.equal(headline, 'Index company_1_created_1: returned 2; this server does not tell what it read.');
    assert.deepEqual(
      reasons.map(({ rule }) => rule),
      ['sort-in-memory'],
    );
  });

  it('Azure Cosmos DB has stages of its own', () => {
    // https://learn.microsoft.com/azure/cosmos-db/mongodb/troubleshoot-query-performance
    const plan = readPlan({
      stages: [
        {
          ...{ stage: '$query', timeInclusiveMS: 905.2888, timeExclusiveMS: 905.2888, in: 362, out: 362 },
          details: {
            ...{ database: 'app', collection: 'food', query: { group: { $eq: 'Snacks' } } },
            ...{ pathsIndexed: [], pathsNotIndexed: ['group'] },
            queryMetrics: { retrievedDocumentCount: 8_604, outputDocumentCount: 362, indexHitRatio: 0 },
          },
        },
      ],
      ok: 1,
    });
    assert.equal(plan.winning.stage, '$query');
    assert.deepEqual(plan.metrics, { returned: 362, docsExamined: 8_604, keysExamined: 0, ms: 905.2888 });
    const { verdict, reasons } = assess(plan, null);
    assert.equal(verdict, 'bad');
    assert.equal(
      reasons[0]?.message,
      'No index serves the filter on group: the server reads the whole collection each time.',
    );
  });

  it('8.0 looks up by EXPRESS stages, whose key is printed', () => {
    // SERVER-92981, COMPASS-7794
    const express = {
      isCached: true,
      stage: 'EXPRESS_IXSCAN',
      keyPattern: '{ "a.b": 1.0, c: -1.0 }',
      indexName: 'x',
    };
    const raw: Json = {
      explainVersion: '1',
      queryPlanner: {
        namespace: 'app.things',
        parsedQuery: { 'a.b': { $eq: 1 } },
        winningPlan: express,
        rejectedPlans: [],
      },
      executionStats: {
        ...{
          executionSuccess: true,
          nReturned: 1,
          executionTimeMillis: 0,
          totalKeysExamined: 1,
          totalDocsExamined: 1,
        },
        executionStages: {
          ...express,
          nReturned: 1,
          executionTimeMillisEstimate: 0,
          keysExamined: 1,
          docsExamined: 1,
        },
      },
    };
    const plan = readPlan(raw);
    assert.deepEqual(plan.winning.use?.key, [
      ['a.b', 1],
      ['c', -1],
    ]);
    assert.equal(plan.planner.isCached, true);
    assert.deepEqual(
      assess(plan, 100_000).reasons.map(({ rule }) => rule),
      ['exact-index'],
    );
  });

  it('a stage that nobody knows is kept with all it says', () => {
    const plan = readPlan({
      queryPlanner: {
        winningPlan: { stage: 'NEW_THING', newInput: { stage: 'NEWER', counter: 7 }, other: [1] },
      },
    });
    assert.deepEqual(
      stagesIn(plan.winning).map(({ stage, details }) => [stage, details]),
      [
        ['NEW_THING', { other: [1] }],
        ['NEWER', { counter: 7 }],
      ],
    );
  });
});

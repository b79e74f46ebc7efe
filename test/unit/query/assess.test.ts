import assert from 'node:assert/strict';
import type { JsonObject } from '../../../src/model/json.js';
import type { Assessment, Plan } from '../../../src/model/plan.js';
import { assess } from '../../../src/query/plan/assess.js';
import { factsOf } from '../../../src/query/plan/plan-facts.js';
import { readPlan } from '../../../src/query/plan/read-plan.js';
import { answerNames, explainAnswer, recordedCounts } from './explain-files.js';
import { verdicts } from './verdicts.js';

describe('assessing plans', () => {
  it('has a verdict on every recorded answer', () => {
    assert.deepEqual(
      verdicts.map(([name]) => name),
      answerNames,
    );
  });

  for (const [name, verdict, rules, why] of verdicts) {
    it(`${name}: ${verdict}. ${why}`, () => {
      const found = assessed(name);
      assert.deepEqual([found.verdict, found.reasons.map(({ rule }) => rule).join(' ')], [verdict, rules]);
      // Each message is a sentence or more, and no reason is told twice.
      for (const { message } of found.reasons) assert.match(message, /^\S.*[.!]$/u);
      assert.equal(new Set(found.reasons.map(({ message }) => message)).size, found.reasons.length);
    });
  }

  it('the same query gets the same verdict from both engines', () => {
    // A classic $lookup without an index scans again for each document, engine 2 may build a hash table.
    const differs = 'sbe--agg-lookup-no-index-allowDiskUse';
    const verdictOf = new Map(verdicts.map(([name, verdict]) => [name, verdict]));
    for (const [name, verdict] of verdicts.filter(([sbe]) => sbe.startsWith('sbe--') && sbe !== differs)) {
      for (const other of ['default', 'classic']) {
        const same = verdictOf.get(name.replace(/^sbe/u, other));
        if (same !== undefined) assert.equal(same, verdict, name);
      }
    }
  });

  it('headlines say how documents were found, what was read, what came of it', () => {
    const told = {
      'classic--agg-lookup-no-index':
        'Index city_1_age_1: read 72 keys and 72 documents to return 72, and 360,000 more in other collections.',
      'classic--agg-merge': 'Index customerId_1_createdAt_-1: planned, not run.',
      'default--count-record-store': 'Count kept by the server: 5,000.',
      'default--count-scan': 'Index status_1: read 980 keys and no document to count 979.',
      'default--delete-many-ixscan': 'Index status_1: read 993 keys and 993 documents to delete 993.',
      'default--find-clustered': 'Clustered collection in the order of _id: read 11 documents to return 10.',
      'default--find-eof-missing-collection':
        'Nothing to read: the collection is empty or missing, or no document can match.',
      'default--find-idhack': 'Look-up by _id: read 1 key and 1 document to return 1.',
      'default--find-or':
        'Indexes customerId_1_createdAt_-1 and items.sku_1: read 64 keys and 64 documents to return 64.',
      'default--find-hashed-index': 'Index zip_hashed: read no document and found none.',
      'misc--find-sort-exceeds-memory-no-disk':
        'The server could not finish the query: Sort exceeded memory limit of 10000 bytes, but did not opt in to external sorting.',
      'mongos40--agg-group': 'Index a_1: read 40 keys and 40 documents to find 40.',
      'sbe--update-many-collscan': 'Collection scan: read 5,000 documents to update 1,024.',
    };
    for (const [name, headline] of Object.entries(told)) assert.equal(assessed(name).headline, headline);
  });

  it('a small collection does not alarm, the same scan of a large one does', () => {
    const scan = readPlan(explainAnswer('sbe--find-collation-mismatch'));
    assert.equal(assess(scan, 500).verdict, 'good');
    assert.equal(assess(scan, 100_000).verdict, 'bad');
  });

  it('a scan that met its limit early tells what other values cost', () => {
    const raw = {
      queryPlanner: { winningPlan: {}, rejectedPlans: [] },
      executionStats: {
        executionSuccess: true,
        nReturned: 1,
        executionTimeMillis: 0,
        totalKeysExamined: 0,
        totalDocsExamined: 3,
        executionStages: {
          stage: 'LIMIT',
          nReturned: 1,
          limitAmount: 1,
          inputStage: { stage: 'COLLSCAN', nReturned: 1, docsExamined: 3, filter: { a: { $eq: 1 } } },
        },
      },
    };
    const { verdict, headline, reasons } = assess(readPlan(raw), 100_000);
    assert.equal(verdict, 'bad');
    assert.equal(headline, 'Collection scan: read 3 documents to return 1.');
    assert.match(reasons[0]?.message ?? '', /for other values it reads all 100,000 documents/u);
    assert.equal(assess(readPlan(raw), 20).verdict, 'good');
  });

  it('a scan that was cut off or that a limit ended has not seen the whole collection', () => {
    const scan = { stage: 'COLLSCAN', direction: 'forward', filter: { a: { $eq: 1 } } };
    const run = { executionSuccess: true, nReturned: 1, totalKeysExamined: 0, totalDocsExamined: 300 };
    const scanned = { ...scan, nReturned: 1, docsExamined: 300 };
    const limit = { stage: 'LIMIT', limitAmount: 1 };
    const answer = (winning: JsonObject, executed: JsonObject, failure: JsonObject = {}) =>
      readPlan({
        queryPlanner: { namespace: 'app.a', winningPlan: winning },
        executionStats: { ...run, ...failure, executionStages: executed },
        ok: 1,
      });
    const isSmall = (plan: Plan, documents: number | null = null) => factsOf(plan, documents).small;
    // How many documents there are is not known: a whole scan of few tells it.
    assert.equal(isSmall(answer(scan, scanned)), true);
    const timeOut = { executionSuccess: false, errorMessage: 'operation exceeded time limit', errorCode: 50 };
    const cutOff = answer(scan, scanned, timeOut);
    assert.equal(cutOff.failure?.code, 50);
    assert.equal(isSmall(cutOff), false);
    assert.equal(
      isSmall(answer({ ...limit, inputStage: scan }, { ...limit, nReturned: 1, inputStage: scanned })),
      false,
    );
    // What is known otherwise counts all the same.
    assert.equal(isSmall(cutOff, 500), true);
    assert.equal(isSmall(cutOff, 50_000), false);
    assert.equal(assess(cutOff, null).verdict, 'bad');
  });

  it('an empty collection proves nothing', () => {
    const { verdict, reasons } = assess(readPlan(explainAnswer('sbe--find-sparse-index-exists')), 0);
    assert.equal(verdict, 'warning');
    assert.deepEqual(
      reasons.map(({ rule }) => rule),
      ['no-documents'],
    );
  });

  it('time alone is no reason', () => {
    const slow = structuredClone(explainAnswer('sbe--find-sort-by-index')) as {
      executionStats: { executionTimeMillis: number };
    };
    slow.executionStats.executionTimeMillis = 60_000;
    assert.equal(assess(readPlan(slow), 5_000).verdict, 'good');
  });
});

function assessed(name: string): Assessment {
  const plan = readPlan(explainAnswer(name));
  return assess(plan, recordedCounts[plan.planner.namespace ?? ''] ?? null);
}

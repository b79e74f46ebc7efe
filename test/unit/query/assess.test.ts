import assert from 'node:assert/strict';
import type { Verdict } from '../../../src/model/plan.js';
import { assess } from '../../../src/query/assess.js';
import { readPlan } from '../../../src/query/read-plan.js';
import { allNames, explainAnswer, trimmedNames } from './explain-files.js';

/** Reviewed by hand: the verdict, the reasons in their order, the headline. Counts of documents are not known here. */
const reviewed: Readonly<Record<string, readonly [verdict: Verdict, reasons: string, headline: string]>> = {
  'classic--agg-facet': [
    'warning',
    'collection-scan',
    'Collection scan: read 5,000 documents to find 5,000.',
  ],
  'classic--agg-lookup-no-index': [
    'bad',
    'examined-ratio',
    'Index city_1_age_1: read 72 keys and 360,072 documents to return 72.',
  ],
  'classic--agg-merge': ['good', '', 'Index customerId_1_createdAt_-1: the server gave no figures.'],
  'classic--agg-unionWith': [
    'good',
    'exact-index',
    'Indexes customerId_1_createdAt_-1 and city_1_age_1: read 90 keys and 90 documents to return 90.',
  ],
  'default--find-clustered': [
    'good',
    '',
    'Clustered collection in the order of _id: read no key and 11 documents to return 10.',
  ],
  'default--find-eof-missing-collection': [
    'warning',
    'no-documents',
    'Nothing to read: the collection is empty or missing, or no document can match.',
  ],
  'default--find-idhack': ['good', 'id-lookup', 'Look-up by _id: read 1 key and 1 document to return 1.'],
  'default--find-timeseries': ['good', 'collection-scan', 'Collection scan: read 5 documents to find 1.'],
  'misc--find-hidden-index-not-used': [
    'bad',
    'examined-ratio',
    'Index createdAt_1: read 5,000 keys and 5,000 documents to return 12.',
  ],
  'misc--find-sort-exceeds-memory-no-disk': [
    'bad',
    'failure sort-in-memory',
    'The server could not finish the query: Sort exceeded memory limit of 10000 bytes, but did not opt in to external sorting.',
  ],
  'misc--find-sort-spill': [
    'bad',
    'sort-spilled collection-scan sort-in-memory',
    'Collection scan: read 5,000 documents to return 5,000.',
  ],
  'mongos40--agg-group': ['good', '', 'Index a_1: the server gave no figures.'],
  'mongos40--find-scatter-sort': [
    'good',
    'sort-in-memory exact-index',
    'Index a_1: read 360 keys and 360 documents to return 360.',
  ],
  'mongos40--find-single-shard': [
    'good',
    'id-lookup',
    'Look-up by _id: read 1 key and 1 document to return 1.',
  ],
  'sbe--agg-lookup-no-index': [
    'bad',
    'examined-ratio',
    'Index city_1_age_1: read 72 keys and 360,072 documents to return 72.',
  ],
  'sbe--count-scan': ['good', 'covered', 'Index status_1: read 980 keys and no document to count 979.'],
  'sbe--find-collation-mismatch': [
    'good',
    'collection-scan',
    'Collection scan: read 500 documents to return 1.',
  ],
  'sbe--find-collscan': ['bad', 'collection-scan', 'Collection scan: read 5,000 documents to return 1,024.'],
  'sbe--find-in-sort-merge-explode': [
    'good',
    '',
    'Index status_1_total_1: read 22 keys and 20 documents to return 20.',
  ],
  'sbe--find-ixscan-fetch-queryPlanner': [
    'good',
    '',
    'Index customerId_1_createdAt_-1: the server gave no figures.',
  ],
  'sbe--find-ne': [
    'good',
    'exact-index',
    'Index status_1: read 4,022 keys and 4,021 documents to return 4,021.',
  ],
  'sbe--find-partial-index-not-usable': [
    'warning',
    'collection-scan',
    'Collection scan: read 5,000 documents to return 3,074.',
  ],
  'sbe--find-projection-covered': [
    'good',
    'covered',
    'Index status_1_total_1: read 979 keys and no document to return 979.',
  ],
  'sbe--find-sort-by-index': [
    'good',
    'exact-index',
    'Index customerId_1_createdAt_-1: read 5 keys and 5 documents to return 5.',
  ],
  'sbe--find-sort-in-memory': [
    'good',
    'sort-in-memory',
    'Index status_1: read 979 keys and 979 documents to return 10.',
  ],
  'sbe--find-sparse-index-exists': [
    'good',
    'no-results',
    'Index nick_sparse: read no key and no document to return 0.',
  ],
  'sbe--update-many-collscan': [
    'bad',
    'collection-scan',
    'Collection scan: read 5,000 documents to find 1,024.',
  ],
};

describe('assessing plans', () => {
  it('covers every trimmed answer', () => {
    assert.deepEqual(Object.keys(reviewed).sort(), trimmedNames);
  });

  for (const [name, [verdict, reasons, headline]] of Object.entries(reviewed)) {
    it(`${name}: ${verdict}`, () => {
      const found = assess(readPlan(explainAnswer(name)), null);
      assert.equal(found.headline, headline);
      assert.deepEqual([found.verdict, found.reasons.map(({ rule }) => rule).join(' ')], [verdict, reasons]);
    });
  }

  it('the same query gets the same verdict from both engines', () => {
    const verdictOf = (name: string): Verdict => assess(readPlan(explainAnswer(name)), null).verdict;
    const pairs = allNames.filter(
      (name) => name.startsWith('sbe--find') && allNames.includes(classicOf(name)),
    );
    for (const name of pairs) assert.equal(verdictOf(name), verdictOf(classicOf(name)), name);
  });

  it('a small collection does not alarm, the same scan of a large one does', () => {
    const scan = readPlan(explainAnswer('sbe--find-collation-mismatch'));
    assert.equal(assess(scan, 500).verdict, 'good');
    const early = assess(scan, 100_000);
    assert.equal(early.verdict, 'bad');
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

function classicOf(name: string): string {
  return name.replace(/^sbe/u, 'default');
}

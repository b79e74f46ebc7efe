import assert from 'node:assert/strict';
import type { Explanation } from '../../../src/model/explanation.js';
import type { PlanStage } from '../../../src/model/plan.js';
import { readPlan } from '../../../src/query/plan/read-plan.js';
import { planStage } from '../../../src/query/plan/stage-tree.js';
import { explainText } from '../../../src/report/explain.js';
import { explainJson } from '../../../src/report/explain-json.js';
import { plainPaint } from '../../../src/report/paint.js';
import { place } from '../compare/samples.js';

const root = '/app';

describe('the report of an explain', () => {
  it('says the verdict in words first, then the figures, then the plan as a tree', () => {
    const branches = ['a_1', 'b_1'].map((index) => stage('IXSCAN', [], { index, keysExamined: 1_500 }));
    const plan = stage('FETCH', [stage('OR', branches)], { docsExamined: 3_000 });
    assert.equal(
      explainText(explanation(plan, ['a_1', 'b_1']), root, plainPaint),
      `🔍 Contact.findOne services/contacts.js:5
❌ It read 3,000 documents to return 1.
   ❌ Too many. rule 1

   1 document returned, 3,000 documents and 3,000 keys examined, 12 ms

   FETCH · 3,000 documents examined
   └─ OR
      ├─ IXSCAN a_1 · 1,500 keys examined
      └─ IXSCAN b_1 · 1,500 keys examined

   db.contacts.find({}).limit(1)
   a = ObjectId("65a000000000000000000001") from a document of the collection

   💡 An index that would serve it better: { a: 1 }
   a is compared with one value.`,
    );
  });

  it('tells in JSON how documents were found, and what the plan spares or costs', () => {
    const scan = stage('IXSCAN', [], { index: 'a_1' });
    const cases: readonly [PlanStage, readonly string[], string, boolean, boolean][] = [
      [stage('COLLSCAN'), [], 'COLLSCAN', false, false],
      [stage('SORT', [stage('COLLSCAN')]), [], 'COLLSCAN', true, false],
      [stage('FETCH', [scan]), ['a_1'], 'IXSCAN', false, false],
      [stage('SORT', [stage('FETCH', [scan])]), ['a_1'], 'IXSCAN', true, false],
      [stage('PROJECTION_COVERED', [scan]), ['a_1'], 'IXSCAN', false, true],
      [stage('IDHACK'), [], 'IDHACK', false, false],
      [stage('EXPRESS_IXSCAN', [], { index: 'a_1' }), ['a_1'], 'IXSCAN', false, false],
      [stage('CLUSTERED_IXSCAN'), [], 'IXSCAN', false, false],
      [stage('EOF'), [], 'UNKNOWN', false, false],
    ];
    for (const [winning, indexes, kind, sortInMemory, covered] of cases) {
      const { query } = explainJson(explanation(winning, indexes), root);
      assert.deepEqual(
        [query.plan, query.sortInMemory, query.covered, query.servedBy],
        [kind, sortInMemory, covered, indexes],
        winning.stage,
      );
    }
  });

  it('gives the index that would serve it as advice', () => {
    const { advice, query } = explainJson(explanation(stage('COLLSCAN'), []), root);
    const index = { key: [['a', 1]], options: {} };
    const message = 'a is compared with one value.';
    assert.deepEqual(advice, [{ rule: 'missing-index', severity: 'warning', message, index }]);
    assert.deepEqual(query.advice, advice);
  });

  it('names an index in the plan only where a stage has one', () => {
    const { plan } = explainJson(
      explanation(stage('FETCH', [stage('IXSCAN', [], { index: 'a_1' })]), ['a_1']),
      root,
    );
    assert.deepEqual(plan, { stage: 'FETCH', inputs: [{ stage: 'IXSCAN', index: 'a_1', inputs: [] }] });
  });
});

function stage(name: string, inputs: readonly PlanStage[] = [], rest: Partial<PlanStage> = {}): PlanStage {
  return planStage(name, inputs, rest);
}

function explanation(winning: PlanStage, indexes: readonly string[]): Explanation {
  const at = place(4, '/app/services/contacts.js');
  return {
    query: {
      place: at,
      range: at.range,
      model: 'Contact',
      collection: 'contacts',
      operation: 'findOne',
      filter: { kind: 'object', entries: [] },
      sort: null,
      projection: null,
      limit: null,
      skip: null,
      api: 'mongoose',
      hint: null,
      collation: null,
      pipeline: null,
      distinctKey: null,
      inLoop: false,
      isLean: false,
      complete: true,
      problems: [],
    },
    shape: { filter: [], sort: [] },
    database: 'petbuddy',
    command: { find: 'contacts', filter: {}, limit: 1 },
    values: [{ path: 'a', value: { $oid: '65a000000000000000000001' }, from: 'sample' }],
    timedOut: false,
    proposal: {
      kind: 'new',
      key: [['a', 1]],
      options: {},
      name: 'a_1',
      replaces: null,
      reason: 'a is compared with one value.',
      branches: [],
    },
    notices: [],
    sample: { a: { $oid: '65a000000000000000000001' } },
    plan: {
      ...readPlan({}),
      winning,
      metrics: { returned: 1, docsExamined: 3_000, keysExamined: 3_000, ms: 12 },
      indexes,
    },
    assessment: {
      verdict: 'bad',
      headline: 'It read 3,000 documents to return 1.',
      reasons: [{ rule: 'too-many', number: 1, weight: 'bad', message: 'Too many.' }],
    },
    documents: 100_000,
  };
}

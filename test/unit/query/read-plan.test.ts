import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../src/model/json.js';
import type { PlanStage } from '../../../src/model/plan.js';
import { readPlan } from '../../../src/query/plan/read-plan.js';
import { answerNames, explainAnswer } from './explain-files.js';
import { accountOfModel, accountOfRaw, lost } from './plan-account.js';

describe('reading plans', () => {
  it('has all answers', () => {
    assert.equal(answerNames.length, 185);
  });

  for (const name of answerNames) {
    it(`${name}: no stage, index or counter is lost`, () => {
      const raw = explainAnswer(name);
      const plan = readPlan(raw);
      assert.deepEqual(lost(accountOfRaw(raw), accountOfModel(plan)), []);
      const stages = flat(plan.winning);
      assert.ok(!stages.some(({ stage }) => stage === 'unknown'));

      // The server counts the whole apart from the stages: an oracle for which figure belongs to which stage.
      const whole = (raw as { executionStats?: JsonObject }).executionStats;
      if (!whole) return;
      assert.equal(sum(stages.map(({ keysExamined }) => keysExamined)), whole.totalKeysExamined);
      assert.equal(sum(stages.map(({ docsExamined }) => docsExamined)), whole.totalDocsExamined);
    });
  }

  it('an answer that loses something is found out', () => {
    const raw = structuredClone(explainAnswer('default--find-ixscan-fetch')) as JsonObject;
    const plan = readPlan(raw);
    const stages = (raw.executionStats as JsonObject).executionStages as Record<string, Json>;
    stages.works = 14;
    stages.inputStage = { ...(stages.inputStage as JsonObject), indexName: 'other' };
    assert.deepEqual(lost(accountOfRaw(raw), accountOfModel(plan)), [
      'counter works 14 of FETCH',
      'index other',
    ]);
  });

  it('the slot-based engine: figures go to the stages that people know', () => {
    const { winning, indexes, metrics, planner } = readPlan(explainAnswer('sbe--find-ne'));
    assert.equal(drawn(winning), 'FETCH 4021/4021/- > IXSCAN(status_1) 4021/-/4022');
    assert.deepEqual(indexes, ['status_1']);
    assert.equal(metrics?.returned, 4021);
    assert.equal(planner.engine, 'slot-based');
    assert.deepEqual(
      winning.engine.map(({ stage }) => stage),
      ['nlj', 'limit', 'seek'],
    );
  });

  it('sorts, limits and merged inputs keep their order', () => {
    assert.equal(
      drawn(readPlan(explainAnswer('sbe--find-in-sort-merge-explode')).winning),
      'LIMIT 20/-/- > FETCH 20/20/- > SORT_MERGE 20/-/- > ' +
        '[IXSCAN(status_1_total_1) 9/-/9, IXSCAN(status_1_total_1) 8/-/8, IXSCAN(status_1_total_1) 5/-/5]',
    );
  });

  it('queryPlanner verbosity: stages without figures', () => {
    const plan = readPlan(explainAnswer('sbe--find-ixscan-fetch-queryPlanner'));
    assert.equal(drawn(plan.winning), 'FETCH -/-/- > IXSCAN(customerId_1_createdAt_-1) -/-/-');
    assert.equal(plan.metrics, null);
  });

  it('an aggregation is a chain with its last stage on top', () => {
    const plan = readPlan(explainAnswer('classic--agg-unionWith'));
    assert.equal(
      drawn(plan.winning),
      '$unionWith 90/-/- > [$cursor 2/-/- > FETCH 2/2/- > IXSCAN(customerId_1_createdAt_-1) 2/-/2, ' +
        '$cursor 88/-/- > FETCH 88/88/- > IXSCAN(city_1_age_1) 88/-/88]',
    );
    assert.deepEqual(plan.metrics, { returned: 90, docsExamined: 90, keysExamined: 90, ms: 1 });
    assert.deepEqual(
      plan.winning.inputs.map(({ branch }) => branch),
      [null, 'documents of customers'],
    );
  });

  it('facets: each with its name, fed by the documents before it, with the time that is its own', () => {
    const { winning } = readPlan(explainAnswer('default--agg-facet'));
    assert.deepEqual(
      winning.inputs.map(({ branch, stage, ownMs }) => [branch, stage, ownMs]),
      [
        [null, '$cursor', 13],
        ['facet a', '$project', 0],
        ['facet b', '$group', 0],
      ],
    );
    assert.equal(winning.rowsIn, 5_000);
    const consumers = flat(winning).filter(({ stage }) => stage === '$internalFacetTeeConsumer');
    assert.deepEqual(
      consumers.map(({ ownMs }) => ownMs),
      [5, 0],
    );
  });

  it('shards: each with its own plan and name', () => {
    const { winning, indexes } = readPlan(explainAnswer('mongos40--find-scatter-sort'));
    assert.deepEqual(
      winning.inputs.map(({ stage, returned, branch }) => [stage, returned, branch]),
      [
        ['SORT', 154, 'shard sh'],
        ['SORT', 206, 'shard sh2'],
      ],
    );
    assert.deepEqual(indexes, ['a_1']);
    // Shards work at the same time.
    assert.equal(winning.ownMs, 4);
  });

  it('an aggregation over shards: what each did, under what merges', () => {
    const { winning, metrics } = readPlan(explainAnswer('mongos40--agg-group'));
    assert.equal(
      drawn(winning),
      '$group -/-/- > [$group -/-/- > $cursor -/-/- > SHARDING_FILTER 16/-/- > FETCH 16/16/- > IXSCAN(a_1) 16/-/16, ' +
        '$group -/-/- > $cursor -/-/- > SHARDING_FILTER 24/-/- > FETCH 24/24/- > IXSCAN(a_1) 24/-/24]',
    );
    assert.deepEqual(metrics, { returned: null, docsExamined: 40, keysExamined: 40, ms: 0 });
  });

  it('a failed execution keeps the server’s words and code', () => {
    const { failure } = readPlan(explainAnswer('misc--find-sort-exceeds-memory-no-disk'));
    assert.match(failure?.message ?? '', /^Sort exceeded memory limit/u);
    assert.equal(failure?.code, 292);
  });

  it('memory: what a sort held, what went to disk', () => {
    const spilled = readPlan(explainAnswer('misc--find-sort-spill')).winning;
    assert.deepEqual(spilled.memory, {
      bytes: 1_599_737,
      limitBytes: 10_000,
      spilled: true,
      spills: 317,
      spilledBytes: 3_168_710,
    });
    assert.deepEqual([spilled.ownMs, spilled.rowsIn, spilled.isDominant], [62, 5_000, true]);
    const group = readPlan(explainAnswer('classic--agg-match-group')).winning;
    assert.equal(group.memory?.bytes, 1_152);
  });

  it('what forces a plan: an index filter, a hint, the query’s own time limit', () => {
    assert.equal(readPlan(explainAnswer('misc--find-indexFilterSet')).planner.indexFilter, true);
    assert.deepEqual(readPlan(explainAnswer('default--find-hint-natural')).planner.hint, { $natural: 1 });
    assert.equal(readPlan(explainAnswer('misc--find-maxTimeMS')).planner.maxTimeMS, 50);
    assert.equal(readPlan(explainAnswer('default--find-idhack')).planner.indexFilter, false);
  });

  it('an answer of another kind is kept, not thrown at', () => {
    for (const raw of [null, 1, [], {}, { queryPlanner: 1 }, { stages: [1] }, { ok: 0 }] as Json[]) {
      const plan = readPlan(raw);
      assert.equal(plan.raw, raw);
      assert.equal(plan.metrics, null);
    }
  });
});

function flat(stage: PlanStage): readonly PlanStage[] {
  return [stage, ...stage.inputs.flatMap(flat)];
}

function sum(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function drawn({ stage, index, returned, docsExamined, keysExamined, inputs }: PlanStage): string {
  const figures = [returned, docsExamined, keysExamined].map((value) => value ?? '-').join('/');
  const own = `${stage}${index === null ? '' : `(${index})`} ${figures}`;
  if (inputs.length === 0) return own;
  const below = inputs.map(drawn).join(', ');
  return `${own} > ${inputs.length === 1 ? below : `[${below}]`}`;
}

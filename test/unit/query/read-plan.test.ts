import assert from 'node:assert/strict';
import type { Json, JsonObject } from '../../../src/model/json.js';
import type { PlanStage } from '../../../src/model/plan.js';
import { readPlan } from '../../../src/query/read-plan.js';
import { allNames, explainAnswer, trimmedNames } from './explain-files.js';

describe('reading plans', () => {
  it('has answers to read', () => {
    assert.ok(trimmedNames.length >= 20);
  });

  for (const name of allNames) {
    it(`${name}: no stage lost, figures of stages add up`, () => {
      const raw = explainAnswer(name);
      const plan = readPlan(raw);
      const stages = flat(plan.winning);
      assert.ok(!stages.some(({ stage }) => stage === 'unknown'));

      const missing = stageNamesOf(raw);
      for (const { stage } of stages) {
        const at = missing.indexOf(stage);
        if (at >= 0) missing.splice(at, 1);
      }
      assert.deepEqual(missing, []);

      // The server counts the whole apart from the stages: an oracle for which figure belongs to which stage.
      if (!plan.metrics) return;
      assert.equal(sum(stages.map(({ keysExamined }) => keysExamined)), plan.metrics.keysExamined);
      assert.equal(sum(stages.map(({ docsExamined }) => docsExamined)), plan.metrics.docsExamined);
    });
  }

  it('the slot-based engine: figures go to the stages that people know', () => {
    const { winning, indexes, metrics } = readPlan(explainAnswer('sbe--find-ne'));
    assert.equal(drawn(winning), 'FETCH 4021/4021/- > IXSCAN(status_1) 4021/-/4022');
    assert.deepEqual(indexes, ['status_1']);
    assert.equal(metrics?.returned, 4021);
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
      '$unionWith 90/-/- > [FETCH 2/2/- > IXSCAN(customerId_1_createdAt_-1) 2/-/2, FETCH 88/88/- > IXSCAN(city_1_age_1) 88/-/88]',
    );
    assert.deepEqual(plan.metrics, { returned: 90, docsExamined: 90, keysExamined: 90, ms: 1 });
  });

  it('shards: each with its own plan and name', () => {
    const { winning, indexes } = readPlan(explainAnswer('mongos40--find-scatter-sort'));
    assert.deepEqual(
      winning.inputs.map(({ stage, returned, details }) => [stage, returned, details.shard]),
      [
        ['SORT', 154, 'sh'],
        ['SORT', 206, 'sh2'],
      ],
    );
    assert.deepEqual(indexes, ['a_1']);
  });

  it('a failed execution keeps the server’s words', () => {
    const { failure } = readPlan(explainAnswer('misc--find-sort-exceeds-memory-no-disk'));
    assert.match(failure ?? '', /^Sort exceeded memory limit/u);
  });

  it('tells rejected plans', () => {
    const { rejected } = readPlan(explainAnswer('sbe--find-sort-in-memory'));
    assert.deepEqual(
      rejected.map(({ stage, inputs }) => [stage, inputs[0]?.inputs[0]?.index]),
      [['SORT', 'status_1_total_1']],
    );
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

/** Told by the text alone: the winning plans' stages, and the aggregation's own. */
function stageNamesOf(raw: Json): string[] {
  const winning: JsonObject[] = [];
  const pipeline: string[] = [];
  visit(raw);
  const planned = winning.flatMap((plan) =>
    [...JSON.stringify(plan.queryPlan ?? plan).matchAll(/"stage":"([^"]+)"/gu)].map(
      (match) => match[1] ?? '',
    ),
  );
  return [...planned, ...pipeline];

  function visit(value: Json): void {
    if (value === null || typeof value !== 'object') return;
    if (Array.isArray(value)) {
      (value as readonly Json[]).forEach(visit);
      return;
    }
    for (const [key, inner] of Object.entries(value as JsonObject)) {
      if (key === 'winningPlan') winning.push(inner as JsonObject);
      else if (key === 'stages' && Array.isArray(inner))
        pipeline.push(...namesOf(inner as readonly JsonObject[]));
      if (key !== 'winningPlan') visit(inner);
    }
  }

  function namesOf(stages: readonly JsonObject[]): readonly string[] {
    return stages.map((stage) => Object.keys(stage)[0] ?? '').filter((name) => !name.endsWith('ursor'));
  }
}

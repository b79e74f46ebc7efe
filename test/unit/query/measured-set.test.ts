import assert from 'node:assert/strict';
import fc from 'fast-check';
import { done } from '../../../src/model/steps.js';
import type { Candidate } from '../../../src/query/proposing/candidate.js';
import {
  examinedBy,
  measuredQueries,
  measuredSet,
  poolOf,
  takenBy,
  type MeasuredRun,
  type MeasuredSet,
} from '../../../src/query/proposing/measured-set.js';
import { smallestSet } from '../../../src/query/proposing/smallest-set.js';
import { strategyProblem, type StrategyProblem } from '../../../src/query/proposing/strategy-problem.js';
import { site } from './sites.js';

const facts = { paths: null, documents: 100_000 };

function problemOf(filters: readonly object[], budget = 6): StrategyProblem {
  const sites = filters.map((filter) => site('find', filter));
  return done(strategyProblem(sites, [], { budget, complete: true, shardKey: null, facts }));
}

/** What each query examines by each index; it is served by the one that it is drawn to. */
interface Planner {
  readonly cost: (query: number, name: string) => number;
  readonly draw: (query: number, name: string) => number;
}

function runs(problem: StrategyProblem, set: readonly Candidate[], planner: Planner): readonly MeasuredRun[] {
  return measuredQueries(problem).map((_, query) => {
    const [first] = set.toSorted(
      (a, b) => planner.draw(query, a.index.name) - planner.draw(query, b.index.name),
    );
    return { examined: first ? planner.cost(query, first.index.name) : 10_000, used: first ? [first] : [] };
  });
}

function measured(problem: StrategyProblem, planner: Planner) {
  const planned = done(smallestSet(problem));
  const pool = poolOf(problem, planned, true);
  const asked: (readonly Candidate[])[] = [];
  const measuring = measuredSet(problem, planned, pool, () => true);
  let step = measuring.next();
  while (!step.done) {
    if (step.value) asked.push(step.value);
    step = measuring.next(step.value ? runs(problem, step.value, planner) : []);
  }
  return { planned, pool, asked, outcome: step.value };
}

const names = ({ set }: Pick<MeasuredSet, 'set'>) => set.map(({ index: { name } }) => name);

describe('a measured set', () => {
  it('is the planned one where it examines no more than an index for each', () => {
    const { planned, asked, outcome } = measured(problemOf([{ a: 1 }, { a: 1, b: 1 }]), {
      cost: () => 10,
      draw: () => 1,
    });
    assert.equal(outcome.set, planned);
    assert.deepEqual(names(outcome), ['a_1_b_1']);
    assert.ok(asked.length <= 4, `${asked.length} sets were measured`);
  });

  it('is another one where the planned one examines more', () => {
    const problem = problemOf([{ a: 1 }, { a: 1, b: 1 }]);
    const bad = 'a_1_b_1';
    const { outcome } = measured(problem, {
      cost: (query, name) => (query === 0 && name === bad ? 500 : 10),
      draw: (_, name) => name.length,
    });
    assert.deepEqual([names(outcome).length, names(outcome).includes(bad)], [1, false]);
    assert.equal(examinedBy(outcome.runs), 20);
  });

  it('is never worse than planned, within the budget, and asks for nothing outside the pool', () => {
    const condition = fc.constantFrom<unknown[]>(1, { $gt: 3 }, { $in: [1, 2] });
    const filter = fc
      .dictionary(fc.constantFrom('a', 'b', 'c'), condition, { minKeys: 1, maxKeys: 3 })
      .map((one) => ({ ...one }));
    fc.assert(
      fc.property(
        fc.array(filter, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 1, max: 2 ** 20 }),
        (filters, budget, seed) => {
          const problem = problemOf(filters, budget);
          const planner: Planner = {
            cost: (query, name) => chance(`${seed} ${query} ${name}`) % 100,
            draw: (query, name) => chance(`${seed} ${name} ${query}`),
          };
          const { planned, pool, asked, outcome } = measured(problem, planner);
          assert.ok(examinedBy(outcome.runs) <= examinedBy(runs(problem, planned, planner)));
          assert.deepEqual(outcome.runs, runs(problem, outcome.set, planner));
          assert.ok(outcome.set.length <= Math.max(budget - 1, planned.length));
          assert.ok(asked.every((set) => set.every((one) => pool.includes(one))));
        },
      ),
      { numRuns: 200, seed: 20261126 },
    );
  });

  it('tries no other orders on a part of a collection', () => {
    const problem = problemOf([{ a: 1, b: { $gt: 1 } }, { b: 1 }]);
    const planned = done(smallestSet(problem));
    const pooled = (isWhole: boolean) => poolOf(problem, planned, isWhole).map(({ index: { name } }) => name);
    assert.deepEqual(pooled(false).sort(), ['a_1_b_1', 'b_1']);
    assert.ok(pooled(true).includes('b_1_a_1'));
  });

  it('serves by what the server took; each branch of an $or by one that serves it', () => {
    const problem = problemOf([{ a: 1 }, { $or: [{ b: 1 }, { c: 1 }] }]);
    const set = done(smallestSet(problem));
    const of = (name: string) => set.find(({ index }) => index.name === name)!;
    const served = [
      { examined: 1, used: [of('c_1')] },
      { examined: 2, used: [of('c_1'), of('b_1')] },
    ];
    const taken = takenBy(problem, { set, runs: served }, () => true);
    assert.deepEqual(
      [0, 1, 2].map((at) => taken(at)?.index.name),
      ['c_1', 'b_1', 'c_1'],
    );
    const foretold = takenBy(problem, { set, runs: served }, () => false);
    assert.deepEqual(
      [0, 1, 2].map((at) => foretold(at)?.index.name),
      ['a_1', 'b_1', 'c_1'],
    );
  });
});

/** FNV-1a: the same number for the same text. */
function chance(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { IndexOptions, KeyPattern } from '../../../src/model/index-specification.js';
import type { CollectionFacts, JudgedIndex } from '../../../src/model/judgement.js';
import type { QuerySite } from '../../../src/model/query.js';
import type { Strategy, StrategyLimits } from '../../../src/model/strategy.js';
import { done } from '../../../src/model/steps.js';
import { smallestSet } from '../../../src/query/proposing/smallest-set.js';
import { strategyProblem } from '../../../src/query/proposing/strategy-problem.js';
import { strategyOf } from '../../../src/query/proposing/strategy.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { hole, site } from './sites.js';

const facts: CollectionFacts = { paths: null, documents: 100_000 };
const limits: StrategyLimits & { readonly facts: CollectionFacts } = {
  budget: 10,
  complete: true,
  shardKey: null,
  facts,
};

function index(key: Record<string, number | string>, options: IndexOptions = {}): JudgedIndex {
  const pattern: KeyPattern = Object.entries(key);
  return { key: pattern, options, name: pattern.flat().join('_'), isHidden: false };
}

function planStrategy(...of: Parameters<typeof strategyProblem>): Strategy {
  const problem = done(strategyProblem(...of));
  return strategyOf(problem, done(smallestSet(problem)));
}
const find = (filter: unknown, more = {}) => site('find', filter, more);
const steps = ({ steps: all }: Strategy) =>
  all.map(({ act, index: { name }, replaces }) => [act, name, ...replaces].join(' ')).sort();

describe('a strategy', () => {
  it('keeps what serves, adds what is missing, removes what is needless', () => {
    const sites = [find({ a: hole('a') }), find({ b: hole('b') })];
    const strategy = planStrategy(sites, [index({ a: 1 }), index({ c: 1 })], limits);
    assert.deepEqual(steps(strategy), ['add b_1', 'keep a_1', 'remove c_1']);
    assert.deepEqual([strategy.before, strategy.after], [3, 3]);
  });

  it('serves several queries by one index', () => {
    const sites = [find({ a: 1 }), find({ a: 1, b: 1 }), find({ b: 1, a: 1 }, { sort: { c: 1 } })];
    assert.deepEqual(steps(planStrategy(sites, [], limits)), ['add a_1_b_1_c_1']);
  });

  it('lets one index serve what it serves as well as its own would, whatever the data are', () => {
    const from = (path: string) => find({ c: 1, [path]: { $gte: hole(path) } });
    const planned = (...sites: QuerySite[]) => steps(planStrategy(sites, [], limits));
    assert.deepEqual(planned(from('a'), from('b')), ['add c_1_a_1', 'add c_1_b_1']);
    assert.deepEqual(planned(from('a'), find({ a: 1, c: 1 })), ['add c_1_a_1']);
    const sorted = (sort: Record<string, number>) => find({ a: 1 }, { sort });
    assert.deepEqual(planned(sorted({ b: 1, c: -1 }), sorted({ b: -1, c: 1 })), ['add a_1_b_1_c_-1']);
    assert.deepEqual(planned(sorted({ b: 1, c: -1 }), sorted({ b: 1, c: 1 })), [
      'add a_1_b_1_c_-1',
      'add a_1_b_1_c_1',
    ]);
  });

  it('lets an index be read backwards for a sort alone', () => {
    const sites = [find({ c: 1, b: { $gte: hole('b') } }), find({ c: 1 }, { sort: { b: -1 } })];
    assert.deepEqual(steps(planStrategy(sites, [], limits)), ['add c_1_b_1']);
    assert.deepEqual(steps(planStrategy(sites.toReversed(), [], limits)), ['add c_1_b_1']);
  });

  it('takes another order than the usual one where a sample shows that it saves more than a few keys', () => {
    const sampled = (count: number): CollectionFacts => {
      const values = Array.from({ length: count }, (_, at) => at);
      const swapped = values.map((at) => (at * 7) % count);
      const samples = { a: { distinct: count, values }, b: { distinct: count, values: swapped } };
      return { paths: null, documents: count, samples };
    };
    const planned = (count: number) => {
      const query = find({ a: { $gte: count / 2 }, b: { $gte: count * 0.9 } });
      return steps(planStrategy([query], [], { ...limits, facts: sampled(count) }));
    };
    assert.deepEqual(planned(1_000), ['add b_1_a_1']);
    assert.deepEqual(planned(20), ['add a_1_b_1']);
  });

  it('counts a range that nearly all documents are in, but not one by itself', () => {
    const values = Array.from({ length: 300 }, (_, at) => at);
    const samples = { a: { distinct: 300, values }, b: { distinct: 3, values: values.map((at) => at % 3) } };
    const planned = (filter: object) =>
      steps(planStrategy([find(filter)], [], { ...limits, facts: { paths: null, documents: 300, samples } }));
    assert.deepEqual(planned({ a: { $gte: 1 }, b: 1 }), ['add b_1_a_1']);
    assert.deepEqual(planned({ a: { $gte: 1 } }), []);
    assert.deepEqual(planned({ a: { $ne: 1 }, b: 1 }), ['add b_1']);
  });

  it('does not let an index with several keys a document stand in for one with one', () => {
    const paths = [
      { path: 'a', type: 'Number', isArray: false },
      { path: 'tags', type: 'String', isArray: true },
    ];
    const sites = [find({ a: 1 }), find({ a: 1, tags: 'x' })];
    const own = planStrategy(sites, [], { ...limits, facts: { ...facts, paths } });
    assert.deepEqual(steps(own), ['add a_1', 'add a_1_tags_1']);
  });

  it('keeps an index in another order that is there and does as well by estimate', () => {
    const within = (path: string) => ({ [path]: { $gte: hole(path), $lte: hole(path) } });
    const strategy = planStrategy(
      [find({ ...within('a'), ...within('b') })],
      [index({ b: 1, a: 1 })],
      limits,
    );
    assert.deepEqual(steps(strategy), ['keep b_1_a_1']);
  });

  it('extends, and merges', () => {
    const both = planStrategy([find({ a: 1, b: 1, c: 1 })], [index({ a: 1 }), index({ a: 1, b: 1 })], limits);
    assert.deepEqual(steps(both), ['merge a_1_b_1_c_1 a_1 a_1_b_1']);
    const one = planStrategy([find({ a: 1, b: 1, c: 1 })], [index({ b: 1 })], limits);
    assert.deepEqual(steps(one), ['extend b_1_a_1_c_1 b_1']);
  });

  it('leaves what keeps a promise', () => {
    const own = [
      index({ a: 1 }, { unique: true }),
      index({ t: 1 }, { expireAfterSeconds: 9 }),
      index({ s: 1, x: 1 }),
    ];
    const strategy = planStrategy([], own, { ...limits, shardKey: ['s'] });
    assert.deepEqual(steps(strategy), ['keep a_1', 'keep s_1_x_1', 'keep t_1']);
  });

  it('removes nothing where not everything could be read', () => {
    const strategy = planStrategy([find({ a: 1, b: 1 })], [index({ a: 1 }), index({ c: 1 })], {
      ...limits,
      complete: false,
    });
    assert.deepEqual(steps(strategy), ['add a_1_b_1', 'keep a_1', 'keep c_1']);
  });

  it('stays within its budget', () => {
    const sites = ['a', 'b', 'c', 'd'].map((name) => find({ [name]: 1 }));
    const strategy = planStrategy(sites, [], { ...limits, budget: 3 });
    assert.deepEqual([strategy.after, strategy.unserved.length], [3, 2]);
  });

  describe('of the pet-care bot', () => {
    let queries: readonly QuerySite[];
    let indexesOf: (collection: string) => readonly JudgedIndex[];
    before(async () => {
      const root = path.join(import.meta.dirname, '../../../examples/petbuddy');
      const names = await Promise.all(
        ['models', 'services'].map(async (folder) =>
          (await readdir(path.join(root, folder))).map((name) => path.join(root, folder, name)),
        ),
      );
      const workspace = new Workspace();
      const catalog = await workspace.scan(names.flat());
      ({ queries } = catalog);
      indexesOf = (collection) =>
        catalog.models
          .filter((model) => model.collection === collection)
          .flatMap(({ indexes }) => indexes.map((one) => ({ ...one, isHidden: false })));
    });
    const planOf = (collection: string, complete = true) =>
      planStrategy(
        queries.filter((query) => query.collection === collection),
        indexesOf(collection),
        { ...limits, complete },
      );

    it('adds the two indexes that the webhook needs', () => {
      assert.deepEqual(steps(planOf('companyintegrations')), [
        'add facebookChatId_1',
        'add instagramChatId_1',
        'keep companyId_1',
      ]);
    });

    it('finds the index that is a prefix of another', () => {
      for (const complete of [true, false]) {
        const own = planOf('appointments', complete).steps.find(
          ({ index: { name } }) => name === 'companyId_1_locationId_1_start_1',
        );
        assert.equal(own?.act, complete ? 'remove' : 'keep');
        assert.match(own.reason, /It is a prefix of companyId_1_locationId_1_start_1_status_1/u);
      }
    });
  });
});

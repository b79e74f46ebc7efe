import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BSON, type Db, type Document } from 'mongodb';
import type { Json } from '../../src/model/json.js';
import type { Reason } from '../../src/model/plan.js';
import { assess } from '../../src/query/plan/assess.js';
import { readPlan } from '../../src/query/plan/read-plan.js';
import { cachedIndexes } from '../../src/server/plan-cache.js';
import { connected, emptyDatabase } from './test-server.js';

const documented = readFileSync(new URL('../../docs/plan-rules.md', import.meta.url), 'utf8');
const count = 12_000;
/** Rules whose example in the docs is the answer to a query below. */
const documentedHere = ['many-documents', 'skip-over-many', 'multikey-blow-up', 'or-without-index'];

/** Rules that no recorded answer shows, each on an answer that the server gives now. */
describe('rules of plans, on the server', () => {
  let db: Db;

  before(async () => {
    db = await emptyDatabase('rules');
    const colours = ['red', 'green', 'blue'];
    await db.collection<{ _id: number }>('things').insertMany(
      Array.from({ length: count }, (_, n) => ({
        ...{ _id: n, n, k: n % 100, g: n % 2, colour: colours[n % 3], name: `thing ${n}` },
        tags: n < 500 ? Array.from({ length: 10 }, (_tag, at) => at * 1_000 + n) : [],
      })),
    );
    const keys = [{ n: 1 }, { k: 1 }, { g: 1 }, { name: 1 }, { tags: 1 }] as const;
    await db.collection('things').createIndexes(keys.map((key) => ({ key })));
  });

  const cases: readonly [rule: string, weight: Reason['weight'], query: Document][] = [
    ['many-documents', 'warning', { find: 'things', filter: { n: { $gte: 2_000, $lt: 12_000 } } }],
    ['skip-over-many', 'warning', { find: 'things', filter: { g: 1 }, skip: 4_000, limit: 20 }],
    ['multikey-blow-up', 'warning', { find: 'things', filter: { tags: { $gte: 0 } } }],
    ['or-without-index', 'note', { find: 'things', filter: { $or: [{ n: 7 }, { colour: 'red' }] } }],
    ['unanchored-regex', 'warning', { find: 'things', filter: { name: /77/u } }],
    [
      'unbounded-index-scan',
      'warning',
      { find: 'things', filter: { colour: 'black' }, sort: { k: 1 }, hint: 'k_1' },
    ],
    ['hint', 'note', { find: 'things', filter: { k: 3, g: 1 }, hint: { k: 1 } }],
    ['javascript', 'warning', { find: 'things', filter: { k: 3, $where: 'this.n > 100' } }],
    ['coverable', 'note', { find: 'things', filter: { k: 3 }, projection: { k: 1 } }],
    ['fetch-overhead', 'warning', { find: 'things', filter: { g: 1, colour: { $in: ['red', 'black'] } } }],
    [
      'lookup-without-index',
      'bad',
      {
        aggregate: 'things',
        pipeline: [
          { $match: { n: { $lt: 3 } } },
          { $lookup: { from: 'things', localField: 'n', foreignField: 'other', as: 'o' } },
        ],
        cursor: {},
      },
    ],
  ];
  for (const [rule, weight, query] of cases) {
    it(`${rule}: ${weight}`, async () => {
      const reason = await reasonFor(rule, query);
      assert.equal(reason.weight, weight, reason.message);
      if (documentedHere.includes(rule))
        assert.ok(documented.includes(`> ${reason.message}\n`), `Not in the docs: ${reason.message}`);
    });
  }

  it('index-intersection: two indexes, where the planner takes them together', async () => {
    const admin = db.admin();
    await admin.command({ setParameter: 1, internalQueryForceIntersectionPlans: true });
    try {
      const reason = await reasonFor('index-intersection', { find: 'things', filter: { k: 3, g: 1 } });
      assert.equal(reason.weight, 'note');
      assert.ok(documented.includes(`> ${reason.message}\n`));
    } finally {
      await admin.command({ setParameter: 1, internalQueryForceIntersectionPlans: false });
    }
  });

  it('time-out: the limit ended the run, and the answer tells how far it came', async () => {
    const query = { find: 'things', filter: { $where: 'sleep(20) || true' } };
    const reason = await reasonFor('time-out', query, { maxTimeMS: 200 });
    assert.equal(reason.weight, 'bad');
    assert.match(
      reason.message,
      /^The time limit ended it before it was done\. By then it had read no key and /u,
    );
  });

  it('plan-cache-differs: what queries run is not what an explain plans', async () => {
    const things = db.collection('things');
    await db.command({ planCacheClear: 'things' });
    // One shape: with the first values nothing is found by g at once, with the second a few by k.
    const many = { k: { $gte: 0 }, g: { $gte: 5 } };
    const few = { k: { $gte: 99 }, g: { $gte: 0 } };
    for (let run = 0; run < 3; run += 1) await things.find(many).toArray();
    const raw = await explained({ find: 'things', filter: few });
    const plan = readPlan(raw);
    const connection = await connected();
    const { planCacheKey } = plan.planner;
    assert.ok(planCacheKey !== null);
    const cached = await cachedIndexes(connection, 'rules', 'things', planCacheKey);
    assert.ok(cached !== null && cached.length === 1, JSON.stringify(cached));
    assert.notDeepEqual(cached, plan.indexes);
    const reason = assess(plan, count, cached).reasons.find((told) => told.rule === 'plan-cache-differs');
    assert.equal(reason?.weight, 'warning');
    assert.ok(reason.message.includes(cached[0] ?? ''));
    assert.deepEqual(
      assess(plan, count, plan.indexes).reasons.filter((told) => told.rule === 'plan-cache-differs'),
      [],
    );
    assert.equal(await cachedIndexes(connection, 'rules', 'things', 'FFFFFFFF'), null);
  });

  it('a role that may not look into the plan cache gets no answer, and no error', async () => {
    assert.equal(await cachedIndexes(await connected('reader'), 'app', 'things', '00000000'), null);
  });

  async function explained(query: Document, options: Document = {}): Promise<Json> {
    const answer = await db.command({ explain: query, verbosity: 'allPlansExecution', ...options });
    return BSON.EJSON.serialize(answer, { relaxed: true });
  }

  async function reasonFor(rule: string, query: Document, options: Document = {}): Promise<Reason> {
    const { reasons } = assess(readPlan(await explained(query, options)), count);
    const reason = reasons.find((told) => told.rule === rule);
    assert.ok(reason, `${rule} is not among ${reasons.map((told) => told.rule).join(', ')}`);
    return reason;
  }
});

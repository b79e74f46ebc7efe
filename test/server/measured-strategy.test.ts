import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { measureStrategies, scratchName } from '../../src/measure-strategies.js';
import { inspect } from '../../src/inspect.js';
import { emptyCatalog, type Catalog } from '../../src/model/catalog.js';
import type { QuerySite } from '../../src/model/query.js';
import { done } from '../../src/model/steps.js';
import type { CollectionStrategy } from '../../src/model/strategy.js';
import type { Connection } from '../../src/server/connection.js';
import { hole, site } from '../unit/query/sites.js';
import { connected, emptyDatabase } from './test-server.js';
import { rejectsWith } from './user-errors.js';

const database = 'app';
const documents = 3_000;

const orders = (site: QuerySite): QuerySite => ({ ...site, api: 'driver', collection: 'orders' });

describe('a strategy measured on a copy', function () {
  this.timeout(90_000);

  before(async () => {
    const db = await emptyDatabase(database);
    const all = Array.from({ length: documents }, (_, n) => ({
      n,
      customer: n % 300,
      state: ['open', 'paid', 'sent'][n % 3],
      text: `word${n % 7}`,
    }));
    await db.collection('orders').insertMany(all);
    await db.collection('orders').createIndexes([
      { key: { state: 1 }, name: 'state_1' },
      { key: { n: 1 }, name: 'n_1', unique: true },
      { key: { text: 'text' }, name: 'text_text' },
    ]);
    await db.collection('few').insertMany(all.slice(0, 10));
  });

  async function measured(
    queries: readonly QuerySite[],
    { as, budget = 10, signal }: { as?: 'writer'; budget?: number; signal?: AbortSignal } = {},
  ): Promise<readonly CollectionStrategy[]> {
    const connection: Connection = await connected(as);
    const catalog: Catalog = { ...emptyCatalog, queries };
    const { live, comparison } = await inspect(Promise.resolve(catalog), connection, database);
    const place = { connection, database, scratch: scratchName(new Date()), catalog, signal };
    return measureStrategies(
      { live, comparison, samples: new Map() },
      { collection: null, budget, counts: () => true },
      place,
      { take: (steps) => Promise.resolve(done(steps)), report: () => undefined },
    );
  }

  const leftDatabases = async ({ client }: Connection) => {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    return databases.map(({ name }) => name).filter((name) => name.startsWith('index_lens_try'));
  };

  const examined = ({ measured: one }: CollectionStrategy) =>
    one?.queries.map(({ now, after, each }) => ({ now, after, each }));

  it('tells what each query examines now, by the strategy, and by an index for each; and leaves nothing', async () => {
    const byCustomer = orders(site('find', { customer: 7 }));
    const byBoth = orders(site('find', { state: 'open', customer: hole('customer') }));
    const [strategy] = await measured([byCustomer, byBoth]);
    assert.deepEqual(examined(strategy!), [
      { now: documents, after: 20, each: 20 },
      // Each customer has ten orders, of one state. A thousand of each state are looked at now.
      { now: 2_000, after: 20, each: 20 },
    ]);
    const { documents: copied, of, left, isOtherSet } = strategy!.measured!;
    assert.deepEqual(
      { copied, of, left, isOtherSet },
      { copied: 3_000, of: 3_000, left: 0, isOtherSet: false },
    );
    const added = strategy!.strategy.steps.find(({ act }) => act === 'add');
    assert.deepEqual(added?.serves, [byCustomer, byBoth]);
    const root = await connected();
    assert.deepEqual(await leftDatabases(root), []);
    const db = root.client.db(database);
    const names = (await db.collection('orders').indexes()).map(({ name }) => name);
    assert.deepEqual(names, ['_id_', 'state_1', 'n_1', 'text_text']);
  });

  it('counts the branches of an $or, writes, aggregations and text, and leaves out what cannot be run', async () => {
    const either = orders(site('find', { $or: [{ customer: 7 }, { n: 12 }] }));
    const update = orders(site('updateMany', { customer: 8 }));
    const grouped = orders(site('aggregate', {}, { pipeline: [{ $match: { customer: 9 } }] }));
    const words = orders(site('find', { $text: { $search: 'word3' } }));
    const unknown = orders(site('find', { customer: 7, $and: [hole('more')] }));
    const [strategy] = await measured([
      either,
      update,
      { ...grouped, filter: update.filter },
      words,
      unknown,
    ]);
    const figures = new Map(strategy?.measured?.queries.map(({ sites: [first], ...one }) => [first, one]));
    assert.equal(figures.get(either)?.now, documents);
    assert.equal(figures.get(either)?.after, 22);
    assert.equal(figures.get(update)?.now, documents);
    assert.equal(figures.get(update)?.after, 20);
    assert.ok(!figures.has(unknown));
    assert.equal(strategy?.measured?.left, 1);
    // The text index that is there is the query's own.
    assert.ok((figures.get(words)?.after ?? Infinity) < documents);
    assert.equal(figures.get(words)?.each, figures.get(words)?.after);
    const db = (await connected()).client.db(database);
    assert.equal(await db.collection('orders').countDocuments(), documents);
  });

  it('leaves a small collection as predicted, and a collection that no query asks', async () => {
    const few = { ...orders(site('find', { customer: 7 })), collection: 'few' };
    const [strategy] = await measured([few]);
    assert.equal(strategy?.measured, null);
    assert.deepEqual(
      strategy.strategy.steps.map(({ act }) => act),
      ['add'],
    );
  });

  it('says which role permits it', async () => {
    const denied = measured([orders(site('find', { customer: 7 }))], { as: 'writer' });
    const error = await rejectsWith('not-permitted', denied, /scratch database index_lens_try_/);
    assert.match(error.next, /readWriteAnyDatabase on admin/);
  });

  it('leaves nothing when it is cancelled in the middle', async () => {
    const abort = new AbortController();
    const queries = Array.from({ length: 40 }, (_, n) =>
      orders(site('find', { customer: n, n: { $gte: n } })),
    );
    const running = measured(queries, { signal: abort.signal });
    const root = await connected();
    while ((await leftDatabases(root)).length === 0) await setTimeout(5);
    abort.abort();
    await rejectsWith('cancelled', running, /./);
    assert.deepEqual(await leftDatabases(root), []);
    // Nor does what the server was doing at that moment.
    await setTimeout(1_000);
    assert.deepEqual(await leftDatabases(root), []);
    assert.equal(await root.client.db(database).collection('orders').countDocuments(), documents);
  });
});

import assert from 'node:assert/strict';
import { MongoServerError } from 'mongodb';
import { advise } from '../../src/advise.js';
import { compare } from '../../src/compare/compare.js';
import { defaultLimits } from '../../src/model/advice.js';
import { readDatabase } from '../../src/server/read.js';
import { connected, emptyDatabase } from './test-server.js';

/** `unused: a_1`, for a database whose counters have run for a moment. */
async function adviceOn(database: string): Promise<string[]> {
  const live = await readDatabase(await connected(), database);
  const compared = compare({ models: [], queries: [], problems: [] }, live);
  return advise(compared, live, { ...defaultLimits, unusedAfterDays: 0 })
    .collections.flatMap(({ advice }) => advice)
    .map(({ rule, indexes }) => `${rule}: ${indexes.join(', ')}`);
}

describe('advice on a real server', () => {
  it('calls an index unused until a query uses it, and no hidden, unique or TTL index', async () => {
    const db = await emptyDatabase('advice');
    const pets = db.collection('pets');
    await pets.insertMany([{ a: 1 }, { a: 2 }]);
    await pets.createIndex({ a: 1 });
    await pets.createIndex({ b: 1 }, { unique: true, sparse: true }, {});
    await pets.createIndex({ c: 1 }, { expireAfterSeconds: 1000 }, {});
    await pets.createIndex({ d: 1 });
    await db.command({ collMod: 'pets', index: { name: 'd_1', hidden: true } });
    assert.deepEqual(await adviceOn('advice'), ['unused: a_1']);
    assert.equal((await pets.find({ a: 1 }).toArray()).length, 1);
    assert.deepEqual(await adviceOn('advice'), []);
    await db.dropDatabase();
  });

  it('is right about duplicates: the server refuses a second name, but not other options', async () => {
    const db = await emptyDatabase('advice');
    const pets = db.collection('pets');
    await pets.createIndex({ a: 1 });
    const again = pets.createIndex({ a: 1 }, { name: 'again' }, {});
    await assert.rejects(again, (error) => error instanceof MongoServerError && error.code === 85);
    await pets.createIndex({ a: 1 }, { name: 'sparse', sparse: true }, {});
    await pets.createIndex({ a: 1 }, { name: 'unique', unique: true }, {});
    const found = await adviceOn('advice');
    assert.deepEqual(
      found.filter((one) => !one.startsWith('unused')),
      ['redundant-prefix: a_1, unique'],
    );
    await db.dropDatabase();
  });
});

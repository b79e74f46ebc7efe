import assert from 'node:assert/strict';
import { ObjectId, type Document } from 'mongodb';
import { samplePaths } from '../../src/server/sample-paths.js';
import { connected, emptyDatabase, withFailpoint, type User } from './test-server.js';

const sample = async (paths: readonly string[], documents = 1_000, user: User = 'reader') =>
  samplePaths(await connected(user), 'app', [{ collection: 'a', paths, documents }]);

async function filled(documents: readonly Document[]): Promise<void> {
  const db = await emptyDatabase('app');
  await db.collection('a').insertMany([...documents]);
}

describe('what documents say of paths', () => {
  it('has the value of each document, a list of those in an array, null where there is none', async () => {
    const id = new ObjectId();
    const when = new Date('2026-01-31T10:00:00.123Z');
    await filled([{ _id: id, when, pets: [{ name: 'Rex' }, { name: 'Tom' }, {}], a: { b: 7 } }]);
    const found = (await sample(['_id', 'when', 'pets.name', 'a.b', 'nope'])).get('a');
    const values = Object.entries(found ?? {}).map(([path, one]) => [path, one.values[0]]);
    assert.deepEqual(Object.fromEntries(values), {
      _id: { $oid: id.toHexString() },
      when: { $date: '2026-01-31T10:00:00.123Z' },
      'pets.name': ['Rex', 'Tom'],
      'a.b': 7,
      nope: null,
    });
  });

  it('tells paths with few values from those with nearly one for each document', async () => {
    const count = 20_000;
    await filled(Array.from({ length: count }, (_, at) => ({ few: at % 7, many: at, some: at % 400 })));
    const found = (await sample(['few', 'many', 'some'], count)).get('a');
    assert.equal(found?.few?.values.length, 1_000);
    assert.equal(found.few.distinct, 7);
    // Off by the square root of 20 at most, as the estimate promises.
    assert.ok(Number(found.many?.distinct) >= count / 5, String(found.many?.distinct));
    const some = Number(found.some?.distinct);
    assert.ok(some >= 200 && some <= 1_600, String(some));
  });

  it('leaves out what may not be read, what is empty, and what takes too long', async () => {
    await filled([{ a: 1 }]);
    assert.equal((await sample(['a'], 1, 'nobody')).size, 0);
    const data = { errorCode: 50, failCommands: ['aggregate'] };
    await withFailpoint('failCommand', { data }, async () => {
      assert.equal((await sample(['a'])).size, 0);
    });
    assert.equal((await sample(['a'])).size, 1);
    await emptyDatabase('app');
    assert.equal((await sample(['a'])).size, 0);
  });
});

import assert from 'node:assert/strict';
import { Decimal128, Double, Int32, Long, ObjectId, UUID, type Document } from 'mongodb';
import { explainCommand } from '../../src/server/explain.js';
import { sampleValues } from '../../src/server/sample.js';
import { connected, emptyDatabase } from './test-server.js';
import { rejectsWith } from './user-errors.js';

const sample = async (paths: readonly string[]) => sampleValues(await connected('reader'), 'app', 'a', paths);

async function filled(...documents: Document[]): Promise<void> {
  const db = await emptyDatabase('app');
  await db.collection('a').insertMany(documents);
}

describe('sampling values', () => {
  it('takes all values from one document that has them all', async () => {
    await filled({ a: 1 }, { b: 2 }, { a: 3, b: null }, { a: 4, b: [] }, { a: 5, b: 'yes', c: 0 });
    assert.deepEqual(await sample(['a', 'b']), { a: 5, b: 'yes' });
    assert.deepEqual(await sample([]), {});
    assert.equal(await sample(['a', 'nope']), null);
  });

  it('no collection, no document', async () => {
    await emptyDatabase('app');
    assert.equal(await sample(['a']), null);
  });

  it('follows paths through documents and arrays to one element', async () => {
    await filled({
      social: { facebookId: 'f1' },
      pets: [{ name: null }, { chips: [] }, { name: 'Rex', chips: [[7, 8], 9] }],
      tags: ['x', 'y'],
      grid: [10, 20],
    });
    assert.deepEqual(await sample(['social.facebookId']), { 'social.facebookId': 'f1' });
    assert.deepEqual(await sample(['pets.chips']), { 'pets.chips': 7 });
    assert.deepEqual(await sample(['tags', 'grid.1']), { tags: 'x', 'grid.1': 20 });
    assert.deepEqual(await sample(['social', 'social.facebookId']), {
      social: { facebookId: 'f1' },
      'social.facebookId': 'f1',
    });
  });

  it('keeps BSON types, so that an explained filter finds the document again', async () => {
    const document = {
      _id: new ObjectId(),
      when: new Date('2026-01-31T10:00:00.123Z'),
      longAgo: new Date(-62_135_596_800_001),
      large: Long.fromString('9007199254740993'),
      small: Long.fromNumber(5),
      price: Decimal128.fromString('12.50'),
      whole: new Double(3),
      part: new Double(3.25),
      count: new Int32(7),
      flag: false,
      word: 'naïve',
      uuid: new UUID(),
      nested: { a: 1, b: new Date(0) },
    };
    await filled(document);
    const connection = await connected('reader');
    for (const path of Object.keys(document)) {
      const values = await sample([path]);
      assert.ok(values, path);
      const filter = { $and: [values, { _id: { $oid: document._id.toHexString() } }] };
      const answer = (await explainCommand(connection, 'app', { find: 'a', filter })) as unknown as Document;
      assert.equal(
        (answer.executionStats as Document).nReturned,
        1,
        `${path}: ${JSON.stringify(values[path])}`,
      );
    }
    assert.deepEqual(await sample(['_id', 'large', 'small', 'price', 'when', 'count']), {
      _id: { $oid: document._id.toHexString() },
      large: { $numberLong: '9007199254740993' },
      small: { $numberLong: '5' },
      price: { $numberDecimal: '12.50' },
      when: { $date: '2026-01-31T10:00:00.123Z' },
      count: 7,
    });
  });

  it('looks beyond the first thousand documents', async () => {
    await filled(...Array.from({ length: 3_000 }, (_, n) => (n === 2_500 ? { n, rare: 'r' } : { n })));
    assert.deepEqual(await sample(['rare']), { rare: 'r' });
  });

  it('cancels, and needs a role that may read', async () => {
    await filled({ a: 1 });
    const connection = await connected('reader');
    const options = { signal: AbortSignal.abort() };
    await rejectsWith('cancelled', sampleValues(connection, 'app', 'a', ['a'], options), /sampling/);
    const monitor = await connected('monitor');
    await rejectsWith('not-permitted', sampleValues(monitor, 'app', 'a', ['a']), /sampling a document of a/);
  });

  it('takes a document that has the values beside it, where there is one among those looked at', async () => {
    await filled({ a: 1, state: 'open' }, { a: 2, state: 'done' }, { a: 3, state: 'done' });
    const beside = async (state: string) =>
      sampleValues(await connected('reader'), 'app', 'a', ['a'], { beside: { state } });
    assert.deepEqual(await beside('open'), { a: 1 });
    assert.deepEqual(await beside('lost'), await sample(['a']));
  });

  it('typical is from the middle, extreme the most frequent values', async () => {
    const statuses = [...Array<string>(60).fill('done'), ...Array<string>(25).fill('open'), 'lost'];
    await filled(...statuses.map((status, n) => ({ status, n: status === 'done' ? n % 2 : n })));
    const extreme = async (paths: readonly string[]) =>
      sampleValues(await connected('reader'), 'app', 'a', paths, { choice: 'extreme' });
    assert.deepEqual(await extreme(['status']), { status: 'done' });
    assert.deepEqual((await extreme(['status', 'n']))?.status, 'done');
    // Of the 50 newest, one is lost, 25 are open and 24 done.
    assert.deepEqual(await sample(['status']), { status: 'done' });
    assert.deepEqual((await sample(['n', 'status']))?.status, 'open');
  });
});

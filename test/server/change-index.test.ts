import assert from 'node:assert/strict';
import type { Db } from 'mongodb';
import {
  createIndex,
  dropIndex,
  hideIndex,
  makeUnique,
  setTtl,
  unhideIndex,
} from '../../src/compare/index-change.js';
import { rebuildIndex, replaceIndex } from '../../src/compare/rebuild.js';
import { extendIndex } from '../../src/compare/extend-index.js';
import type { IndexChange } from '../../src/model/index-change.js';
import type { LiveIndex } from '../../src/model/index-specification.js';
import { changeProgressText, changeSentence } from '../../src/report/change-words.js';
import { changeIndex } from '../../src/server/change-index.js';
import { readDatabase } from '../../src/server/read.js';
import { index } from './ensure-plans.js';
import { connected, emptyDatabase, eventually, withFailpoint, type User } from './test-server.js';

async function live(name: string): Promise<LiveIndex | undefined> {
  const { collections } = await readDatabase(await connected(), 'app');
  return collections.find(({ collection }) => collection === 'a')?.indexes.find((one) => one.name === name);
}

async function existing(name: string): Promise<LiveIndex> {
  const found = await live(name);
  assert.ok(found, `No ${name}`);
  return found;
}

async function changed(change: IndexChange, user?: User) {
  const outcome = await changeIndex(await connected(user), 'app', change);
  return [outcome.result, outcome.failure?.code ?? null, outcome.failure?.message ?? ''] as const;
}

async function isDone(change: IndexChange | null): Promise<void> {
  assert.ok(change);
  assert.deepEqual(await changed(change), ['done', null, '']);
}

describe('changing one index', () => {
  let db: Db;

  beforeEach(async () => {
    db = await emptyDatabase('app');
    await db.collection<{ _id: number; x: number; at: Date; y: number }>('a').insertMany([
      { _id: 1, x: 1, at: new Date(), y: 1 },
      { _id: 2, x: 1, at: new Date(), y: 2 },
      { _id: 3, x: 2, at: new Date(), y: 3 },
    ]);
    const partial = { partialFilterExpression: { x: { $gt: 0 } }, collation: { locale: 'fr', strength: 2 } };
    await db.command({
      createIndexes: 'a',
      indexes: [
        { key: { x: 1 }, name: 'x_1' },
        { key: { y: 1, at: -1 }, name: 'special', unique: true, ...partial },
        { key: { at: 1 }, name: 'at_1', expireAfterSeconds: 3_600 },
        {
          key: { note: 'text', body: 'text' },
          name: 'words',
          weights: { note: 5 },
          default_language: 'french',
        },
        { key: { 'q.$**': 1 }, name: 'wild' },
      ],
    });
  });

  it('hides and unhides, each the undo of the other', async () => {
    const hide = hideIndex('a', await existing('special'));
    await isDone(hide);
    assert.equal((await live('special'))?.hidden, true);
    await isDone(hide.undo);
    assert.equal((await live('special'))?.hidden, false);
    const unhide = unhideIndex('a', await existing('special'));
    await isDone(unhide.undo);
    await isDone(unhide);
    assert.equal((await live('special'))?.hidden, false);
  });

  it('hidden, it still refuses duplicates and lets documents expire, and its usage is counted anew', async () => {
    await db.collection('a').findOne({ x: 1 }, { hint: 'x_1' });
    const used = (await existing('x_1')).usage;
    assert.equal(used?.ops, 1);
    for (const name of ['x_1', 'special', 'at_1']) await isDone(hideIndex('a', await existing(name)));
    const { usage } = await existing('x_1');
    assert.deepEqual([usage?.ops, usage && usage.since > used.since], [0, true]);
    const twin = { _id: 9, x: 1, y: 1, at: (await db.collection('a').findOne({ y: 1 }))?.at as Date };
    await assert.rejects(db.collection<{ _id: number }>('a').insertOne(twin), { code: 11000 });
    const { client } = await connected();
    const everySecond = (seconds: number) =>
      client.db('admin').command({ setParameter: 1, ttlMonitorSleepSecs: seconds });
    await everySecond(1);
    await isDone(setTtl('a', await existing('at_1'), 0));
    await eventually(async () => (await db.collection('a').countDocuments()) === 0).finally(() =>
      everySecond(60),
    );
  });

  it('a connection that is cut while it drops: it is sent again, and nothing else is dropped', async () => {
    const data = { failCommands: ['dropIndexes'], closeConnection: true };
    const drop = dropIndex('a', await existing('x_1'));
    await withFailpoint('failCommand', { mode: { times: 2 }, data }, () => isDone(drop));
    assert.equal(await live('x_1'), undefined);
    assert.ok(await live('special'));
  });

  for (const name of ['x_1', 'special', 'at_1', 'words', 'wild']) {
    it(`drops ${name}, and creates it again exactly as it was`, async () => {
      const before = await existing(name);
      const drop = dropIndex('a', before);
      assert.equal(drop.takesAway, true);
      await isDone(drop);
      assert.equal(await live(name), undefined);
      await isDone(drop.undo);
      const { key, options } = await existing(name);
      assert.deepEqual([key, options], [before.key, before.options]);
    });
  }

  it('sets a TTL, and sets it back', async () => {
    const change = setTtl('a', await existing('at_1'), 60);
    assert.match(change.costs, /delete/);
    await isDone(change);
    assert.equal((await existing('at_1')).options.expireAfterSeconds, 60);
    assert.equal(change.undo?.takesAway, false);
    await isDone(change.undo);
    assert.equal((await existing('at_1')).options.expireAfterSeconds, 3_600);
  });

  it('setting back a TTL that was raised takes documents away, and says so', async () => {
    const { undo, takesAway } = setTtl('a', await existing('at_1'), 7_200);
    assert.deepEqual([takesAway, undo?.takesAway], [false, true]);
    assert.match(undo?.costs ?? '', /begins to delete the documents that are older, for good/);
  });

  it('gives an index a TTL, and takes it away by a rebuild', async () => {
    const change = setTtl('a', await existing('x_1'), 60);
    await isDone(change);
    assert.equal((await existing('x_1')).options.expireAfterSeconds, 60);
    await isDone(change.undo);
    assert.deepEqual((await existing('x_1')).options, {});
  });

  it('extends an index without a gap, and takes that back; what has a duty stays', async () => {
    const long = index('x:1,y:1');
    const extended = extendIndex('a', await existing('x_1'), long);
    await isDone(extended);
    assert.equal(await live('x_1'), undefined);
    assert.deepEqual((await live('x_1_y_1'))?.key, long.key);
    await isDone(extended?.undo ?? null);
    assert.equal(await live('x_1_y_1'), undefined);
    assert.deepEqual((await existing('x_1')).options, {});
    assert.equal(extendIndex('a', await existing('at_1'), index('at:1,x:1')), null);
    assert.equal(extendIndex('a', await existing('x_1'), index('y:1,x:1')), null);
    assert.equal(extendIndex('a', await existing('_id_'), index('_id:1,x:1')), null);
  });

  it('a longer index that cannot be built leaves the old one', async () => {
    const unique = index('x:1,z:1', { unique: true });
    const [result] = await changed(extendIndex('a', await existing('x_1'), unique) ?? assert.fail());
    assert.equal(result, 'failed');
    assert.ok(await live('x_1'));
    assert.equal(await live('x_1_z_1'), undefined);
  });

  it('converts to unique; over duplicates it names them and takes the preparation back', async () => {
    const change = makeUnique('a', await existing('x_1'));
    const [result, code, message] = await changed(change);
    assert.deepEqual([result, code], ['failed', 359]);
    assert.match(message, /_id 1 and 2\.$/);
    assert.deepEqual((await existing('x_1')).options, {});
    await db.collection<{ _id: number }>('a').deleteOne({ _id: 2 });
    await isDone(change);
    assert.equal((await existing('x_1')).options.unique, true);
    await isDone(change.undo);
    assert.deepEqual((await existing('x_1')).options, {});
  });

  it('says so where the preparation for unique cannot be taken back', async () => {
    const data = { failCommands: ['collMod'], errorCode: 262 };
    const outcome = await withFailpoint('failCommand', { mode: { skip: 2 }, data }, async () =>
      changeIndex(await connected(), 'app', makeUnique('a', await existing('x_1'))),
    );
    assert.deepEqual([outcome.result, outcome.failure?.code, outcome.isUnchanged], ['failed', 359, false]);
    assert.match(outcome.failure!.message, /_id 1 and 2\. `x_1` is still prepared for unique: new duplicates are refused\.$/); // prettier-ignore
    assert.equal((await existing('x_1')).isPreparedUnique, true);
  });

  it('where it may not even be prepared for unique, it is as it was', async () => {
    const data = { failCommands: ['collMod'], errorCode: 262 };
    const outcome = await withFailpoint('failCommand', { data }, async () =>
      changeIndex(await connected(), 'app', makeUnique('a', await existing('x_1'))),
    );
    assert.deepEqual([outcome.failure?.code, outcome.isUnchanged], [262, true]);
  });

  it('what somebody else drops meanwhile is dropped', async () => {
    const drop = dropIndex('a', await existing('x_1'));
    const data = { failCommands: ['dropIndexes'], blockConnection: true, blockTimeMS: 700 };
    await withFailpoint('failCommand', { data }, () => Promise.all([isDone(drop), isDone(drop)]));
    assert.equal(await live('x_1'), undefined);
  });

  it('a rebuild stays where only its stand-in cannot be dropped, and says that it is there', async () => {
    const before = await existing('x_1');
    const rebuild = rebuildIndex('a', [before], { ...before, options: { sparse: true } }, 'code');
    const data = { failCommands: ['dropIndexes'], errorCode: 46 };
    const outcome = await withFailpoint('failCommand', { mode: { skip: 1 }, data }, async () =>
      changeIndex(await connected(), 'app', rebuild),
    );
    assert.deepEqual([outcome.result, outcome.failure?.code], ['done', 46]);
    assert.match(outcome.failure!.message, /^All is done, but `x_1_stand_in` is still there \(/);
    assert.match(
      changeSentence(outcome),
      /^x_1 of a is rebuilt\. All is done, but x_1_stand_in is still there/,
    );
    assert.deepEqual((await existing('x_1')).options, { sparse: true });
    assert.ok(await live('x_1_stand_in'));
  });

  it('cancelled when only the stand-in is left to drop, it is dropped, and the rebuild stays', async () => {
    const before = await existing('x_1');
    const rebuild = rebuildIndex('a', [before], { ...before, options: { sparse: true } }, 'code');
    const abort = new AbortController();
    const outcome = await changeIndex(await connected(), 'app', rebuild, {
      signal: abort.signal,
      onProgress: ({ done }) => {
        if (done === 3) abort.abort();
      },
    });
    assert.deepEqual([outcome.result, outcome.failure], ['done', null]);
    assert.deepEqual(
      [(await existing('x_1')).options, await live('x_1_stand_in')],
      [{ sparse: true }, undefined],
    );
  });

  it('tells how far it is while it takes back what was done', async () => {
    const before = await existing('x_1');
    const replace = replaceIndex('a', [before], { ...before, options: { unique: true } }, 'code');
    const told: string[] = [];
    const outcome = await changeIndex(await connected(), 'app', replace, {
      onProgress: (progress) => told.push(changeProgressText(progress)),
    });
    assert.deepEqual([outcome.failure?.code, outcome.isUnchanged], [11000, true]);
    assert.deepEqual([...new Set(told.map((text) => text.replace(/(creating).*/, '$1')))], ['dropping', 'creating', 'taking back: creating']); // prettier-ignore
  });

  it('refuses what would harm: `_id_`, and kinds that the server converts without checking or dies of', async () => {
    const id = await existing('_id_');
    for (const change of [hideIndex('a', id), dropIndex('a', id), setTtl('a', id, 1), makeUnique('a', id)]) {
      assert.match((await changed(change))[2], /belongs to the server/);
    }
    for (const name of ['words', 'wild']) {
      assert.match((await changed(makeUnique('a', await existing(name))))[2], /not converted/);
    }
    assert.ok(await db.command({ ping: 1 }));
  });

  it('refuses an index that is another one by now, or gone', async () => {
    const drop = dropIndex('a', await existing('x_1'));
    await db.collection('a').dropIndex('x_1');
    assert.match((await changed(drop))[2], /not there any more/);
    await db.command({ createIndexes: 'a', indexes: [{ key: { z: 1 }, name: 'x_1' }] });
    assert.match((await changed(drop))[2], /another index now/);
    assert.deepEqual((await existing('x_1')).key, [['z', 1]]);
  });

  it('cancelled before it begins: nothing is changed', async () => {
    const drop = dropIndex('a', await existing('x_1'));
    const outcome = await changeIndex(await connected(), 'app', drop, { signal: AbortSignal.abort() });
    assert.deepEqual([outcome.result, outcome.isUnchanged], ['cancelled', true]);
    assert.ok(await live('x_1'));
  });

  const may: readonly (readonly [User, readonly string[]])[] = [
    ['reader', []],
    ['writer', ['drop', 'create']],
    ['keeper', ['drop', 'create', 'hide', 'set-ttl', 'make-unique']],
    ['monitor', []],
  ];
  for (const [user, allowed] of may) {
    it(`a ${user} may ${allowed.join(', ') || 'change nothing, and is told the role that would'}`, async () => {
      await db.collection<{ _id: number }>('a').deleteOne({ _id: 2 });
      const one = await existing('x_1');
      const changes = [
        makeUnique('a', one),
        hideIndex('a', await existing('special')),
        setTtl('a', await existing('at_1'), 60),
        dropIndex('a', await existing('wild')),
        createIndex('a', index('n:1'), 'code'),
      ];
      for (const change of changes) {
        const outcome = await changeIndex(await connected(user), 'app', change);
        const expected = allowed.includes(change.kind) ? [null, 'done'] : [13, 'failed'];
        assert.deepEqual([outcome.failure?.code ?? null, outcome.result], expected, change.does);
        if (outcome.failure) assert.match(outcome.failure.hint, /dbAdmin/);
      }
    });
  }
});

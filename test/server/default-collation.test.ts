import assert from 'node:assert/strict';
import type { Db } from 'mongodb';
import { dropIndex, makeUnique } from '../../src/compare/index-change.js';
import { rebuildIndex, replaceIndex } from '../../src/compare/rebuild.js';
import type { IndexChange } from '../../src/model/index-change.js';
import type { LiveIndex } from '../../src/model/index-specification.js';
import { changeIndex } from '../../src/server/change-index.js';
import { readDatabase } from '../../src/server/read.js';
import { ensured, failedCodes, createdNames, index } from './ensure-plans.js';
import { connected, emptyDatabase } from './test-server.js';

interface Named {
  readonly _id: number;
  readonly x: string;
  readonly u: string;
}

const collation = { locale: 'en', strength: 2 };

async function existing(name: string): Promise<LiveIndex> {
  const { collections } = await readDatabase(await connected(), 'app');
  const found = collections.flatMap(({ indexes }) => indexes).find((one) => one.name === name);
  assert.ok(found, `No ${name}`);
  return found;
}

async function outcomeOf(change: IndexChange | null) {
  assert.ok(change);
  const { result, failure } = await changeIndex(await connected(), 'app', change);
  return [result, failure?.code ?? null, failure?.message ?? ''] as const;
}

/** The server leaves the simple collation out of what it lists, and gives an index without one the collection's own. */
describe('a collection with a collation of its own', () => {
  let db: Db;

  beforeEach(async () => {
    db = await emptyDatabase('app');
    await db.createCollection('a', { collation });
    await db.collection<Named>('a').insertMany([
      { _id: 1, x: 'é', u: 'a' },
      { _id: 2, x: 'é', u: 'A' },
    ]);
    const simple = { collation: { locale: 'simple' } };
    await db.command({
      createIndexes: 'a',
      indexes: [
        { key: { x: 1 }, name: 'plain', ...simple },
        { key: { u: 1 }, name: 'unique', unique: true, ...simple },
        { key: { t: 'text' }, name: 'words', ...simple },
        { key: { g: '2d' }, name: 'flat', ...simple },
        { key: { g: '2dsphere' }, name: 'round', ...simple },
        { key: { h: 'hashed' }, name: 'hash', ...simple },
        { key: { 'w.$**': 1 }, name: 'wild', ...simple },
        { key: { at: 1 }, name: 'inherits' },
      ],
    });
  });

  for (const name of ['plain', 'unique', 'words', 'flat', 'round', 'hash', 'wild', 'inherits']) {
    it(`drops ${name}, and creates it again exactly as it was`, async () => {
      const { key, options, ...before } = await existing(name);
      const drop = dropIndex('a', { key, options, ...before });
      assert.deepEqual(await outcomeOf(drop), ['done', null, '']);
      assert.deepEqual(await outcomeOf(drop.undo), ['done', null, '']);
      const after = await existing(name);
      assert.deepEqual([after.key, after.options], [key, options]);
    });

    it(`gives ${name} another name, and nothing else is changed`, async () => {
      const { key, options, ...before } = await existing(name);
      const other = { key, options, name: 'other' };
      const rename = rebuildIndex('a', [{ key, options, ...before }], other, 'live');
      assert.deepEqual(await outcomeOf(rename), ['done', null, '']);
      const after = await existing('other');
      assert.deepEqual([after.key, after.options], [key, options]);
    });
  }

  it('what is dropped for a build that fails comes back as it was', async () => {
    const change = replaceIndex('a', [await existing('plain')], index('x:1', { unique: true }), 'code');
    const [result, code] = await outcomeOf(change);
    assert.deepEqual([result, code], ['failed', 11000]);
    assert.deepEqual((await existing('plain')).options, {});
  });

  it('the undo of a conversion to unique keeps the simple collation', async () => {
    await db.collection<{ _id: number }>('a').deleteOne({ _id: 2 });
    const change = makeUnique('a', await existing('plain'));
    assert.equal((await outcomeOf(change))[0], 'done');
    assert.deepEqual(await outcomeOf(change.undo), ['done', null, '']);
    assert.deepEqual((await existing('plain')).options, {});
  });

  it('what code defines without a collation still takes the one of the collection', async () => {
    await ensured({ a: [index('n:1')] });
    assert.deepEqual(
      (await existing('n_1')).options.collation,
      (await existing('inherits')).options.collation,
    );
  });

  it('duplicates by a collation: the index at fault is told, and no sort key for a value', async () => {
    const outcome = await ensured({ a: [index('n:1'), index('u:1', { unique: true }, 'u_again')] });
    assert.deepEqual([createdNames(outcome), failedCodes(outcome)], [['n_1'], [['u_again', 11000]]]);
    assert.equal(
      outcome.failed[0]?.message,
      'Documents with the same key exist already: equal by the collation of the index (en) in u.',
    );
  });
});

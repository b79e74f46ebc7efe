import assert from 'node:assert/strict';
import { compare } from '../../../src/compare/compare.js';
import { planEnsure, withoutIndexes } from '../../../src/compare/ensure-plan.js';
import { planSync } from '../../../src/compare/sync-plan.js';
import type { DefinedIndex, KeyPattern, LiveIndex } from '../../../src/model/index-specification.js';
import { UserError } from '../../../src/model/user-error.js';
import { catalog, collection, database, defined, live, model, type Pairs } from './samples.js';

const comparison = compare(
  catalog(
    model([defined({ a: 1 }), defined({ b: 1 }), defined({ c: 1 }, { unique: true }), defined({ d: 1 })]),
    model([defined({ x: 1 })], { model: 'Message', collection: 'messages' }),
  ),
  database(
    collection([
      live({ a: 1 }),
      live({ c: 1 }),
      live({ d: 1 }, {}, { building: { percent: null, phase: null } }),
      live({ z: 1 }),
    ]),
    collection([live({ q: 1 })], { collection: 'others' }),
  ),
);

describe('planSync', () => {
  const planned = (indexes: readonly DefinedIndex[], ...onServer: readonly LiveIndex[]) => {
    const compared = compare(catalog(model(indexes)), database(collection(onServer)));
    const { settle, drop, ensure } = planSync(compared);
    return {
      steps: [...settle, ...drop].flatMap(({ steps }) =>
        steps.map(({ kind, index }) => `${kind} ${index.name}`),
      ),
      skipped: ensure.collections.flatMap(({ skipped }) => names(skipped)),
    };
  };

  it('leaves a live index whose name one definition wants and whose key is that of another', () => {
    const named = [defined({ a: 1 }, {}, 'x'), defined({ b: 1 }, {}, 'b_1')];
    const { steps, skipped } = planned(named, live({ b: 1 }, {}, { name: 'x' }));
    assert.deepEqual([steps, skipped], [[], ['x', 'b_1']]);
  });

  it('leaves what the shard key needs, or may need, and names it', () => {
    const onServer = [live({ b: 1, z: 1 }), live({ z: 1 }), live({ h: 'hashed' }, {}, { name: 'same' })];
    const sharded = (shardKey: KeyPattern | null, code: string) => {
      const traits = { viewOn: null, timeField: null, cappedBytes: null, isClustered: false, shardKey };
      const read = { ...database(collection(onServer, { traits })), problems: [{ code, message: '…' }] };
      const plan = planSync(compare(catalog(model([defined({ w: 'text' }, {}, 'same')])), read));
      return [plan.drop, plan.sharding, plan.settle].map((changes) => changes.map(({ index }) => index.name));
    };
    assert.deepEqual(sharded(null, 'x'), [['b_1_z_1', 'z_1'], [], ['same']]);
    assert.deepEqual(sharded([['b', 1]], 'x'), [['z_1'], ['b_1_z_1'], ['same']]);
    assert.deepEqual(sharded([['h', 'hashed']], 'x'), [['b_1_z_1', 'z_1'], [], []]);
    assert.deepEqual(sharded(null, 'no-shard-keys'), [[], ['b_1_z_1', 'z_1'], []]);
  });

  it('the definition that it is to the server may exchange it, and no other one', () => {
    const named = [defined({ a: 1 }, {}, 'x'), defined({ at: 1 }, { expireAfterSeconds: 60 })];
    const { steps, skipped } = planned(named, live({ at: 1 }, { expireAfterSeconds: 30 }, { name: 'x' }));
    assert.deepEqual(steps, ['create at_1_stand_in', 'drop x', 'create at_1', 'drop at_1_stand_in']);
    assert.deepEqual(skipped, []);
  });
});

describe('planEnsure', () => {
  it('creates what is missing, and names what it leaves alone', () => {
    const [contacts, messages, ...rest] = planEnsure(comparison).collections;
    assert.deepEqual(rest, []);
    assert.deepEqual(names(contacts!.create), ['b_1']);
    assert.deepEqual(names(contacts!.existing), ['a_1']);
    const [c, d] = [
      { key: [['c', 1]], options: {}, name: 'c_1' },
      { key: [['d', 1]], options: {}, name: 'd_1' },
    ];
    assert.deepEqual(contacts!.skipped, [
      {
        ...c,
        options: { unique: true },
        collection: 'contacts',
        reason: 'different',
        differences: ['unique'],
        live: c,
      },
      { ...d, collection: 'contacts', reason: 'building', differences: [], live: d },
    ]);
    assert.deepEqual(names(messages!.create), ['x_1']);
    assert.deepEqual([messages!.exists, messages!.documents, messages!.sizeBytes], [false, 0, 0]);
  });

  it('counts the live indexes with that on _id, each once', () => {
    const [contacts, messages] = planEnsure(comparison).collections;
    assert.equal(contacts!.live, 5);
    assert.equal(messages!.live, 0);
    const twice = compare(
      catalog(model([defined({ a: 1 }), defined({ a: 1 }, {}, 'again')])),
      database(collection([live({ a: 1 })])),
    );
    assert.equal(planEnsure(twice).collections[0]!.live, 2);
  });

  it('leaves alone what is shown as it was last read, unless it is defined elsewhere too', () => {
    const half = (pairs: Pairs) => ({ ...defined(pairs), stale: true }) as const;
    const typed = compare(
      catalog(
        model([half({ a: 1 }), half({ b: 1 }), half({ c: 1 })]),
        model([defined({ b: 1 })], { model: 'Person' }),
      ),
      database(collection([live({ a: 1 })])),
    );
    assert.deepEqual(typed.summary, {
      applied: 1,
      missing: 2,
      different: 0,
      extra: 0,
      building: 0,
      hidden: 0,
    });
    const [plan] = planEnsure(typed).collections;
    assert.deepEqual(names(plan!.existing), ['a_1']);
    assert.deepEqual(names(plan!.create), ['b_1']);
    assert.deepEqual(
      plan!.skipped.map(({ name, reason, live }) => [name, reason, live]),
      [['c_1', 'stale', null]],
    );
  });

  it('does without indexes that are not wanted', () => {
    const plan = planEnsure(comparison);
    const [contacts, messages] = withoutIndexes(plan, new Set(plan.collections[0]!.create)).collections;
    assert.deepEqual([names(contacts!.create), names(contacts!.existing)], [[], ['a_1']]);
    assert.deepEqual(names(messages!.create), ['x_1']);
  });

  it('keeps to the models and collections that are named', () => {
    for (const name of ['Message', 'messages']) {
      assert.deepEqual(
        planEnsure(comparison, [name]).collections.map((one) => one.collection),
        ['messages'],
      );
    }
  });

  it('names what there is when a name is unknown', () => {
    assert.throws(
      () => planEnsure(comparison, ['Contact', 'Mesage']),
      (error: unknown) =>
        error instanceof UserError &&
        error.code === 'usage' &&
        error.message.includes('"Mesage"') &&
        error.next === 'Name one of: Contact, contacts, Message, messages.',
    );
  });

  it('creates the first of two definitions that the server would not take together', () => {
    const contradicting = compare(
      catalog(model([defined({ a: 1 }), defined({ a: 1 }, {}, 'again'), defined({ b: 1 }, {}, 'a_1')])),
      database(),
    );
    const [contacts] = planEnsure(contradicting).collections;
    assert.deepEqual(names(contacts!.create), ['a_1']);
    assert.deepEqual(
      contacts!.skipped.map(({ name, differences }) => [name, ...differences]),
      [
        ['again', 'name'],
        ['a_1', 'key'],
      ],
    );
  });
});

function names(indexes: readonly { readonly name: string }[]): string[] {
  return indexes.map(({ name }) => name);
}

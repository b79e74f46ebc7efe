import assert from 'node:assert/strict';
import { compare } from '../../../src/compare/compare.js';
import { planEnsure } from '../../../src/compare/ensure-plan.js';
import { planSync } from '../../../src/compare/sync-plan.js';
import type { EnsureOutcome } from '../../../src/model/ensure.js';
import { dryRunJson, ensureJson, ensureText, planText } from '../../../src/report/ensure.js';
import { startedText } from '../../../src/report/started.js';
import { closingLine } from '../../../src/report/status-words.js';
import { plainPaint } from '../../../src/report/paint.js';
import { catalog, collection, database, defined, live, model } from '../compare/samples.js';

const plan = planEnsure(
  compare(
    catalog(
      model([defined({ a: 1 }), defined({ b: -1 }, { unique: true }), defined({ c: 1 }, { sparse: true })]),
      model([defined({ x: 1 })], { model: 'Message', collection: 'messages' }),
      model([defined({ y: 1 })], { model: 'Visit', collection: 'visits' }),
    ),
    database(
      collection([live({ a: 1 }), live({ c: 1 })]),
      collection([live({ y: 1 })], { collection: 'visits' }),
    ),
  ),
);

const outcome: EnsureOutcome = {
  created: [],
  existing: 2,
  skipped: plan.collections.flatMap(({ skipped }) => skipped),
  failed: [
    {
      collection: 'contacts',
      name: 'b_-1',
      key: [['b', -1]],
      code: 11000,
      codeName: 'DuplicateKey',
      message: 'Two documents have the same b.',
      hint: 'Remove one.',
    },
  ],
  cancelled: ['messages'],
};

describe('the report of an ensure', () => {
  it('shows the plan with sizes and options before anything is done', () => {
    assert.equal(
      planText(plan, plainPaint),
      `🔧 2 indexes to create in \`petbuddy\`:
📊 Contact (100,000 documents)
   + b_-1: {b: -1} unique
📊 Message (a new collection)
   + x_1: {x: 1}
🔶 contacts.c_1 is live, but differs: sparse; left alone.
Nothing is dropped or changed. Reads and writes go on while the server builds, only slower.`,
    );
  });

  it('tells of builds that are left to the server, and of what is left alone', () => {
    const started = { created: [], existing: 2, building: [], notStarted: [], failed: [] };
    assert.equal(
      startedText(plan, started, plainPaint),
      `🔧 2 indexes of \`petbuddy\` were there already.
   🔶 contacts.c_1 is live, but differs: sparse; left alone.`,
    );
  });

  it('says of two definitions that contradict each other that it is the code that does', () => {
    const twice = catalog(model([defined({ a: 1 }), defined({ a: 1 }, { unique: true })]));
    const text = planText(planEnsure(compare(twice, database())), plainPaint);
    assert.match(
      text,
      /🔶 contacts\.a_1 is left alone: another definition of contacts contradicts it in unique\./,
    );
  });

  it('calls nothing ensured of a collection whose indexes may not be listed', () => {
    const two = catalog(model([defined({ a: 1 })]), model([defined({ y: 1 })], { model: 'Visit', collection: 'visits' })); // prettier-ignore
    const comparison = compare(two, { ...database(collection([live({ y: 1 })], { collection: 'visits' })), unlisted: ['contacts'] }); // prettier-ignore
    const unlisted = planEnsure(comparison, ['Contact']);
    assert.deepEqual(planSync(comparison).incomplete, []);
    const skipped = unlisted.collections.flatMap((one) => one.skipped);
    const nothing = { created: [], existing: 0, skipped, failed: [], cancelled: [] };
    assert.equal(
      ensureText(unlisted, nothing, plainPaint),
      `🔧 Ensuring the indexes of \`petbuddy\`…
🔶 Contact: 0 indexes (0 new)
   ❔ contacts.a_1 is left alone: the indexes of contacts may not be listed for this user.
0 indexes created, 1 index not known, for want of permission.`,
    );
    assert.equal(
      closingLine(comparison),
      'Applied in `petbuddy`: 1 of 2, not known, for want of permission: 1.',
    );
  });

  it('tells what failed and why, what was left alone and what was not reached', () => {
    assert.equal(
      ensureText(plan, outcome, plainPaint),
      `🔧 Ensuring the indexes of \`petbuddy\`…
❌ Contact: 1 index (0 new)
   ❌ b_-1: Two documents have the same b.
      Remove one.
      In mongosh this lists them, but for values in arrays:
      db.contacts.aggregate([
        { $group: { _id: ["$b"], documents: { $sum: 1 }, ids: { $push: "$_id" } } },
        { $match: { documents: { $gt: 1 } } },
        { $sort: { documents: -1 } }
      ], { allowDiskUse: true })
   🔶 contacts.c_1 is live, but differs: sparse; left alone.
🔶 Message: 0 indexes (0 new)
   Cancelled before its turn.
✅ Nothing new for Visit (1 index)
0 indexes created, 1 index failed, 1 different index left alone, cancelled before messages.`,
    );
  });

  it('names what a cancel left out as skipped', () => {
    assert.deepEqual(ensureJson(plan, outcome).skipped, [
      { collection: 'contacts', name: 'c_1', reason: 'different' },
      { collection: 'messages', name: 'x_1', reason: 'cancelled' },
    ]);
  });

  it('tells in a dry run what would be created', () => {
    const { created, existing, dryRun } = dryRunJson(plan);
    assert.deepEqual(
      [dryRun, existing, created.map(({ name, ms }) => [name, ms])],
      [
        true,
        2,
        [
          ['b_-1', null],
          ['x_1', null],
        ],
      ],
    );
  });
});

import assert from 'node:assert/strict';
import { compare } from '../../../src/compare/compare.js';
import { planEnsure } from '../../../src/compare/ensure-plan.js';
import type { CollectionOutcome, EnsureProgress } from '../../../src/model/ensure.js';
import type { EnsureCollectionView, EnsureView } from '../../../src/model/ensure-view.js';
import type { ConflictWay } from '../../../src/model/conflict.js';
import {
  ensureView,
  rowAt,
  ticking,
  wayAt,
  type EnsureRun,
  type ShownEnsure,
} from '../../../src/report/ensure-view.js';
import { catalog, collection, database, defined, live, model } from '../compare/samples.js';

const plan = planEnsure(
  compare(
    catalog(
      model([defined({ a: 1 }), defined({ b: -1 }, { unique: true }), defined({ c: 1 }, { sparse: true })]),
      model([defined({ x: 1 }, { unique: true })], { model: 'Message', collection: 'messages' }),
      model([defined({ y: 1 })], { model: 'Visit', collection: 'visits' }),
    ),
    database(
      collection([live({ c: 1 }), live({ z: 1 })], { documents: 20_000, sizeBytes: 4_200_000 }),
      collection([live({ y: 1 })], { collection: 'visits' }),
    ),
  ),
);

const fresh: ShownEnsure = {
  plan,
  where: 'local (127.0.0.1:27017)',
  budget: 10,
  unticked: new Set(),
  ways: new Map(),
  duplicates: new Map(),
  run: null,
};

/** A view as lines: what it says, in the order in which it says it. */
function lines({ headline, collections, settled }: EnsureView): readonly string[] {
  return [
    `${headline.tone}: ${headline.words}`,
    ...collections.flatMap(collectionLines),
    settled.title,
    ...settled.collections.flatMap(collectionLines),
  ];
}

const box = (ticked: boolean | 'some' | null) =>
  ticked === null ? '   ' : ticked === 'some' ? '[-]' : ticked ? '[x]' : '[ ]';

function collectionLines({ ticked, title, facts, state, percent, notes, rows }: EnsureCollectionView) {
  const told = `${state ? ` | ${state.tone}: ${state.words}` : ''}${percent === null ? '' : ` | ${percent}`}`;
  return [
    `${box(ticked)} ${title} | ${facts}${told}`,
    ...notes.map(({ tone, words }) => `    ${tone}: ${words}`),
    ...rows.flatMap((row) => [
      `  ${box(row.ticked)} ${row.name} ${row.key}${row.options ? ` ${row.options}` : ''} | ${row.state.tone}: ${row.state.words}`,
      ...row.notes.map(({ tone, words }) => `        ${tone}: ${words}`),
    ]),
  ];
}

function running(change: Partial<EnsureRun>): ShownEnsure {
  return { ...fresh, run: { progress: new Map(), settled: new Map(), phase: 'running', ...change } };
}

function settled(
  collection: string,
  change: Partial<CollectionOutcome>,
): readonly [string, CollectionOutcome] {
  return [collection, { collection, created: [], failed: [], existing: 0, cancelled: false, ...change }];
}

const progress = (collection: string, names: readonly string[], build: EnsureProgress['build']) =>
  new Map([[collection, { collection, names, done: 0, total: 2, build }]]);

describe('what the ensure panel shows', () => {
  it('the plan: what is created, differs and exists, with what to know before', () => {
    const view = ensureView(fresh);
    assert.equal(view.title, 'Ensure Indexes of petbuddy');
    assert.deepEqual(lines(view), [
      'new: 3 indexes to create in 2 collections',
      '[x] Contact | contacts · 20,000 documents, 4.2 MB · 3 indexes now, 5 after, budget 10',
      '  [x] a_1 { a: 1 } | new: will be created',
      '  [x] b_-1 { b: -1 } unique | new: will be created',
      '        warning: Unique over 20,000 documents: the server refuses it where two of them have the same key.',
      '      c_1 { c: 1 } sparse | warning: differs, left alone',
      '        warning: On the server sparse is not set, the code says true.',
      '[x] Message | messages · a new collection · 0 indexes now, 2 after, budget 10',
      '  [x] x_1 { x: 1 } unique | new: will be created',
      'Nothing to do in 1 collection',
      '    Visit | visits · 100,000 documents, 1.0 MB · 2 indexes, budget 10',
      '      y_1 { y: 1 } | calm: exists',
    ]);
    assert.deepEqual(view.buttons[0], {
      type: 'create',
      label: 'Create 3 Indexes',
      main: true,
      enabled: true,
    });
    const labels = view.buttons.map(({ label }) => label);
    assert.deepEqual(labels, ['Create 3 Indexes', 'Copy as Script', 'Copy Commands']);
  });

  it('a hidden index exists, and a plan that creates nothing says what differs', () => {
    const models = catalog(model([defined({ a: 1 }), defined({ b: 1 }, { unique: true })]));
    const there = database(collection([live({ a: 1 }, {}, { hidden: true }), live({ b: 1 })]));
    const view = ensureView({ ...fresh, plan: planEnsure(compare(models, there)) });
    assert.deepEqual(lines(view), [
      'warning: Nothing to create; 1 index differs',
      '    Contact | contacts · 100,000 documents, 1.0 MB · 3 indexes, budget 10',
      '      b_1 { b: 1 } unique | warning: differs, left alone',
      '        warning: On the server unique is not set, the code says true.',
      '      a_1 { a: 1 } | warning: exists, hidden: no query uses it',
      'Nothing to do in 0 collections',
    ]);
    assert.deepEqual(view.notes, []);
    assert.deepEqual(
      view.buttons.map(({ label }) => label),
      ['Plan Again'],
    );
  });

  it('what is unticked is left out of everything that is counted', () => {
    const one = { ...fresh, unticked: ticking(fresh, '0.1', false) };
    assert.deepEqual(lines(ensureView(one)).slice(0, 4), [
      'new: 2 indexes to create in 2 collections',
      '[-] Contact | contacts · 20,000 documents, 4.2 MB · 3 indexes now, 4 after, budget 10',
      '  [x] a_1 { a: 1 } | new: will be created',
      '  [ ] b_-1 { b: -1 } unique | calm: left out',
    ]);
    const both = { ...one, unticked: ticking(one, '0', false) };
    const { headline, buttons, collections } = ensureView(both);
    assert.equal(headline.words, '1 index to create in 1 collection');
    assert.equal(collections[0]?.ticked, false);
    assert.equal(buttons[0]?.label, 'Create 1 Index');
    const none = { ...both, unticked: ticking(both, '1.0', false) };
    assert.deepEqual(ensureView(none).headline, { tone: 'calm', words: 'No index is chosen' });
    assert.equal(ensureView(none).buttons[0]?.enabled, false);
    assert.deepEqual(ticking({ ...both, unticked: ticking(both, '0', true) }, '1', true), new Set());
  });

  it('a budget that is passed, and the most that a collection can have', () => {
    const over = ensureView({ ...fresh, budget: 4 }).collections[0];
    assert.deepEqual(over?.notes, [
      {
        tone: 'warning',
        words: '5 indexes are more than the budget of 4: every write keeps all of them up to date.',
      },
    ]);
    const [contacts] = plan.collections;
    const full = { ...plan, collections: [{ ...contacts!, live: 63 }] };
    assert.match(
      ensureView({ ...fresh, plan: full }).collections[0]?.notes[0]?.words ?? '',
      /^65 indexes are more than the 64 a collection can have/,
    );
  });

  it('a large collection, by documents or by size', () => {
    const [contacts] = plan.collections;
    const notes = (documents: number | null, sizeBytes: number | null) =>
      ensureView({
        ...fresh,
        plan: { ...plan, collections: [{ ...contacts!, documents, sizeBytes }] },
      }).collections[0]?.notes.map(({ words }) => words);
    assert.deepEqual(notes(999_999, 999_999_999), []);
    assert.deepEqual(notes(1_000_000, null), [
      'Large: the server reads 1,000,000 documents for it. Better when it is not busy.',
    ]);
    assert.deepEqual(notes(10, 2_100_000_000), [
      'Large: the server reads 10 documents, 2.1 GB for it. Better when it is not busy.',
    ]);
    assert.deepEqual(notes(null, null), []);
  });

  it('how what is live differs', () => {
    const notes = (...[code, server]: Parameters<typeof differing>) =>
      differing(code, server).map(({ words }) => words);
    assert.deepEqual(notes(defined({ a: 1 }, {}, 'mine'), live({ a: 1 })), [
      'On the server its name is a_1.',
    ]);
    assert.deepEqual(notes(defined({ a: 1 }, {}, 'b_1'), live({ b: 1 })), [
      'An index of this name is live with another key: { b: 1 }.',
    ]);
    assert.deepEqual(notes(defined({ a: 'text' }), live({ b: 'text' })), [
      'A collection has one text index at most, and b_text is live: { b: "text" }.',
    ]);
    assert.deepEqual(
      notes(defined({ a: 1 }, { expireAfterSeconds: 60 }), live({ a: 1 }, { expireAfterSeconds: 30 })),
      ['On the server expireAfterSeconds is 30, the code says 60.'],
    );
  });

  it('how far a running ensure is, with the phase and percentage that the server tells', () => {
    const build = { phase: 'scanning collection', percent: 10 };
    const view = ensureView(running({ progress: progress('contacts', ['a_1', 'b_-1'], build) }));
    assert.deepEqual(lines(view).slice(0, 8), [
      'busy: Creating 3 indexes: 0 of 2 collections done',
      '    Contact | contacts · 20,000 documents, 4.2 MB | busy: building: scanning collection, 10 % | 10',
      '      a_1 { a: 1 } | busy: building',
      '      b_-1 { b: -1 } unique | busy: building',
      '      c_1 { c: 1 } sparse | warning: differs, left alone',
      '        warning: On the server sparse is not set, the code says true.',
      '    Message | messages · a new collection | calm: waiting',
      '      x_1 { x: 1 } unique | calm: waiting',
    ]);
    assert.deepEqual(view.progress, { done: 0, total: 2 });
    assert.deepEqual(
      view.buttons.map(({ label, enabled }) => [label, enabled]),
      [['Cancel…', true]],
    );
    const waiting = { phase: 'waiting for the commit quorum', percent: null };
    assert.equal(
      ensureView(running({ progress: progress('contacts', ['a_1'], waiting) })).collections[0]?.state?.words,
      'waiting for the commit quorum',
    );
    const untold = ensureView(running({ progress: progress('contacts', ['a_1'], null) })).collections[0];
    assert.deepEqual([untold?.state?.words, untold?.percent], ['building', null]);
    for (const [phase, words] of [
      ['cancelling', 'Cancelling: 0 of 2 collections done'],
      ['aborting', 'Aborting: 0 of 2 collections done'],
    ] as const) {
      const stopping = ensureView(running({ phase }));
      assert.deepEqual([stopping.headline.words, stopping.buttons[0]?.enabled], [words, false]);
    }
  });

  it('the outcome, each index with its time or its reason and what to do next', () => {
    const failed = {
      ...{ collection: 'contacts', name: 'b_-1', code: 11000, codeName: 'DuplicateKey' },
      ...{ message: 'Documents with the same key exist already: b: 7', hint: 'Remove or change them.' },
      key: [['b', -1]],
    } as const;
    const created = { collection: 'contacts', name: 'a_1', key: [['a', 1]], ms: 1_234 } as const;
    const view = ensureView(
      running({
        phase: 'over',
        progress: progress('contacts', ['a_1'], { phase: null, percent: 90 }),
        settled: new Map([
          settled('contacts', { created: [created], failed: [failed] }),
          settled('messages', { cancelled: true }),
        ]),
      }),
    );
    assert.deepEqual(lines(view).slice(0, 9), [
      'bad: 1 index created, 1 index failed, 1 index left alone, cancelled before messages.',
      '    Contact | contacts · 20,000 documents, 4.2 MB | bad: 1 index created, 1 failed',
      '      a_1 { a: 1 } | good: created in 1,234 ms',
      '      b_-1 { b: -1 } unique | bad: failed',
      '        bad: Documents with the same key exist already: b: 7',
      '        calm: Remove or change them.',
      '      c_1 { c: 1 } sparse | warning: differs, left alone',
      '        warning: On the server sparse is not set, the code says true.',
      '    Message | messages · a new collection | warning: untouched',
    ]);
    assert.equal(view.progress, null);
    assert.deepEqual(
      view.buttons.map(({ type }) => type),
      ['again', 'show-log'],
    );
  });

  it('what was cancelled or cut off is unfinished, which is no failure', () => {
    const left = {
      ...{ collection: 'contacts', name: 'a_1', code: null, codeName: null },
      ...{ message: 'The build goes on on the server.', hint: 'Check again later.' },
    };
    const outcome = settled('contacts', { failed: [{ ...left, key: [['a', 1]] }] });
    const view = ensureView(running({ phase: 'over', settled: new Map([outcome]) }));
    assert.deepEqual(lines(view).slice(0, 4), [
      'warning: 1 index unfinished, 1 index left alone.',
      '    Contact | contacts · 20,000 documents, 4.2 MB | warning: 1 unfinished',
      '      a_1 { a: 1 } | warning: unfinished',
      '        warning: The build goes on on the server.',
    ]);
  });

  it('an outcome without a fault, and what someone else created meanwhile', () => {
    const created = { collection: 'messages', name: 'x_1', key: [['x', 1]], ms: 12 } as const;
    const view = ensureView(
      running({
        phase: 'over',
        settled: new Map([settled('contacts', { existing: 2 }), settled('messages', { created: [created] })]),
      }),
    );
    assert.deepEqual(
      [view.headline.tone, ...view.collections.map(({ state }) => state?.words)],
      ['good', 'existed already', 'done in 12 ms'],
    );
  });

  it('the ways to settle what differs, and which of them a button means', () => {
    const skipped = plan.collections[0]!.skipped[0]!;
    const way: ConflictWay = {
      kind: 'replace',
      does: 'Drops `c_1`, then builds it.',
      costs: 'Queries scan meanwhile.',
      change: null,
      definition: skipped,
    };
    const shown = { ...fresh, ways: new Map([[skipped, [way]]]) };
    const row = ensureView(shown).collections[0]?.rows.at(-1);
    assert.deepEqual(
      row?.ways.map(({ title, does, button }) => [title, does, button.id]),
      [['Drop and Create', 'Drops c_1, then builds it.', '0.s0.w0']],
    );
    assert.deepEqual(wayAt(shown, '0.s0.w0'), { index: skipped, way });
    assert.equal(wayAt(shown, '0.s0.w1'), null);
    assert.deepEqual(ensureView({ ...shown, run: running({}).run }).collections[0]?.rows.at(-1)?.ways, []);
  });

  it('an exact count of duplicates in the place of the warning', () => {
    const index = plan.collections[0]!.create[1]!;
    const buttons = (shown: ShownEnsure) => ensureView(shown).collections[0]?.rows[1]?.buttons;
    assert.deepEqual(
      buttons(fresh)?.map(({ type, id }) => [type, id]),
      [['count-duplicates', '0.1']],
    );
    assert.equal(rowAt(fresh, '0.1')?.index, index);
    const none = { keys: 0, documents: 0, first: [], isPlain: true };
    const clean = { ...fresh, duplicates: new Map([[index, none]]) };
    assert.deepEqual(buttons(clean), []);
    assert.equal(ensureView(clean).collections[0]?.rows[1]?.notes[0]?.tone, 'good');
    const first = [{ values: [['b', 7]] as const, documents: 3, ids: [1, 2] }];
    const shared = { ...fresh, duplicates: new Map([[index, { ...none, keys: 1, documents: 3, first }]]) };
    assert.deepEqual(
      buttons(shared)?.map(({ type }) => type),
      ['copy-duplicates'],
    );
    assert.match(ensureView(shared).collections[0]?.rows[1]?.notes[0]?.words ?? '', /b: 7/);
  });
});

function differing(code: ReturnType<typeof defined>, server: ReturnType<typeof live>) {
  const differs = planEnsure(compare(catalog(model([code])), database(collection([server]))));
  return ensureView({ ...fresh, plan: differs }).collections[0]?.rows[0]?.notes ?? [];
}

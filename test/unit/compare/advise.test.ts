import assert from 'node:assert/strict';
import fc from 'fast-check';
import { advise } from '../../../src/advise.js';
import { compare } from '../../../src/compare/compare.js';
import { defaultLimits, type Advice, type AdviceLimits } from '../../../src/model/advice.js';
import type {
  DefinedIndex,
  IndexOptions,
  KeyPattern,
  LiveIndex,
} from '../../../src/model/index-specification.js';
import type { LiveCollection } from '../../../src/model/live.js';
import type { Problem } from '../../../src/model/problem.js';
import { catalog, collection, database, defined, live, model, usage, type Pairs } from './samples.js';

/** What a test says of the two sides, with everything else filled in. */
interface Sides {
  readonly code?: readonly DefinedIndex[];
  readonly server?: readonly LiveIndex[];
  readonly complete?: boolean;
  readonly problems?: readonly Problem[];
  readonly about?: Partial<LiveCollection>;
  readonly limits?: Partial<AdviceLimits>;
}

function adviceOn({
  code = [],
  server = [],
  complete = true,
  problems = [],
  about,
  limits,
}: Sides): Advice[] {
  const asked = { ...database(collection(server, about)), problems };
  const compared = compare(catalog(model(code, { complete })), asked);
  const [first] = advise(compared, asked, { ...defaultLimits, ...limits }).collections;
  return [...first!.advice];
}

const duties: readonly IndexOptions[] = [
  { unique: true },
  { prepareUnique: true },
  { expireAfterSeconds: 60 },
];

/** Options that say which entries an index holds, and how they are ordered. */
const entryOptions: readonly IndexOptions[] = [
  { sparse: true },
  { partialFilterExpression: { a: 1 } },
  { collation: { locale: 'fr' } },
];

/** `redundant-prefix: a_1, a_1_b_1` */
function brief(sides: Sides): string[] {
  return adviceOn(sides).map(({ rule, indexes }) => `${rule}: ${indexes.join(', ')}`);
}

const { traits } = collection([]);

describe('advice: redundant prefix', () => {
  const ab = live({ a: 1, b: 1 });
  const of = (pairs: Pairs, options: IndexOptions = {}, rest: Partial<LiveIndex> = {}) =>
    brief({ server: [live(pairs, options, { name: 'one', ...rest }), ab] });

  it('is a key that begins another one, forwards or backwards', () => {
    assert.deepEqual(of({ a: 1 }), ['redundant-prefix: one, a_1_b_1']);
    assert.deepEqual(of({ a: -1 }), ['redundant-prefix: one, a_1_b_1']);
    assert.deepEqual(of({ a: -1, b: -1 }), ['redundant-prefix: a_1_b_1, one']);
    const others: Pairs[] = [{ b: 1 }, { a: 1, b: -1 }, { b: 1, a: 1 }, { a: 'hashed' }, { 'a.b': 1 }];
    for (const other of others) {
      assert.deepEqual(of(other), [], JSON.stringify(other));
    }
  });

  it('is never one that keeps a promise, removes documents, or holds other entries', () => {
    for (const options of [...duties, ...entryOptions]) {
      assert.deepEqual(of({ a: 1 }, options), [], JSON.stringify(options));
    }
  });

  it('wants the same options on both sides, and not the same words for them', () => {
    const french = { collation: { locale: 'fr' } };
    const whole = { collation: { locale: 'fr', strength: 3, version: '57.1' } };
    const filter = { partialFilterExpression: { b: 1, a: { $eq: 2 } } };
    const same = { partialFilterExpression: { a: 2, b: 1 } };
    for (const [one, other] of [
      [french, whole],
      [filter, same],
      [{ sparse: true }, { sparse: true, unique: true }],
    ] as const) {
      const server = [live({ a: 1 }, one), live({ a: 1, b: 1 }, other)];
      assert.deepEqual(brief({ server }), ['redundant-prefix: a_1, a_1_b_1']);
    }
  });

  it('takes nothing for its replacement that no query can use, or that may not stay', () => {
    const one = live({ a: 1 });
    const building = { percent: null, phase: null };
    assert.deepEqual(brief({ server: [one, { ...ab, hidden: true }] }), []);
    assert.deepEqual(brief({ server: [one, { ...ab, building }] }), []);
    assert.deepEqual(brief({ server: [{ ...one, building }, ab] }), []);
    // Missing: it is not there to serve.
    assert.deepEqual(brief({ server: [one], code: [defined({ a: 1, b: 1 })] }), []);
    // Extra: nobody says that it stays.
    assert.deepEqual(brief({ server: [one, ab], code: [defined({ a: 1 })] }), []);
    // Not judged: it may be that nobody says so.
    assert.deepEqual(brief({ server: [one, ab], code: [defined({ a: 1 })], complete: false }), []);
    // Different: it may become another one.
    const other = defined({ a: 1, b: 1 }, { unique: true });
    assert.deepEqual(brief({ server: [one, ab], code: [defined({ a: 1 }), other] }), []);
    for (const index of [
      live({ a: 1, b: 'hashed' }),
      live({ a: 1, b: '2dsphere' }),
      live({ a: 1, b: 'text' }),
    ]) {
      assert.deepEqual(brief({ server: [one, index] }), [], index.name);
    }
    assert.deepEqual(brief({ server: [one, live({ a: 1, 'b.$**': 1 })] }), []);
  });

  it('is said of what is defined before it is built, and of what is live', () => {
    const code = [defined({ a: 1 }), defined({ a: 1, b: 1 })];
    const [before] = adviceOn({ code });
    assert.equal(
      before!.message,
      '`a_1` is a prefix of `a_1_b_1`, which will serve every query that it would serve.',
    );
    assert.equal(before!.change, 'Take its definition out: it need not be built.');
    const [half] = adviceOn({ code, server: [ab] });
    assert.equal(
      half!.message,
      '`a_1` is a prefix of `a_1_b_1`, which serves every query that it would serve.',
    );
    const [after] = adviceOn({ code, server: [live({ a: 1 }), ab] });
    assert.equal(after!.message, '`a_1` is a prefix of `a_1_b_1`, which serves every query that it serves.');
    assert.equal(
      after!.change,
      'Take its definition out, then hide it, and drop it when nothing gets slower.',
    );
    assert.deepEqual(after!.evidence, {
      indexBytes: 20_480,
      documentBytes: null,
      usage: usage(3),
    });
    const [hidden] = adviceOn({ server: [live({ a: 1 }, {}, { hidden: true }), ab] });
    assert.equal(hidden!.change, 'Drop it: it is hidden already.');
  });

  it('leaves definitions alone that are being typed', () => {
    const stale: DefinedIndex = { ...defined({ a: 1, b: 1 }), stale: true };
    assert.deepEqual(brief({ code: [defined({ a: 1 }), stale] }), []);
    assert.deepEqual(brief({ code: [{ ...defined({ a: 1 }), stale: true }, defined({ a: 1, b: 1 })] }), []);
  });

  it('a unique index stands for a plain one of the same key, and the one on _id for its reverse', () => {
    const unique = live({ a: 1 }, { unique: true }, { name: 'u' });
    assert.deepEqual(brief({ server: [live({ a: 1 }), unique] }), ['redundant-prefix: a_1, u']);
    assert.deepEqual(brief({ server: [live({ _id: -1 })] }), ['redundant-prefix: _id_-1, _id_']);
  });

  it('is none that may support the shard key, nor one of a time series', () => {
    const server = [live({ a: 1 }), ab];
    const sharded = (...shardKey: KeyPattern) => ({ traits: { ...traits, shardKey } });
    assert.deepEqual(brief({ server, about: sharded(['a', 1]) }), []);
    assert.deepEqual(brief({ server, about: sharded(['a', 'hashed']) }), []);
    assert.deepEqual(brief({ server, about: sharded(['a', 1], ['b', 1]) }), [
      'redundant-prefix: a_1, a_1_b_1',
    ]);
    assert.deepEqual(brief({ server, about: sharded(['z', 1]) }), ['redundant-prefix: a_1, a_1_b_1']);
    const unknown = { code: 'no-shard-keys', message: 'Shard keys are not permitted.' };
    assert.deepEqual(brief({ server, problems: [unknown] }), []);
    assert.deepEqual(brief({ server, about: { kind: 'timeseries' } }), []);
  });

  it('whatever is redundant is replaced by one that stays, however many there are', () => {
    const key = fc
      .shuffledSubarray(['a', 'b', 'c'], { minLength: 1 })
      .chain((paths) =>
        fc.tuple(fc.constant(paths), fc.array(fc.constantFrom(1, -1), { minLength: 3, maxLength: 3 })),
      )
      .map(([paths, signs]): Pairs => Object.fromEntries(paths.map((path, at) => [path, signs[at]!])));
    const option = fc.constantFrom<IndexOptions>({}, {}, { unique: true }, { sparse: true });
    const indexes = fc.array(fc.tuple(key, option, fc.boolean(), fc.boolean()), {
      minLength: 2,
      maxLength: 12,
    });
    let seen = 0;
    fc.assert(
      fc.property(indexes, (all) => {
        const named = all.map((each, at) => [...each, `n${at}`] as const);
        const found = adviceOn({
          code: named.flatMap(([pairs, options, isDefined, , name]) =>
            isDefined ? [defined(pairs, options, name)] : [],
          ),
          server: named.flatMap(([pairs, options, isDefined, isLive, name]) =>
            isLive || !isDefined ? [live(pairs, options, { name })] : [],
          ),
        }).filter(({ rule }) => rule === 'redundant-prefix' || rule === 'duplicate-index');
        const about = new Set(found.map(({ indexes: [name] }) => name));
        for (const { rule, indexes } of found) {
          if (rule !== 'redundant-prefix') continue;
          seen += 1;
          assert.ok(!about.has(indexes[1]), JSON.stringify(found));
        }
      }),
      { seed: 11, numRuns: 500 },
    );
    assert.ok(seen > 300, `only ${seen}`);
  });
});

describe('advice: duplicates', () => {
  it('are definitions that differ in nothing but their names', () => {
    const code = [defined({ a: 1 }, {}, 'x'), defined({ a: 1 }, {}, 'y')];
    assert.deepEqual(brief({ code }), ['duplicate-index: y, x']);
    // The one that is live keeps its place.
    assert.deepEqual(brief({ code, server: [live({ a: 1 }, {}, { name: 'y' })] }), ['duplicate-index: x, y']);
    assert.deepEqual(brief({ code, server: [live({ a: 1 }, {}, { name: 'z' })] }), ['duplicate-index: y, x']);
  });

  it('differ in no option: other options hold other documents', () => {
    for (const options of entryOptions) {
      assert.deepEqual(brief({ code: [defined({ a: 1 }), defined({ a: 1 }, options, 'y')] }), []);
    }
  });

  it('are said of live ones too, but of none that keeps a promise', () => {
    const twins = (options: IndexOptions) => [
      live({ a: 1 }, options, { name: 'x' }),
      live({ a: 1 }, options, { name: 'y' }),
    ];
    assert.deepEqual(brief({ server: twins({}) }), ['duplicate-index: y, x']);
    assert.deepEqual(brief({ server: twins({ unique: true }) }), []);
  });
});

describe('advice: unused', () => {
  const since = (day: string) => ({ ...usage(0), since: `2026-01-${day}T12:00:00.000Z` });
  const one = (rest: Partial<LiveIndex>, options: IndexOptions = {}) => live({ a: 1 }, options, rest);
  const of = (index: LiveIndex, sides: Sides = {}) => brief({ server: [index], ...sides });

  it('is no use for longer than the setting, by the server’s clock', () => {
    assert.deepEqual(of(one({ usage: since('20') })), ['unused: a_1']);
    assert.deepEqual(of(one({ usage: since('27') })), []);
    assert.deepEqual(of(one({ usage: since('27') }), { limits: { unusedAfterDays: 5 } }), ['unused: a_1']);
    assert.deepEqual(of(one({ usage: { ...since('20'), ops: 1 } })), []);
    const [advice] = adviceOn({ server: [one({ usage: since('20') })] });
    assert.equal(advice!.message, 'No query has used `a_1` since 2026-01-20 (13 days).');
  });

  it('is said only where usage is known of every member', () => {
    assert.deepEqual(of(one({ usage: null })), []);
    assert.deepEqual(of(one({ usage: { ...since('20'), unreached: ['b:27017'] } })), []);
    const usageOfThree = { ...since('20'), hosts: ['a:27017', 'b:27017', 'c:27017'] };
    assert.equal(
      adviceOn({ server: [one({ usage: usageOfThree })] })[0]!.message,
      'No query has used `a_1` since 2026-01-20 (13 days), counted on 3 members.',
    );
  });

  it('is never one that keeps a promise or removes documents, is hidden, or is being built', () => {
    const usage = since('20');
    for (const options of duties) {
      assert.deepEqual(of(one({ usage }, options)), []);
    }
    assert.deepEqual(of(one({ usage, hidden: true })), []);
    assert.deepEqual(of(one({ usage, building: { percent: 5, phase: null } })), []);
    // Code wants it unique: whether it will be is not settled.
    assert.deepEqual(of(one({ usage }), { code: [defined({ a: 1 }, { unique: true })] }), []);
  });

  it('is not one that stands for a redundant one', () => {
    const server = [live({ a: 1 }), live({ a: 1, b: 1 }, {}, { usage: since('20') })];
    assert.deepEqual(brief({ server }), ['redundant-prefix: a_1, a_1_b_1']);
  });

  it('says which queries fail without it', () => {
    const server = [live({ a: 'text' }, {}, { usage: since('20') })];
    assert.match(adviceOn({ server })[0]!.change, /^A query with \$text fails/);
  });
});

describe('advice: budget', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => live({ [`f${at}`]: 1 }));

  it('counts what is live, the one on _id included, with sizes of both sides', () => {
    assert.deepEqual(brief({ server: many(9) }), []);
    const [advice] = adviceOn({ server: many(10) });
    assert.equal(
      advice!.message,
      '`contacts` has 11 indexes; the budget is 10, the one on _id included. Each is kept up to date with every write.',
    );
    assert.deepEqual(advice!.evidence, { indexBytes: 11 * 20_480, documentBytes: 1_000_000, usage: null });
    assert.deepEqual(advice!.indexes, []);
    assert.deepEqual(brief({ server: many(9), limits: { indexesPerCollection: 9 } }), ['over-budget: ']);
  });

  it('counts what is missing before it is built', () => {
    const code = [defined({ x: 1 }), defined({ y: 1 })];
    assert.deepEqual(brief({ server: many(7), code }), []);
    assert.equal(
      adviceOn({ server: many(8), code })[0]!.message,
      '`contacts` would have 11 indexes once the missing 2 are created; the budget is 10, the one on _id included.',
    );
  });

  it('knows no sum where a size is not known', () => {
    const server = [...many(10), live({ x: 1 }, {}, { sizeBytes: null })];
    assert.equal(adviceOn({ server })[0]!.evidence.indexBytes, null);
  });
});

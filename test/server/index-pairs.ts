import fc from 'fast-check';
import type { IndexOptions, IndexSpecification, KeyPattern } from '../../src/model/index-specification.js';
import type { Json } from '../../src/model/json.js';

/** An index that is live, and one that is defined: mostly the same but for one or two things. */
export interface IndexPair {
  readonly live: readonly IndexSpecification[];
  readonly defined: IndexSpecification;
}

const keys: readonly KeyPattern[] = [
  [['a', 1]],
  [['a', -1]],
  [
    ['a', 1],
    ['b', 1],
  ],
  [
    ['b', 1],
    ['a', 1],
  ],
  [['a', 'hashed']],
  [['a', '2dsphere']],
  [['a', '2d']],
  [['a', 'text']],
  [
    ['a', 'text'],
    ['b', 'text'],
  ],
  [
    ['b', 'text'],
    ['a', 'text'],
  ],
  [
    ['c', 1],
    ['a', 'text'],
  ],
  [['$**', 'text']],
  [['$**', 1]],
  [['a.$**', 1]],
];

/** Some of them mean the same. */
export const filters: readonly Json[] = [
  {},
  { a: 1 },
  { a: { $eq: 1 } },
  { a: { $in: [1] } },
  { a: 1, b: 2 },
  { b: 2, a: 1 },
  { $and: [{ b: { $eq: 2 } }, { a: 1 }] },
  { a: { $gt: 1, $lte: 5 } },
  { $and: [{ a: { $lte: 5 } }, { a: { $gt: 1 } }] },
  { a: { $in: [2, 1] } },
  { a: { $in: [1, 2] } },
  { $or: [{ a: 2 }, { a: 1 }] },
  { $or: [{ b: 1 }, { a: 1 }] },
  { $or: [{ a: 1 }, { b: 1 }] },
  { $or: [{ a: 1, b: 2 }, { c: 1 }] },
  { $or: [{ a: 1 }, { a: { $in: [2, 1] } }] },
  { $or: [{ $or: [{ b: 1 }, { a: 1 }] }, { a: 1 }] },
  { $and: [{ a: 1 }, { a: 1 }] },
  { $or: [{ a: 1 }, { a: 1 }] },
  { $or: [{ a: { $in: [1] } }, { a: 2 }] },
  { $or: [{ a: 1 }, { b: 1 }, { a: 2 }] },
  { $or: [{ b: 1 }, { a: { $in: [1, 2] } }] },
  { a: { $in: [] } },
  { a: { $in: [1, 1] } },
  { $and: [{ a: 1 }, { $and: [{ b: 2 }] }] },
  { a: { $exists: true } },
  { a: { $exists: 1 } },
  { a: { $type: 'string' } },
  { a: { $type: 2 } },
  { a: { $type: ['string', 'int'] } },
  { a: { $type: ['int', 'string'] } },
  { a: { x: 1, y: 2 } },
  { a: { y: 2, x: 1 } },
  { a: { $gt: { $date: '2025-01-04T00:00:00Z' } } },
  { a: { $date: '2025-01-04T00:00:00Z' } },
];

const locales = ['simple', 'en', 'en_US', 'fr_CA', 'da', 'th', 'vi', 'sv', 'de@collation=phonebook', 'fa_AF'];

const collation: fc.Arbitrary<Json> = fc.record(
  {
    locale: fc.constantFrom(...locales),
    strength: fc.constantFrom(1, 2, 3),
    caseLevel: fc.boolean(),
    caseFirst: fc.constantFrom('off', 'upper'),
    numericOrdering: fc.boolean(),
    alternate: fc.constantFrom('non-ignorable', 'shifted'),
    normalization: fc.boolean(),
    backwards: fc.boolean(),
  },
  { requiredKeys: ['locale'] },
);

/** Some of them mean the same. */
export const projections: readonly Json[] = [
  { a: 1 },
  { a: true },
  { a: 1, _id: 0 },
  { a: 1, _id: 1 },
  { a: 0 },
  { a: 0, _id: 0 },
  { _id: 0 },
  { a: 1, b: 1 },
  { b: 1, a: 1 },
  { 'a.x': 1 },
  { a: { x: 1 } },
];

const plain: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  unique: fc.boolean(),
  sparse: fc.boolean(),
  hidden: fc.boolean(),
  background: fc.boolean(),
  partialFilterExpression: fc.constantFrom(...filters),
  collation,
};

function optionsFor(key: KeyPattern): fc.Arbitrary<IndexOptions> {
  const directions = key.map(([, direction]) => direction);
  const special: Readonly<Record<string, fc.Arbitrary<Json>>> = directions.includes('text')
    ? {
        weights: fc.constantFrom<Json[]>({ a: 1 }, { a: 5 }, { a: 5, b: 2 }, { b: 1 }),
        default_language: fc.constantFrom('english', 'none', 'hungarian'),
        language_override: fc.constantFrom('language', 'idioma'),
      }
    : directions.includes('2d')
      ? { bits: fc.constantFrom(26, 20), min: fc.constant(-180) }
      : key.some(([path]) => path === '$**')
        ? { wildcardProjection: fc.constantFrom(...projections) }
        : { expireAfterSeconds: fc.constantFrom(60, 3600) };
  const each = Object.entries({ ...plain, ...special });
  return fc
    .tuple(...each.map(([name, value]) => fc.tuple(fc.constant(name), sometimes(value))))
    .map((pairs) =>
      Object.fromEntries(pairs.filter((pair): pair is [string, Json] => pair[1] !== undefined)),
    );
}

function sometimes<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

const specification = fc.constantFrom(...keys).chain((key) =>
  fc.record({
    key: fc.constant(key),
    options: optionsFor(key),
    name: fc.constantFrom('n', 'm'),
  }),
);

/** The same index with a few of its options taken from `other`, or its key. */
function drift(
  one: IndexSpecification,
  other: IndexSpecification,
  what: readonly string[],
): IndexSpecification {
  const options = Object.keys({ ...one.options, ...other.options }).flatMap((name): [string, Json][] => {
    const value = (what.includes(name) ? other : one).options[name];
    return value === undefined ? [] : [[name, value]];
  });
  return {
    key: what.includes('key') ? other.key : one.key,
    name: one.name,
    options: Object.fromEntries(options),
  };
}

const sameKind = fc.constantFrom(...keys).chain((key) =>
  fc.tuple(optionsFor(key), optionsFor(key), fc.constantFrom('n', 'm')).map(
    ([left, right, name]) =>
      [
        { key, options: left, name: 'n' },
        { key, options: right, name },
      ] as const,
  ),
);

const drifting = [
  'key',
  'unique',
  'sparse',
  'hidden',
  'partialFilterExpression',
  'collation',
  'expireAfterSeconds',
  'weights',
  'default_language',
  'language_override',
  'wildcardProjection',
  'bits',
];

export const indexPair: fc.Arbitrary<IndexPair> = fc
  .record({
    indexes: fc.oneof(
      { weight: 4, arbitrary: sameKind },
      { weight: 1, arbitrary: fc.tuple(specification, specification) },
    ),
    what: fc.oneof(fc.constant([]), fc.subarray(drifting, { minLength: 3 })),
    name: fc.constantFrom('n', 'n', 'other'),
    hidden: fc.constantFrom(false, false, false, true),
    bystander: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: specification }),
  })
  .map(({ indexes: [left, right], what, name, hidden, bystander }) => {
    const live = hidden ? { ...left, options: { ...left.options, hidden } } : left;
    return { live: bystander ? [live, bystander] : [live], defined: { ...drift(left, right, what), name } };
  });

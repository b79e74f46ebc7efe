import fc from 'fast-check';
import type { Document } from 'mongodb';
import type { JudgedIndex } from '../../src/model/judgement.js';
import type { Json } from '../../src/model/json.js';
import type { SchemaPath } from '../../src/model/schema-path.js';

/** One query as the server takes it, and the values of it that the code would not know. */
export interface JudgedShape {
  readonly operation: 'find' | 'findOne' | 'countDocuments';
  readonly filter: Document;
  readonly sort: Readonly<Record<string, number>> | null;
  readonly projection: Document | null;
  readonly limit: number;
  readonly collation: Document | null;
  /** Paths whose plain values stand in holes. */
  readonly holes: readonly string[];
}

/** A collection with its indexes, and what is asked of it. */
export interface JudgedCollection {
  readonly documents: readonly Document[];
  readonly indexes: readonly JudgedIndex[];
  readonly paths: readonly SchemaPath[];
  readonly shapes: readonly JudgedShape[];
}

/** `tags` and `items` hold arrays in some collections; `c.x` may hold anything. */
const paths = ['a', 'b', 'c.x', 'd', 'tags', 'items.p', 'items.q'] as const;

const numbers = fc.integer({ min: 0, max: 5 });
const words = fc.constantFrom('x', 'X', 'y', 'z', 'xy');
const anything: fc.Arbitrary<Json> = fc.oneof(numbers, words, fc.constant(null), fc.boolean());

function missingNow<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { freq: 6, nil: undefined });
}

const item = fc.record({ p: numbers, q: words });
const place = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }))
  .map((coordinates) => ({ type: 'Point', coordinates }));

function documentsWith(hasArrays: boolean): fc.Arbitrary<readonly Document[]> {
  const document = fc.record({
    a: missingNow(numbers),
    b: missingNow(words),
    c: missingNow(fc.record({ x: anything })),
    d: fc.integer({ min: 0, max: 1000 }),
    tags: hasArrays ? fc.array(words, { minLength: 1, maxLength: 3 }) : missingNow(words),
    items: hasArrays ? fc.array(item, { minLength: 1, maxLength: 3 }) : item,
    loc: place,
    note: fc.constantFrom('red fox', 'blue fox', 'grey owl'),
  });
  const plain = (one: Document): Document =>
    Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));
  return fc.array(document.map(plain), { minLength: 40, maxLength: 60 });
}

const schemaPaths = (hasArrays: boolean): readonly SchemaPath[] => [
  { path: '_id', type: 'Number', isArray: false },
  { path: 'a', type: 'Number', isArray: false },
  { path: 'b', type: 'String', isArray: false },
  { path: 'c.x', type: 'Mixed', isArray: false },
  { path: 'd', type: 'Number', isArray: false },
  { path: 'tags', type: 'String', isArray: hasArrays },
  { path: 'items', type: null, isArray: hasArrays },
  { path: 'items.p', type: 'Number', isArray: hasArrays },
  { path: 'items.q', type: 'String', isArray: hasArrays },
];

const direction = fc.constantFrom(1, 1, 1, -1);
const insensitive = { locale: 'en', strength: 2 };

const options = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constant({ sparse: true }) },
  { weight: 2, arbitrary: fc.constant({ collation: insensitive }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Json[]>(
        { a: { $gt: 2 } },
        { a: { $exists: true } },
        { b: 'x' },
        { d: { $gte: 100 } },
        { a: { $in: [1, 2] } },
        { $and: [{ a: 1 }, { b: { $exists: true } }] },
        { 'c.x': { $type: 'string' } },
      )
      .map((partialFilterExpression) => ({ partialFilterExpression })),
  },
);

const orderedKey = fc
  .record({
    order: fc.shuffledSubarray([...paths], { minLength: 1, maxLength: 3 }),
    signs: fc.array(direction, { minLength: 3, maxLength: 3 }),
  })
  .filter(({ order }) => !(order.includes('tags') && order.some((path) => path.startsWith('items'))))
  .map(({ order, signs }) => order.map((path, at): [string, number | string] => [path, signs[at] ?? 1]));

const specialKey = fc.constantFrom<(readonly [string, number | string])[][]>(
  [['a', 'hashed']],
  [['b', 'hashed']],
  [
    ['a', 1],
    ['b', 'hashed'],
  ],
  [
    ['b', 'hashed'],
    ['a', 1],
  ],
  [['loc', '2dsphere']],
  [
    ['a', 1],
    ['loc', '2dsphere'],
  ],
  [
    ['loc', '2dsphere'],
    ['a', 1],
  ],
  [['note', 'text']],
  [
    ['a', 1],
    ['note', 'text'],
  ],
  [['$**', 1]],
  [['c.$**', 1]],
);

const index = fc.oneof(
  { weight: 10, arbitrary: fc.record({ key: orderedKey, options }) },
  { weight: 2, arbitrary: fc.record({ key: specialKey, options: fc.constant({}) }) },
);

const indexes: fc.Arbitrary<readonly JudgedIndex[]> = fc
  .array(fc.record({ index, isHidden: fc.integer({ min: 0, max: 14 }).map((one) => one === 0) }), {
    minLength: 0,
    maxLength: 4,
  })
  .map((all) => {
    const isText = (key: readonly (readonly [string, number | string])[]) =>
      key.some(([, kind]) => kind === 'text');
    const once = new Map(
      all.map((one) => [isText(one.index.key) ? 'text' : JSON.stringify(one.index), one] as const),
    );
    return [...once.values()].map(({ index: { key, options: own }, isHidden }, at): JudgedIndex => ({
      key,
      options: own,
      name: `i${at}`,
      isHidden,
    }));
  });

function valueFor(path: string): fc.Arbitrary<Json> {
  if (path === 'c.x') return fc.oneof(numbers, words);
  if (path === 'd') return fc.integer({ min: 0, max: 1000 });
  return path === 'a' || path === 'items.p' ? numbers : words;
}

function condition(path: string): fc.Arbitrary<Json> {
  const value = valueFor(path);
  const some = fc.uniqueArray(value, { minLength: 2, maxLength: 3, selector: (one) => JSON.stringify(one) });
  return fc.oneof(
    { weight: 8, arbitrary: value },
    { weight: 3, arbitrary: value.map((one) => ({ $gt: one })) },
    { weight: 1, arbitrary: value.map((one) => ({ $lte: one })) },
    {
      weight: 2,
      arbitrary: value.map((one) => ({ $gte: one, $lt: typeof one === 'number' ? one + 3 : 'zz' })),
    },
    { weight: 3, arbitrary: some.map((all) => ({ $in: all })) },
    { weight: 1, arbitrary: value.map((one) => ({ $ne: one })) },
    { weight: 1, arbitrary: some.map((all) => ({ $nin: all })) },
    { weight: 1, arbitrary: value.map((one) => ({ $not: { $gt: one } })) },
    { weight: 1, arbitrary: some.map((all) => ({ $all: all })) },
    { weight: 1, arbitrary: value.map((one) => ({ $elemMatch: { $gte: one, $ne: 3 } })) },
    {
      weight: 4,
      arbitrary: fc.constantFrom<Json[]>(
        { $exists: true },
        { $exists: false },
        null,
        { $ne: null },
        { $in: [null, 1, 'x'] },
        { $nin: [null, 2] },
        { $gte: null },
        { $mod: [2, 0] },
        { $type: 'string' },
        { $type: 'number' },
        { $size: 2 },
        { $regularExpression: { pattern: '^x', options: '' } },
        { $regularExpression: { pattern: 'x', options: 'i' } },
        { $regex: '^x' },
        { $regex: 'y$' },
        { $not: { $regex: '^x' } },
        { $in: ['y', { $regularExpression: { pattern: '^x', options: '' } }] },
        { $eq: ['x', 'y'] },
        { $not: { $exists: true } },
        { $not: { $gt: 1, $lt: 4 } },
      ),
    },
  );
}

const simple: fc.Arbitrary<Document> = fc
  .shuffledSubarray([...paths], { minLength: 1, maxLength: 3 })
  .chain((chosen) => fc.tuple(...chosen.map((path) => condition(path).map((one) => [path, one] as const))))
  .map((pairs) => Object.fromEntries(pairs));

const inItems: fc.Arbitrary<Document> = fc
  .record({
    p: fc.oneof(
      numbers,
      numbers.map((one) => ({ $gte: one })),
    ),
    q: fc.option(words, { nil: undefined }),
  })
  .map(({ p, q }) => ({ items: { $elemMatch: q === undefined ? { p } : { p, q } } }));

const byExpression: fc.Arbitrary<Document> = fc.constantFrom<Document[]>(
  { $expr: { $eq: ['$a', 3] } },
  { $expr: { $gt: ['$d', 500] } },
  { $expr: { $and: [{ $eq: ['$a', 2] }, { $lt: ['$d', 700] }] } },
  { $expr: { $eq: ['$a', '$d'] } },
  { $expr: { $lte: [5, '$a'] } },
);

const special: fc.Arbitrary<Document> = fc.constantFrom<Document[]>(
  { loc: { $geoWithin: { $centerSphere: [[0, 0], 0.3] } } },
  { loc: { $near: { $geometry: { type: 'Point', coordinates: [1, 1] } } } },
  { a: 2, loc: { $near: { $geometry: { type: 'Point', coordinates: [1, 1] } } } },
  { $text: { $search: 'fox' } },
  { a: 1, $text: { $search: 'fox' } },
  { $nor: [{ a: 1 }] },
  { _id: 5 },
  { _id: { $in: [1, 2] } },
  { _id: 5, a: 1 },
  { _id: { $gt: 10 } },
  {},
);

const filter: fc.Arbitrary<Document> = fc.oneof(
  { weight: 14, arbitrary: simple },
  { weight: 2, arbitrary: fc.tuple(simple, simple).map(([left, right]) => ({ $or: [left, right] })) },
  {
    weight: 2,
    arbitrary: fc.tuple(simple, simple, simple).map(([one, left, right]) => ({ ...one, $or: [left, right] })),
  },
  { weight: 1, arbitrary: fc.tuple(simple, simple).map(([left, right]) => ({ $and: [left, right] })) },
  { weight: 1, arbitrary: fc.tuple(inItems, simple).map(([one, other]) => ({ ...other, ...one })) },
  { weight: 1, arbitrary: inItems },
  { weight: 1, arbitrary: byExpression },
  { weight: 3, arbitrary: special },
);

const sort = fc
  .record({
    order: fc.shuffledSubarray(['a', 'b', 'c.x', 'd', 'tags', 'items.p', '_id'], {
      minLength: 1,
      maxLength: 2,
    }),
    signs: fc.array(direction, { minLength: 2, maxLength: 2 }),
  })
  .filter(({ order }) => !(order.includes('tags') && order.includes('items.p')))
  .map(({ order, signs }) => Object.fromEntries(order.map((path, at) => [path, signs[at] ?? 1])));

const projection: fc.Arbitrary<Document> = fc
  .record({
    chosen: fc.shuffledSubarray(['a', 'b', 'c.x', 'd', 'tags'], { minLength: 1, maxLength: 3 }),
    withId: fc.boolean(),
  })
  .map(({ chosen, withId }) => ({
    ...Object.fromEntries(chosen.map((path) => [path, 1])),
    ...(withId ? {} : { _id: 0 }),
  }));

/** Half of the queries take their filter, sort and projection from the paths of an index: those are served. */
function near(
  all: readonly JudgedIndex[],
): fc.Arbitrary<Pick<JudgedShape, 'filter' | 'sort' | 'projection'>> {
  const plain = all.filter(
    ({ key }) =>
      key.every(([, kind]) => typeof kind === 'number') && key.every(([path]) => !path.includes('$')),
  );
  if (plain.length === 0)
    return fc.record({ filter, sort: fc.option(sort), projection: fc.option(projection) });
  return fc.constantFrom(...plain).chain(({ key, options: { partialFilterExpression } }) => {
    const own = key.map(([path]) => path);
    const conditions = fc
      .record({
        length: fc.integer({ min: 0, max: own.length }),
        extra: fc.option(simple, { freq: 1, nil: {} }),
      })
      .chain(({ length, extra }) =>
        fc
          .tuple(...own.slice(0, length).map((path) => condition(path).map((one) => [path, one] as const)))
          .map((pairs): Document => ({ ...extra, ...Object.fromEntries(pairs) })),
      );
    const sorts = own.flatMap((_, at) =>
      [1, -1].map((turn) =>
        Object.fromEntries(key.slice(at).map(([path, kind]) => [path, turn * Number(kind)])),
      ),
    );
    const whole = { ...Object.fromEntries(own.map((path) => [path, 1])), _id: 0 };
    return fc.record({
      filter: conditions.map((one) =>
        partialFilterExpression === undefined ? one : { $and: [partialFilterExpression, one] },
      ),
      sort: fc.option(fc.oneof(fc.constantFrom(...sorts), sort)),
      projection: fc.option(fc.oneof(fc.constant(whole), projection)),
    });
  });
}

function shapesFor(all: readonly JudgedIndex[]): fc.Arbitrary<readonly JudgedShape[]> {
  const asked = fc.oneof(
    fc.record({ filter, sort: fc.option(sort, { freq: 2 }), projection: fc.option(projection, { freq: 2 }) }),
    near(all),
  );
  const shape = fc
    .record({
      asked,
      operation: fc.constantFrom<JudgedShape['operation'][]>(
        'find',
        'find',
        'find',
        'findOne',
        'countDocuments',
      ),
      limit: fc.constantFrom(0, 0, 10),
      collation: fc.option(fc.constant<Document>(insensitive), { freq: 1 }).map((one) => one),
      isCollated: fc.integer({ min: 0, max: 7 }),
      holes: fc.subarray(['a', 'b', 'd']),
      hasHoles: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ asked: own, collation, isCollated, holes, hasHoles, ...rest }): JudgedShape => ({
      ...rest,
      ...own,
      ...(rest.operation === 'countDocuments' ? { sort: null, projection: null, limit: 0 } : {}),
      collation: isCollated === 0 ? collation : null,
      holes: hasHoles === 0 ? holes : [],
    }))
    // An aggregation refuses $near, and a count is one.
    .filter(
      ({ operation: kind, filter: asked }) =>
        kind !== 'countDocuments' || !JSON.stringify(asked).includes('$near'),
    );
  return fc.array(shape, { minLength: 10, maxLength: 10 });
}

export const judgedCollection: fc.Arbitrary<JudgedCollection> = fc
  .record({ indexes, hasArrays: fc.boolean() })
  .chain(({ indexes: all, hasArrays }) =>
    fc.record({
      documents: documentsWith(hasArrays),
      indexes: fc.constant(all),
      paths: fc.constant(schemaPaths(hasArrays)),
      shapes: shapesFor(all),
    }),
  );

import fc from 'fast-check';
import type { Document } from 'mongodb';
import type { IndexOptions, IndexSpecification, KeyPattern } from '../../src/model/index-specification.js';
import type { Json } from '../../src/model/json.js';

/** Two indexes of which one may serve what the other serves, documents, and what is asked. */
export interface AdvisedPair {
  readonly one: IndexSpecification;
  readonly other: IndexSpecification;
  readonly documents: readonly Document[];
  /** Whether a path holds arrays in some of them. */
  readonly arrays: boolean;
  readonly queries: readonly AdvisedQuery[];
}

export interface AdvisedQuery {
  readonly filter: Document;
  readonly sort: Document | null;
  readonly projection: Document | null;
  readonly collation: Document | null;
  readonly limit: number | null;
}

const paths = ['a', 'b', 'c.x', 'd'] as const;

const value: fc.Arbitrary<Json> = fc.constantFrom<Json[]>(0, 1, 2, 3, 'x', 'X', 'y', null, true);

/** What a document has at a path: mostly a value, sometimes an array of values, sometimes nothing. */
const held: fc.Arbitrary<Json | undefined> = fc.oneof(
  { weight: 8, arbitrary: value },
  { weight: 2, arbitrary: fc.constant(undefined) },
);
const heldArray = fc.array(value, { minLength: 0, maxLength: 3 });

/** One path at most holds arrays: two in one compound index cannot be written. */
const arrayPath = fc.option(fc.constantFrom(...paths), { freq: 1 });

function documentsWith(arrays: string | null): fc.Arbitrary<readonly Document[]> {
  const values = fc.tuple(
    ...paths.map((path) => (path === arrays ? fc.oneof(held, heldArray) : held)),
    fc.boolean(),
  );
  return fc.array(values.map(documentOf), { minLength: 30, maxLength: 40 });
}

/** Arrays of `c.x` are arrays of values, or of subdocuments with one value each. */
function documentOf([a, b, x, d, spread]: (Json | undefined)[]): Document {
  const subdocuments = Array.isArray(x) && spread ? x.map((each: Json) => ({ x: each })) : { x };
  const whole = { a, b, c: x === undefined ? undefined : subdocuments, d };
  return Object.fromEntries(Object.entries(whole).filter(([, each]) => each !== undefined));
}

const directions = fc.constantFrom(1, -1);

const collations: readonly Json[] = [{ locale: 'en', strength: 2 }, { locale: 'fr' }];

/** Half of them plain: options make fewer queries eligible. */
const options: fc.Arbitrary<IndexOptions> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constant({ sparse: true }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...collations).map((collation): IndexOptions => ({ collation })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Json[]>({ a: { $gt: 0 } }, { d: { $exists: true } }, { b: 1 })
      .map((partialFilterExpression): IndexOptions => ({ partialFilterExpression })),
  },
);

/** Keys that mostly begin one another, forwards or backwards; sometimes of a type of their own. */
const keys: fc.Arbitrary<readonly [KeyPattern, KeyPattern]> = fc
  .record({
    order: fc.shuffledSubarray([...paths], { minLength: 2, maxLength: 4 }),
    signs: fc.array(directions, { minLength: 4, maxLength: 4 }),
    length: fc.integer({ min: 1, max: 3 }),
    turned: fc.boolean(),
    drift: fc.constantFrom('none', 'none', 'none', 'none', 'none', 'sign', 'order', 'hashed'),
  })
  .map(({ order, signs, length, turned, drift }) => {
    const long = order.map((path, at): [string, number | string] => [path, signs[at]!]);
    const short = long
      .slice(0, Math.min(length, long.length))
      .map(([path, sign]): [string, number | string] => [path, turned ? -Number(sign) : sign]);
    if (drift === 'sign') short[short.length - 1]![1] = -Number(short.at(-1)![1]);
    if (drift === 'hashed') long[long.length - 1]![1] = 'hashed';
    return [short, drift === 'order' ? long.toReversed() : long] as const;
  });

function predicates(short: KeyPattern): fc.Arbitrary<Document> {
  const conditions = fc.oneof(
    { weight: 4, arbitrary: value },
    {
      weight: 5,
      arbitrary: fc.constantFrom<Json[]>(
        { $gt: 0 },
        { $gte: 1, $lt: 3 },
        { $lte: 'x' },
        { $in: [1, 2] },
        { $in: [null, 'x'] },
        { $in: [1, 'x', 3] },
        { $exists: true },
        { $exists: false },
        { $eq: null },
        { $ne: null },
        { $ne: 1 },
        { $nin: [1, 2] },
        { $not: { $gt: 1 } },
        { $type: 'string' },
        { $elemMatch: { $gt: 0, $lt: 3 } },
        { $mod: [2, 0] },
        { $regex: '^x' },
        { $size: 2 },
      ),
    },
  );
  const every = short.map(([path]) =>
    fc.option(conditions, { freq: 3, nil: undefined }).map((each) => [path, each]),
  );
  const conjunction = fc
    .tuple(...every)
    .map((pairs) => Object.fromEntries(pairs.filter(([, each]) => each !== undefined)) as Document);
  const [first] = short[0]!;
  return fc.oneof(
    { weight: 6, arbitrary: conjunction },
    {
      weight: 1,
      arbitrary: fc.tuple(conditions, conditions).map(([left, right]) => ({
        $or: [{ [first]: left }, { [first]: right }],
      })),
    },
  );
}

/** Of the paths of a partial filter too, without which the index serves nothing. */
function queriesFor(short: KeyPattern, { partialFilterExpression, collation }: IndexOptions) {
  const sorts = short.flatMap((_, at) =>
    [1, -1].map((turn) =>
      Object.fromEntries(short.slice(at).map(([path, direction]) => [path, turn * (Number(direction) || 1)])),
    ),
  );
  const all = Object.fromEntries([...short.map(([path]) => [path, 1] as const), ['_id', 0] as const]);
  return fc.record({
    filter: predicates(short).map((filter) =>
      partialFilterExpression === undefined ? filter : { $and: [partialFilterExpression, filter] },
    ),
    sort: fc.option(fc.constantFrom<Document[]>(...sorts)),
    projection: fc.option(fc.constant<Document>(all), { freq: 2 }),
    collation:
      collation === undefined
        ? fc.option(fc.constantFrom(...(collations as Document[])), { freq: 1 }).map((each) => each)
        : fc.option(fc.constant(collation as Document), { freq: 5 }),
    limit: fc.option(fc.constant(5)),
  });
}

export const advisedPair: fc.Arbitrary<AdvisedPair> = fc
  .record({
    keys,
    options,
    others: options,
    same: fc.integer({ max: 9, min: 0 }),
    unique: fc.boolean(),
    arrays: arrayPath,
  })
  .chain(({ keys: [short, long], options: own, others, same, unique, arrays }) => {
    const otherOptions = same < 8 ? own : others;
    const isHashed = long.some(([, direction]) => direction === 'hashed');
    const isUnique = unique && !isHashed && short.length === long.length;
    return fc.record({
      one: fc.constant({ key: short, options: own, name: 'one' }),
      other: fc.constant({
        key: long,
        options: isUnique ? { ...otherOptions, unique } : otherOptions,
        name: 'other',
      }),
      documents: documentsWith(arrays),
      arrays: fc.constant(arrays !== null),
      queries: fc.array(queriesFor(short, own), { minLength: 10, maxLength: 10 }),
    });
  });

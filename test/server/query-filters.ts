import fc, { type Arbitrary } from 'fast-check';

export const one = (...texts: readonly string[]): Arbitrary<string> => fc.constantFrom(...texts);

/** A value of each kind of path, as code gives it: known, of a helper, of a parameter; some of another type. */
export const values = {
  id: one(
    'company._id',
    'id',
    "'507f1f77bcf86cd799439011'",
    "new mongoose.Types.ObjectId('507f1f77bcf86cd799439012')",
  ),
  string: one('name', "'open'", 'STATUS.open', '7', '`${STATUS.closed}`'),
  number: one('n', '42', "'17'", 'PAGE * 2', '-1.5'),
  date: one('from', "'2026-01-31'", "new Date('2026-02-01T00:00:00Z')", '1767225600000'),
  boolean: one('true', 'false', "'true'", '0'),
  decimal: one("'12.50'", '3'),
} as const;

export type Kind = keyof typeof values;

export const paths: readonly (readonly [path: string, kind: Kind])[] = [
  ['companyId', 'id'],
  ['_id', 'id'],
  ['email', 'string'],
  ['status', 'string'],
  ['age', 'number'],
  ['active', 'boolean'],
  ['createdAt', 'date'],
  ['balance', 'decimal'],
  ['tags', 'string'],
  ['scores', 'number'],
  ['ownerIds', 'id'],
  ['social.facebookId', 'string'],
  ['social.followers', 'number'],
  ['address.city', 'string'],
  ['address.zip', 'number'],
  ['pets.name', 'string'],
  ['pets.weight', 'number'],
  ['pets.vet', 'id'],
  ['pets.0.born', 'date'],
  ['meta.source', 'string'],
  ['unknownPath', 'number'],
];

export const path = fc.constantFrom(...paths);
export const list = (kind: Kind): Arbitrary<string> =>
  fc.oneof(
    fc.array(values[kind], { minLength: 1, maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    one(kind === 'id' ? 'ids' : kind === 'string' ? 'names' : '[n, 3]'),
  );

/** What stands behind a path: a value, or operators. */
function condition(kind: Kind): Arbitrary<string> {
  const value = values[kind];
  return fc.oneof(
    { weight: 5, arbitrary: value },
    { weight: 1, arbitrary: value.map((text) => `{ $ne: ${text} }`) },
    { weight: 2, arbitrary: list(kind).map((text) => `{ $in: ${text} }`) },
    { weight: 1, arbitrary: list(kind).map((text) => `{ $nin: ${text} }`) },
    { weight: 1, arbitrary: fc.tuple(value, value).map(([a, b]) => `{ $gte: ${a}, $lt: ${b} }`) },
    { weight: 1, arbitrary: value.map((text) => `{ $not: { $gt: ${text} } }`) },
    { weight: 1, arbitrary: one('{ $exists: true }', '{ $exists: 1 }', 'null', "{ $exists: 'false' }") },
    { weight: 1, arbitrary: value.map((text) => `{ $eq: ${text} }`) },
    ...(kind === 'string'
      ? [{ weight: 2, arbitrary: one('/^a/i', "{ $regex: '^x', $options: 'i' }", 're', '{ $regex: /b/ }') }]
      : []),
  );
}

const pair: Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: path.chain(([name, kind]) => condition(kind).map((text) => `'${name}': ${text}`)) },
  {
    weight: 1,
    arbitrary: one(
      'pets: { $elemMatch: { weight: { $gt: n }, name: STATUS.open } }',
      "tags: { $all: ['a', name] }",
      'tags: { $size: 2 }',
      "scores: { $elemMatch: { $gte: '3', $lt: 9 } }",
      "tags: ['x', name]",
      "status: ['open', name]",
      'age: { $mod: [4, 0] }',
      "$expr: { $gt: ['$age', '$social.followers'] }",
      "$comment: 'why'",
      'location: { $geoWithin: { $centerSphere: [[10, 50], 0.1] } }',
    ),
  },
);

export const plainFilter = fc.array(pair, { maxLength: 3 }).map((pairs) => `{ ${unique(pairs).join(', ')} }`);

/** The last of two entries of one path would stand in the place of the first: code does not do that. */
function unique(pairs: readonly string[]): string[] {
  const name = (text: string): string => text.slice(0, text.indexOf(':'));
  return pairs.filter((text, at) => pairs.findIndex((other) => name(other) === name(text)) === at);
}

export const filter: Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: plainFilter },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        one('$or', '$and', '$nor'),
        fc.array(
          plainFilter.filter((text) => text !== '{  }'),
          { minLength: 1, maxLength: 3 },
        ),
      )
      .map(([key, branches]) => `{ ${key}: [${branches.join(', ')}] }`),
  },
  { weight: 1, arbitrary: pair.map((text) => `{ ...(flag && { ${text} }) }`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(pair, pair)
      .map(([a, b]) => `{ ${unique([a, b]).length > 1 ? `${a}, ` : ''}...(flag ? { ${b} } : {}) }`),
  },
);

/** Statements that build a filter, and the expression for it. */
export const built: Arbitrary<readonly [before: string, filter: string]> = fc.oneof(
  { weight: 4, arbitrary: filter.map((text) => ['', text] as const) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        plainFilter,
        path.chain(([name, kind]) => condition(kind).map((text) => [name, text] as const)),
      )
      .map(
        ([start, [name, text]]) =>
          [
            `const where = ${/\$|\w+: /u.test(start) || start.includes(`'${name}'`) ? '{}' : start};\n  if (flag) where['${name}'] = ${text};`,
            'where',
          ] as const,
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(plainFilter, plainFilter)
      .map(
        ([a, b]) => [`const base = ${a};\n  const where = Object.assign({}, base, ${b});`, 'where'] as const,
      ),
  },
  {
    weight: 1,
    arbitrary: plainFilter.map(
      (text) =>
        [`const scoped = (more) => ({ companyId: company._id, ...more });`, `scoped(${text})`] as const,
    ),
  },
);

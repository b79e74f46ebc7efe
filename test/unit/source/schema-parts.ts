import fc, { type Arbitrary } from 'fast-check';

export const one = (...texts: string[]): Arbitrary<string> => fc.constantFrom(...texts);
const join = (parts: Arbitrary<string[]>, between = ', '): Arbitrary<string> =>
  parts.map((texts) => texts.join(between));

/** Names that paths take. */
const names = [
  'email',
  'name',
  'companyId',
  'createdAt',
  'status',
  'tags',
  'address',
  'loc',
  'items',
  'order-id',
];
/** A path `type` makes a path of the object that it is in, mostly one that Mongoose refuses. */
export const pathName = fc.oneof(
  { weight: 60, arbitrary: one(...names) },
  { weight: 1, arbitrary: one('type') },
);
const keyOf = (name: string): string => (/^\w+$/.test(name) ? name : `'${name}'`);

export const scalar = one(
  'String',
  'Number',
  'Date',
  'Boolean',
  'Buffer',
  'Schema.Types.ObjectId',
  'mongoose.Schema.Types.Mixed',
  "'string'",
  "'Date'",
  "'ObjectId'",
  'Object',
  'mongoose.Types.ObjectId',
  'Schema.Types.Decimal128',
  'mongoose.SchemaTypes.UUID',
);
/** Mongoose refuses `'string'` in an array. */
const element = fc.oneof(
  { weight: 40, arbitrary: scalar.filter((text) => text !== "'string'") },
  { weight: 1, arbitrary: one("'string'") },
);
export const indexObject = one(
  '{ unique: true }',
  "{ name: 'byName' }",
  "{ type: '2dsphere', sparse: true }",
  "{ expires: '1d' }",
  '{ expires: 60 * 60 }',
  '{ partialFilterExpression: { status: { $exists: true } } }',
  "{ unique: true, collation: { locale: 'en', strength: 2 } }",
  '{}',
  '{ background: true }',
  "{ name: 'joined' }",
  '{ unique: true, background: false, sparse: true }',
  '{ type: -1 }',
  '{ unique: false }',
  '{ sparse: false, unique: true }',
  '{ text: true, weights: { name: 2 } }',
  '{ expireAfterSeconds: 5 }',
  "{ type: 'text', default_language: 'none' }",
  'FIELD_INDEX',
);
const option: Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: one(
      'true',
      '1',
      '-1',
      "'2dsphere'",
      "'text'",
      "'hashed'",
      'false',
      "'asc'",
      "'descending'",
      "'2d'",
      'null',
      'undefined',
      '0',
    ).map((text) => `index: ${text}`),
  },
  { weight: 4, arbitrary: indexObject.map((text) => `index: ${text}`) },
  {
    weight: 3,
    arbitrary: one('true', 'false', "[true, 'taken']", "'taken'").map((text) => `unique: ${text}`),
  },
  { weight: 2, arbitrary: one('true', 'false').map((text) => `sparse: ${text}`) },
  { weight: 1, arbitrary: one('true', 'false').map((text) => `text: ${text}`) },
  {
    weight: 2,
    arbitrary: one('60', "'1d'", "'2 hours'", "'1.5h'", "'90'", 'DAY').map((text) => `expires: ${text}`),
  },
  {
    weight: 3,
    arbitrary: one(
      'required: true',
      "ref: 'User'",
      'select: false',
      "alias: 'short'",
      'required: [true, `needed`]',
      'default: null',
    ),
  },
);
const optionName = (text: string): string => text.slice(0, text.indexOf(':'));
/** A few of what Mongoose refuses is kept: it must not be read as complete and other than it is. */
export const options = join(
  fc
    .tuple(fc.uniqueArray(option, { maxLength: 4, selector: optionName }), fc.integer({ min: 0, max: 39 }))
    .map(([texts, nasty]) =>
      nasty > 0 && texts.some((text) => /^index: (-?[01]|false)$/.test(text))
        ? texts.filter((text) => !/^(unique|sparse|text):/.test(text))
        : texts,
    ),
);
export const withOptions = (type: Arbitrary<string>): Arbitrary<string> =>
  fc
    .tuple(type, options, fc.boolean())
    .map(([text, more, last]) =>
      more === '' ? `{ type: ${text} }` : last ? `{ ${more}, type: ${text} }` : `{ type: ${text}, ${more} }`,
    );

/** The entries of a definition, without braces. */
export function entries(depth: number): Arbitrary<string> {
  const value = pathValue(depth);
  const key =
    depth > 0
      ? fc.oneof(
          { weight: 6, arbitrary: pathName },
          { weight: 1, arbitrary: one('address.city', 'meta.seen.at') },
        )
      : pathName;
  return fc
    .uniqueArray(fc.tuple(key, value), {
      maxLength: depth > 1 ? 6 : 3,
      minLength: 1,
      selector: ([name]) => name.split('.')[0],
    })
    .map((pairs) => pairs.map(([name, text]) => `${keyOf(name)}: ${text}`).join(',\n  '));
}

export const subOptions = one(
  '',
  ', { _id: false }',
  ', { excludeIndexes: true }',
  ', { timestamps: true, _id: false }',
);

function pathValue(depth: number): Arbitrary<string> {
  const flat = fc.oneof(
    { weight: 2, arbitrary: scalar },
    { weight: 8, arbitrary: withOptions(scalar) },
    { weight: 1, arbitrary: element.map((text) => `[${text}]`) },
    { weight: 2, arbitrary: withOptions(element.map((text) => `[${text}]`)) },
    { weight: 1, arbitrary: withOptions(element).map((text) => `[${text}]`) },
    {
      weight: 1,
      arbitrary: one(
        '[]',
        'Array',
        '{}',
        '{ type: [], index: true }',
        '{ type: Map, of: String }',
        '{ type: Map, of: Number, index: true }',
        '{ type: Map, of: { type: String, index: true } }',
        '{ type: Map, of: sub }',
        "{ type: Map, of: { inner: { type: Number, unique: true } }, index: 'hashed' }",
        '{ type: Map, of: new Schema({ deep: { type: Date, expires: DAY } }) }',
        '{ type: Schema.Types.Union, of: [String, Number], unique: true }',
        "{ type: Array, of: { type: String, index: 'text' } }",
        "new Schema.Types.String('name', { index: true })",
        '{ type: [{ kind: String }], discriminators: { Big: new Schema({ size: { type: Number, index: true } }) } }',
        '[{ kind: String, discriminators: String }]',
        '{ type: sub, _id: false }',
        '{ type: sub, discriminators: { Odd: new Schema({ odd: { type: Number, index: -1 } }), Even: new Schema({ even: { type: String, unique: true } }) } }',
        '{ type: Array, index: true }',
        "new Schema({ serial: { $type: String, unique: true }, type: { $type: Number, index: -1 } }, { typeKey: '$type', _id: false })",
        "[new Schema({ text: { type: String, index: 'text' } }, { _id: false, collation: { locale: 'nl' } })]",
        'DAY > MINUTES ? { type: Date, expires: `${DAY / MINUTES}m` } : { type: Date, index: 1 }',
        '{ ...common.tenant, unique: true }',
        "reference('User')",
        "reference('User', { index: true })",
        "[reference('Team', { index: -1 })]",
        'Object.fromEntries(Object.values(Fields).map((key, at) => [key, { type: String, index: at ? -1 : true }]))',
      ),
    },
    {
      weight: 1,
      arbitrary: one(
        'sub',
        '[sub]',
        '{ type: sub }',
        '{ type: [sub] }',
        '{ type: sub, excludeIndexes: true }',
        '{ type: sub, index: true }',
        '{ type: [sub], index: true }',
        '[{ type: sub }]',
        '{ type: sub, required: true, unique: true }',
        '{ type: [sub], excludeIndexes: true }',
        '[[sub]]',
      ),
    },
  );
  if (depth <= 0) return flat;
  const inner = entries(depth - 1);
  return fc.oneof(
    { weight: 6, arbitrary: flat },
    { weight: 2, arbitrary: inner.map((text) => `{ ${text} }`) },
    { weight: 1, arbitrary: inner.map((text) => `[{ ${text} }]`) },
    { weight: 1, arbitrary: withOptions(inner.map((text) => `[{ ${text} }]`)) },
    { weight: 1, arbitrary: withOptions(inner.map((text) => `{ ${text} }`)) },
    {
      weight: 1,
      arbitrary: fc.tuple(inner, subOptions).map(([text, more]) => `new Schema({ ${text} }${more})`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(inner, subOptions).map(([text, more]) => `[new Schema({ ${text} }${more})]`),
    },
  );
}

const indexKey = fc
  .uniqueArray(
    fc.tuple(
      fc.oneof(pathName, one('social.facebookId', '[`${PREFIX}.id`]', '[Fields.email]', '[FIELD]')),
      one('1', '-1', "'text'", "'2dsphere'", "'asc'", "'descending'", "'hashed'", 'UP'),
    ),
    { minLength: 1, maxLength: 3, selector: ([name]) => name },
  )
  .map(
    (pairs) =>
      `{ ${pairs.map(([name, text]) => `${name.startsWith('[') ? name : keyOf(name)}: ${text}`).join(', ')} }`,
  );
export const indexArguments = fc
  .tuple(
    indexKey,
    fc.oneof(
      one('', '', ', undefined'),
      indexObject.map((text) => `, ${text}`),
    ),
  )
  .map(([key, more]) => key + more);

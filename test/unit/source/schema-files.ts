import fc, { type Arbitrary } from 'fast-check';

/** A program of several files, the first of which is the one to load. */
export interface SchemaProgram {
  readonly files: Readonly<Record<string, string>>;
  readonly entry: string;
}

export type Style = 'commonjs' | 'esm' | 'typescript';

const one = (...texts: string[]): Arbitrary<string> => fc.constantFrom(...texts);
const join = (parts: Arbitrary<string[]>, between = ', '): Arbitrary<string> =>
  parts.map((texts) => texts.join(between));

const names = [
  'email',
  'name',
  'companyId',
  'createdAt',
  'status',
  'tags',
  'address',
  'loc',
  'type',
  'items',
  'order-id',
];
const pathName = one(...names);
const keyOf = (name: string): string => (/^\w+$/.test(name) ? name : `'${name}'`);

const scalar = one(
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
const indexObject = one(
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
const options = join(fc.uniqueArray(option, { maxLength: 4, selector: optionName }));
const withOptions = (type: Arbitrary<string>): Arbitrary<string> =>
  fc
    .tuple(type, options, fc.boolean())
    .map(([text, more, last]) =>
      more === '' ? `{ type: ${text} }` : last ? `{ ${more}, type: ${text} }` : `{ type: ${text}, ${more} }`,
    );

/** The entries of a definition, without braces. */
function entries(depth: number): Arbitrary<string> {
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

const subOptions = one(
  '',
  ', { _id: false }',
  ', { excludeIndexes: true }',
  ', { timestamps: true, _id: false }',
);

function pathValue(depth: number): Arbitrary<string> {
  const flat = fc.oneof(
    { weight: 2, arbitrary: scalar },
    { weight: 8, arbitrary: withOptions(scalar) },
    { weight: 1, arbitrary: scalar.map((text) => `[${text}]`) },
    { weight: 2, arbitrary: withOptions(scalar.map((text) => `[${text}]`)) },
    { weight: 1, arbitrary: withOptions(scalar).map((text) => `[${text}]`) },
    {
      weight: 1,
      arbitrary: one(
        '[]',
        'Array',
        '{}',
        '{ type: [], index: true }',
        '{ type: Map, of: String }',
        '{ type: Map, of: Number, index: true }',
        '{ type: Array, index: true }',
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
const indexArguments = fc
  .tuple(
    indexKey,
    fc.oneof(
      one('', '', ', undefined'),
      indexObject.map((text) => `, ${text}`),
    ),
  )
  .map(([key, more]) => key + more);

const statement: Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: indexArguments.map((text) => `schema.index(${text});`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(indexArguments, indexArguments)
      .map(([a, b]) => `schema\n  .index(${a})\n  .index(${b});`),
  },
  {
    weight: 1,
    arbitrary: one(
      "['name', 'email'].forEach((path) => schema.index({ [path]: 1 }));",
      "for (const path of ['name', 'status']) { schema.index({ companyId: 1, [path]: -1 }); }",
      'Object.entries({ a: 1, b: -1 }).forEach(([path, way]) => { schema.index({ [path]: way }); });',
      'for (const path in { a: 0, b: 0 }) schema.index({ [path]: 1 });',
    ),
  },
  { weight: 2, arbitrary: entries(1).map((text) => `schema.add({ ${text} });`) },
  {
    weight: 1,
    arbitrary: indexArguments.map(
      (text) =>
        `schema.plugin((it, { on } = {}) => { if (on) it.index(${text}); it.index({ plugged: 1 }); }, { on: true });`,
    ),
  },
  {
    weight: 1,
    arbitrary: indexArguments.map(
      (text) => `(function extend(target) { target.index(${text}); return target; })(schema);`,
    ),
  },
  {
    weight: 3,
    arbitrary: one(
      "schema.set('autoIndex', false);",
      "schema.set('collation', { locale: 'de' });",
      "schema.pre('save', function () { this.touch(); });",
      'schema.methods.full = function () { return this.name; };',
      "schema.virtual('full').get(function () { return 1; });",
      "schema.set('toJSON', { virtuals: true });",
      'schema.statics.byName = function (name) { return this.find({ name }); };',
      "schema.set('excludeIndexes', true);",
      "schema.post('save', (doc) => { console.log(doc); });",
    ),
  },
);

const schemaOptions = one(
  '',
  '',
  ", { collection: 'somewhere' }",
  ', { timestamps: true }',
  ', { autoIndex: false }',
  ", { collation: { locale: 'en' } }",
  ', { ...{ versionKey: false } }',
  ", Object.assign({ strict: false }, { collection: 'assigned' })",
  ', { typePojoToMixed: false }',
);
const modelName = one(
  'Contact',
  'CompanyIntegration',
  'Person',
  'userStatus',
  'Category',
  'Box',
  'Data',
  'Mouse',
  'News',
  'system.thing',
);
const definitionForm: Arbitrary<(text: string) => string> = fc.constantFrom(
  (text: string) => `{ ${text} }`,
  (text: string) => `{ ...common, ${text} }`,
  (text: string) => `Object.assign({}, common, { ${text} })`,
  (text: string) => `define({ ${text} })`,
  (text: string) => `{ ${text}, ...(true ? common : {}) }`,
  (text: string) => `{ ...define({ made: { type: Date, expires: DAY } }), ${text} }`,
);

const values = [
  'const MINUTE = 60;',
  'const DAY = MINUTE * 60 * 24;',
  "const PREFIX = 'social';",
  "const FIELD = 'owner' + 'Id';",
  'const UP = 1;',
  "const Fields = Object.freeze({ email: 'mail', name: 'label' });",
  'const FIELD_INDEX = { unique: true, sparse: true };',
  'const common = { tenant: { type: String, index: true }, seen: Date };',
  'const define = (own) => ({ ...own, defined: { type: Number, index: -1 } });',
];
const valueNames = ['DAY', 'PREFIX', 'FIELD', 'UP', 'Fields', 'FIELD_INDEX', 'common', 'define'];

/** Two files beside the model: constants, and a schema that it holds. */
export function schemaPrograms(style: Style): Arbitrary<SchemaProgram> {
  const extension = style === 'commonjs' ? 'cjs' : style === 'esm' ? 'mjs' : 'ts';
  const esm = style !== 'commonjs';
  const ending = style === 'typescript' ? 'js' : extension;
  const take = (what: string, from: string): string =>
    esm ? `import ${what} from '${from}';` : `const ${what.replaceAll(' as ', ': ')} = require('${from}');`;
  const give = (what: string): string => (esm ? `export { ${what} };` : `module.exports = { ${what} };`);
  const mongooseImport = esm
    ? one(
        "import mongoose from 'mongoose';\nconst { Schema } = mongoose;",
        "import mongoose, { Schema, model } from 'mongoose';",
        "import * as mongoose from 'mongoose';\nimport { Schema } from 'mongoose';",
      )
    : one(
        "const mongoose = require('mongoose');\nconst Schema = mongoose.Schema;",
        "const mongoose = require('mongoose');\nconst { Schema, model } = mongoose;",
      );
  return fc
    .record({
      head: mongooseImport,
      subHead: mongooseImport,
      sub: entries(1),
      subMore: fc.array(indexArguments, { maxLength: 1 }),
      subOptions,
      form: definitionForm,
      body: entries(2),
      schemaOptions,
      name: modelName,
      third: one('', '', ", 'third'"),
      statements: fc.array(statement, { maxLength: 4 }),
      late: fc.array(statement, { maxLength: 1 }),
      clone: fc.boolean(),
    })
    .map((it) => ({
      entry: `model.${extension}`,
      files: {
        [`values.${extension}`]: [...values, give(valueNames.join(', '))]
          .join('\n')
          .replace('(own) =>', style === 'typescript' ? '(own: object) =>' : '(own) =>'),
        [`sub.${extension}`]: [
          it.subHead,
          take(`{ ${valueNames.join(', ')} }`, `./values.${ending}`),
          `const sub = new Schema({ ${it.sub.replaceAll(/\bsub\b/g, 'String')} }${it.subOptions});`,
          ...it.subMore.map((text) => `sub.index(${text});`),
          esm ? 'export default sub;' : 'module.exports = sub;',
        ].join('\n'),
        [`model.${extension}`]: [
          it.head,
          take(`{ ${valueNames.join(', ')} }`, `./values.${ending}`),
          take('sub', `./sub.${ending}`),
          `${it.clone ? 'const base' : 'const schema'} = new Schema(${it.form(it.body)}${it.schemaOptions});`,
          ...(it.clone ? ['const schema = base.clone();'] : []),
          ...it.statements,
          `const Model = mongoose.model('${it.name}', schema${it.third});`,
          ...it.late,
          // An import that nothing uses is left out of what TypeScript makes of the file.
          esm ? 'export { Model as default, sub };' : 'module.exports = Model;',
        ].join('\n'),
      },
    }));
}

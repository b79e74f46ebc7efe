import fc, { type Arbitrary } from 'fast-check';
import { change } from './schema-changes.js';
import { entries, indexArguments, one, subOptions } from './schema-parts.js';

/** A program of several files, the first of which is the one to load. */
export interface SchemaProgram {
  readonly files: Readonly<Record<string, string>>;
  readonly entry: string;
}

export type Style = 'commonjs' | 'esm' | 'typescript';

export const statement: Arbitrary<string> = fc.oneof(
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
      "Object.values(['name', 'email']).forEach((path) => schema.index({ [path]: 1 }));",
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
      (text) => `void (function extend(target) { target.index(${text}); return target; })(schema);`,
    ),
  },
  { weight: 6, arbitrary: change },
  {
    weight: 3,
    arbitrary: one(
      "schema.set('autoIndex', false);",
      "schema.set('collation', { locale: 'de' });",
      "schema.pre('save', function () { this.touch(); });",
      'schema.methods.full = function () { return this.name; };',
      "schema.virtual('full').get(function () { return 1; });",
      "schema.set('toJSON', { virtuals: true });",
      'Object.assign(schema.statics, { all() { return this.find(); } });',
      'schema.statics.byName = function (name) { return this.find({ name }); };',
      "schema.set('excludeIndexes', true);",
      "schema.post('save', (doc) => { console.log(doc); });",
    ),
  },
);

export const schemaOptions = one(
  '',
  '',
  ", { collection: 'somewhere' }",
  ', { timestamps: true }',
  ', { autoIndex: false }',
  ", { collation: { locale: 'en' } }",
  ', { ...{ versionKey: false } }',
  ", Object.assign({ strict: false }, { collection: 'assigned' })",
  ", { timestamps: { createdAt: 'made', updatedAt: false } }",
  ', { _id: false }',
  ", { discriminatorKey: 'kind' }",
  ', { excludeIndexes: true }',
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

export const values = [
  'const MINUTE = 60;',
  'const DAY = MINUTE * 60 * 24;',
  "const PREFIX = 'social';",
  "const FIELD = 'owner' + 'Id';",
  'const UP = 1;',
  "const Fields = Object.freeze({ email: 'mail', name: 'label' });",
  'const FIELD_INDEX = { unique: true, sparse: true };',
  'const MINUTES = 60 ** 2 - 59 * MINUTE;',
  "const reference = (ref, more = {}) => ({ type: 'ObjectId', ref, ...more });",
  'const common = { tenant: { type: String, index: true }, seen: Date };',
  'const define = (own) => ({ ...own, defined: { type: Number, index: -1 } });',
];
/** Plugins and factories, in files of their own. */
export const plugins = [
  'const stamped = (schema, { field = `stampedAt`, unique } = {}) => {',
  '  if (!schema.path(field)) schema.add({ [field]: { type: Date, index: unique ? { unique } : true } });',
  '  schema.pre(`save`, function () { this[field] = new Date(); });',
  '};',
  'function owned(schema) { schema.index({ owner: UP, [FIELD]: -1 }, { name: `owned` }); }',
  'function makePlugin(first, ...others) {',
  '  return (schema) => { for (const path of [first, ...others]) { schema.add({ [path]: { type: Date, index: path === first } }); } };',
  '}',
];
export const pluginNames = ['stamped', 'owned', 'makePlugin'];
export const factories = [
  'const makeDefinition = (more = {}) => Object.fromEntries(',
  '  Object.entries({ height: { type: Number, index: true }, width: Number }).map(([key, value]) => [`${key}Cm`, value]).concat(Object.keys(more).map((key) => [key, { type: Number, unique: true }])),',
  ');',
  'function makeSchema(options) {',
  '  const made = new Schema({ code: { type: String, unique: true }, ...makeDefinition() }, options);',
  '  made.index({ code: 1, [`${PREFIX}Id`]: -1 });',
  '  return made;',
  '}',
];
export const factoryNames = ['makeDefinition', 'makeSchema'];
export const valueNames = [
  'DAY',
  'PREFIX',
  'FIELD',
  'UP',
  'Fields',
  'FIELD_INDEX',
  'common',
  'define',
  'MINUTES',
  'reference',
];

/** What the model is made of: `base`, or what comes of it. */
const schemaForm = one(
  ...Array.from({ length: 8 }, () => 'base'),
  'base.clone()',
  "base.clone().set('collation', { locale: 'sv' })",
  'new Schema(base)',
  'new Schema([base, { listed: { type: String, index: true } }])',
  "base.pick(['name', 'status'].filter((path) => base.path(path)))",
  "base.pick(Object.keys(base.paths).filter((path) => path !== 'email'))",
  "base.omit(['email', 'items'])",
  "base.omit(['name', '_id'], { collation: { locale: 'da' } })",
  "base.clone().remove('status')",
  'Schema.create(common).add(base)',
  "(() => { const own = base.clone(); own.path('name')?.index(true); return own; })()",
  'schemaOf(base)',
  'Object.assign(base, {})',
  '[base.clone()].map((it) => it.add({ mapped: { type: String, sparse: true } }))[0]',
);

/** What is done with the model once it is made. */
const afterwards: Arbitrary<string> = fc.oneof(
  indexArguments.map((text) => `Model.schema.index(${text});`),
  fc
    .tuple(
      entries(1),
      indexArguments,
      one('', ", 'v'", ', { value: 7 }', ', { clone: false }', ', { mergeHooks: false }'),
    )
    .map(
      ([text, index, more]) =>
        `{ const child = new Schema({ ${text} }); child.index(${index}); const Child = Model.discriminator('Child' + ${JSON.stringify(String(text.length))}, child${more}); Child.schema.index({ late: 1 }); }`,
    ),
  entries(1).map(
    (text) => `Model.discriminator('Own${text.length}', new Schema({ ${text} }, { _id: false }));`,
  ),
  one(
    "Model.discriminator('Made', makeSchema());",
    'Model.init().catch(() => {});',
    "Model.discriminator('Sparse', new Schema({ s: { type: String, sparse: true, index: true }, t: { type: Number, index: { partialFilterExpression: { t: 1 } } } }), 'sp');",
    "Model.schema.path('name')?.index(true);",
    "[['Cat', 'claws'], ['Dog', 'teeth']].forEach(([kind, path]) => Model.discriminator(kind, new Schema({ [path]: { type: Number, index: true } })));",
    "{ const grown = Model.discriminator('Grown', new Schema({ g: { type: Date, expires: '3h' } }, { collation: { locale: 'pl' } })); grown.schema.path('g').index(-1); }",
  ),
);

/** What is said to Mongoose as a whole. It holds for all models; where it comes first, the order of indexes tells. */
const setting = one(
  ...Array.from({ length: 30 }, () => ''),
  'mongoose.plugin(owned);',
  "mongoose.plugin((it) => { if (it.path('name')) it.index({ everywhere: 1 }); });",
  'mongoose.pluralize(null);',
  'mongoose.pluralize((name) => `${PREFIX}_${name.toLowerCase()}`);',
  "mongoose.set('autoIndex', false);",
);

/** Files beside the model: constants, plugins, factories, and a schema that it holds. */
export function schemaPrograms(style: Style): Arbitrary<SchemaProgram> {
  const extension = style === 'commonjs' ? 'cjs' : style === 'esm' ? 'mjs' : 'ts';
  const esm = style !== 'commonjs';
  const ending = style === 'typescript' ? 'js' : extension;
  const take = (what: string, from: string): string =>
    esm ? `import ${what} from '${from}';` : `const ${what.replaceAll(' as ', ': ')} = require('${from}');`;
  const takeAll = (names: readonly string[], file: string): string =>
    take(`{ ${names.join(', ')} }`, `./${file}.${ending}`);
  const give = (what: string): string => (esm ? `export { ${what} };` : `module.exports = { ${what} };`);
  const typed = (text: string): string =>
    style === 'typescript'
      ? text
          .replace('(own) =>', '(own: object) =>')
          .replace('(ref, more = {})', '(ref: string, more: object = {})')
      : text;
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
      subDiscriminator: fc.option(entries(0), { freq: 8 }),
      subOptions,
      form: definitionForm,
      body: entries(2),
      schemaOptions,
      name: modelName,
      third: one('', '', ", 'third'"),
      before: fc.array(statement, { maxLength: 2 }),
      schemaForm,
      statements: fc.array(statement, { maxLength: 4 }),
      late: fc.array(statement, { maxLength: 1 }),
      afterwards: fc.array(afterwards, { maxLength: 2 }),
      setting,
      extra: one(
        '',
        '',
        '',
        "mongoose.model('Plain', { plain: { type: String, unique: true } });",
        "mongoose.model('Other', sub);",
        "mongoose.model('Sub', sub.clone());",
        "for (const name of ['Red', 'Blue']) mongoose.model(name, base.clone().index({ [name]: 1 }), `${PREFIX}_${name}`);",
        "const modelOf = (name, ...more) => mongoose.model(name, new Schema({ m: { type: Number, index: true } }, ...more));\nmodelOf('One');\nmodelOf('Two', { collection: 'twice', timestamps: true });",
        "mongoose.model('Typed', new Schema({ v: { $type: String, index: true, alias: 'w' }, type: { $type: Date, expires: '7d' } }, { typeKey: '$type' }));",
      ),
    })
    .map((it) => ({
      entry: `model.${extension}`,
      files: {
        [`values.${extension}`]: typed([...values, give(valueNames.join(', '))].join('\n')),
        [`plugins.${extension}`]: [
          takeAll(valueNames, 'values'),
          ...plugins,
          give(pluginNames.join(', ')),
        ].join('\n'),
        [`factories.${extension}`]: [
          it.subHead,
          takeAll(valueNames, 'values'),
          ...factories,
          give(factoryNames.join(', ')),
        ].join('\n'),
        [`sub.${extension}`]: [
          it.subHead,
          takeAll(valueNames, 'values'),
          `const sub = new Schema({ ${it.sub.replaceAll(/\bsub\b/g, 'String')} }${it.subOptions});`,
          ...it.subMore.map((text) => `sub.index(${text});`),
          ...(it.subDiscriminator === null
            ? []
            : [
                `sub.discriminator('SubKind', new Schema({ ${it.subDiscriminator.replaceAll(/\bsub\b/g, 'String')} }));`,
              ]),
          esm ? 'export default sub;' : 'module.exports = sub;',
        ].join('\n'),
        [`model.${extension}`]: [
          it.head,
          takeAll(valueNames, 'values'),
          takeAll(pluginNames, 'plugins'),
          takeAll(factoryNames, 'factories'),
          take('sub', `./sub.${ending}`),
          it.setting,
          'function schemaOf(given) { given.index({ given: 1 }); return given; }',
          `const base = new Schema(${it.form(it.body)}${it.schemaOptions});`,
          ...it.before.map((text) => text.replaceAll(/(?<![.\w])schema\b(?!:)/g, 'base')),
          `const schema = ${it.schemaForm};`,
          ...it.statements,
          `const Model = mongoose.model('${it.name}', schema${it.third});`,
          ...it.late,
          ...it.afterwards,
          it.extra,
          // An import that nothing uses is left out of what TypeScript makes of the file.
          esm ? 'export { Model as default, sub };' : 'module.exports = Model;',
        ].join('\n'),
      },
    }));
}

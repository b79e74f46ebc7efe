import fc, { type Arbitrary } from 'fast-check';
import {
  entries,
  indexArguments,
  indexObject,
  one,
  pathName,
  scalar,
  subOptions,
  withOptions,
} from './schema-parts.js';

/** A program of several files, the first of which is the one to load. */
export interface SchemaProgram {
  readonly files: Readonly<Record<string, string>>;
  readonly entry: string;
}

export type Style = 'commonjs' | 'esm' | 'typescript';

/** A path that may be there. */
const somePath = fc.oneof(
  { weight: 4, arbitrary: pathName },
  {
    weight: 2,
    arbitrary: one(
      '_id',
      'createdAt',
      'tenant',
      'address.city',
      'items.name',
      'made',
      'items.email',
      'defined',
    ),
  },
);

/** Changes of what is there. A path that is not there is left alone, as optional calls do. */
const change: Arbitrary<string> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        somePath,
        fc.oneof(
          indexObject.map((text) => `index(${text})`),
          one(
            'index(true)',
            "index('text')",
            'unique(true)',
            'sparse(true)',
            'text(true)',
            'index(false)',
            'index(-1)',
          ),
        ),
      )
      .map(([path, call]) => `schema.path('${path}')?.${call};`),
  },
  {
    weight: 1,
    arbitrary: somePath.map((path) => `if (schema.path('${path}')) schema.index({ '${path}': -1 });`),
  },
  {
    weight: 1,
    arbitrary: somePath.map(
      (path) => `if (!schema.path('${path}')) schema.add({ '${path}': { type: String, index: true } });`,
    ),
  },
  { weight: 2, arbitrary: somePath.map((path) => `schema.remove('${path}');`) },
  { weight: 1, arbitrary: fc.tuple(somePath, somePath).map(([a, b]) => `schema.remove(['${a}', '${b}']);`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(somePath, entries(0))
      .map(([path, text]) => `schema.path('${path}')?.schema?.add({ ${text} });`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(somePath, indexArguments)
      .map(([path, text]) => `schema.path('${path}')?.schema?.index(${text});`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(pathName, withOptions(scalar))
      .map(([path, text]) => `schema.path('${path}', ${text});`),
  },
  { weight: 1, arbitrary: entries(1).map((text) => `schema.add(new Schema({ ${text} }));`) },
  {
    weight: 1,
    arbitrary: indexArguments.map(
      (text) =>
        `{ const other = new Schema({ fresh: { type: Number, unique: true } }, { timestamps: true }); other.index(${text}); schema.add(other); }`,
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(somePath, entries(1), one('', ", 'v'", ', { value: 3 }', ', { clone: false }'))
      .map(
        ([path, text, more]) =>
          `schema.path('${path}')?.discriminator?.('Kind', new Schema({ ${text} })${more});`,
      ),
  },
  {
    weight: 4,
    arbitrary: one(
      'schema.clearIndexes();',
      'schema.removeIndex({ name: 1 });',
      "schema.removeIndex('byName');",
      "schema.eachPath((path, type) => { if (type.instance === 'Date') schema.index({ [path]: -1 }); });",
      "schema.eachPath((path) => { if (path.endsWith('.city')) schema.path(path).index(true); });",
      'Object.keys(schema.paths).forEach((path) => { if (path === FIELD) schema.index({ [path]: 1 }); });',
      'schema.childSchemas.forEach((child) => { child.schema.index({ child: 1 }); });',
      'schema.paths.name?.index({ unique: true });',
      "schema.set('timestamps', true);",
      "schema.set('_id', false);",
      "schema.options.collation = { locale: 'fr' };",
      'schema.plugin(stamped);',
      "schema.plugin(stamped, { field: 'editedAt', unique: true });",
      'schema.plugin(owned, { deduplicate: true });\nschema.plugin(owned, { deduplicate: true });',
      'schema.add(makeDefinition({ weight: 2 }));',
      'schema.add(makeSchema());',
      'schema.add({ made: makeSchema(), many: [makeSchema({ excludeIndexes: true })] });',
      'schema.loadClass(class { get full() { return 1; } static all() { return this.find(); } });',
      "schema.alias('email', 'mail2');\nschema.index({ mail2: 1 });",
      'for (const [path, way] of Object.entries({ zip: 1, [FIELD]: -1 })) schema.index({ [path]: way, common: 1 });',
      "schema.index(Object.fromEntries(['x', 'y'].map((path) => [path, UP])));",
      "schema.index({ ...(UP > 0 ? { up: 1 } : { down: 1 }), ['last']: UP - 2 }, { name: `${PREFIX}_index`, expireAfterSeconds: DAY / 2 });",
      'schema.index(Object.assign({ a: 1 }, { b: -1 }), { ...FIELD_INDEX, sparse: undefined });',
      "schema.discriminator('TopA', new Schema({ a1: { type: String, index: true } }));",
      "schema.discriminator('TopB', makeSchema(), 'b');",
      'const { index } = { index: (key) => schema.index(key) }; index({ wrapped: 1 });',
    ),
  },
);

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
  'const common = { tenant: { type: String, index: true }, seen: Date };',
  'const define = (own) => ({ ...own, defined: { type: Number, index: -1 } });',
];
/** Plugins and factories, in files of their own. */
const plugins = [
  'const stamped = (schema, { field = `stampedAt`, unique } = {}) => {',
  '  if (!schema.path(field)) schema.add({ [field]: { type: Date, index: unique ? { unique } : true } });',
  '  schema.pre(`save`, function () { this[field] = new Date(); });',
  '};',
  'function owned(schema) { schema.index({ owner: UP, [FIELD]: -1 }, { name: `owned` }); }',
];
const pluginNames = ['stamped', 'owned'];
const factories = [
  'const makeDefinition = (more = {}) => Object.fromEntries(',
  '  Object.entries({ height: { type: Number, index: true }, width: Number }).map(([key, value]) => [`${key}Cm`, value]).concat(Object.keys(more).map((key) => [key, { type: Number, unique: true }])),',
  ');',
  'function makeSchema(options) {',
  '  const made = new Schema({ code: { type: String, unique: true }, ...makeDefinition() }, options);',
  '  made.index({ code: 1, [`${PREFIX}Id`]: -1 });',
  '  return made;',
  '}',
];
const factoryNames = ['makeDefinition', 'makeSchema'];
export const valueNames = ['DAY', 'PREFIX', 'FIELD', 'UP', 'Fields', 'FIELD_INDEX', 'common', 'define'];

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
  ),
);

/** What is said to Mongoose as a whole. It holds for all models; where it comes first, the order of indexes tells. */
const setting = one(
  ...Array.from({ length: 12 }, () => ''),
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
    style === 'typescript' ? text.replace('(own) =>', '(own: object) =>') : text;
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

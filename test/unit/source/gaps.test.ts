import assert from 'node:assert/strict';
import { outline, removeFolders, scan } from './source-folder.js';

/** What follows `const schema = new Schema({ email: String })`, the problem, and the text that the problem is about. */
const changes: readonly (readonly [code: string, text: string, at: string])[] = [
  ['unknown-plugin', "schema.plugin(require('mongoose-slug'));", "schema.plugin(require('mongoose-slug'))"],
  ['unknown-plugin', 'schema.plugin(given);', 'schema.plugin(given)'],
  ['unknown-plugin', "mongoose.plugin(require('other'));", ''],
  ['escapes', 'given(schema);', 'given(schema)'],
  ['escapes', "require('schema-tools').improve(schema);", "require('schema-tools').improve(schema)"],
  ['escapes', 'Object.assign(schema, given);', 'Object.assign(schema, given)'],
  ['changed', 'Object.assign(schema, { paths: {} });', 'Object.assign(schema, { paths: {} })'],
  [
    'escapes',
    'Object.values({ schema, ...given }).forEach((one) => one.index({ email: 1 }));',
    'Object.values({ schema, ...given })',
  ],
  ['escapes', '[schema, ...given].forEach((one) => one.index({ email: 1 }));', ''],
  ['escapes', '[schema, ...given].reverse()[0].index({ email: 1 });', ''],
  ['escapes', "['a', ...given].reduce((all, path) => all.index({ [path]: 1 }), schema);", ''],
  ['escapes', 'for (const one of [schema, ...given]) one.index({ email: 1 });', '[schema, ...given]'],
  ['unknown-key', 'schema.index({ [given]: 1 });', 'schema.index({ [given]: 1 })'],
  ['unknown-key', 'schema.index(given);', 'schema.index(given)'],
  ['unknown-key', 'schema.index({ ...given });', 'schema.index({ ...given })'],
  ['unknown-index', 'schema.index({ email: given });', 'schema.index({ email: given })'],
  [
    'unknown-index',
    'schema.index({ email: 1 }, { sparse: given });',
    'schema.index({ email: 1 }, { sparse: given })',
  ],
  ['unknown-options', 'schema.index({ email: 1 }, given);', 'schema.index({ email: 1 }, given)'],
  [
    'unknown-options',
    'schema.index({ email: 1 }, { ...given });',
    'schema.index({ email: 1 }, { ...given })',
  ],
  ['conditional', 'if (given) schema.index({ email: 1 });', 'schema.index({ email: 1 })'],
  ['conditional', 'given && schema.index({ email: 1 });', 'schema.index({ email: 1 })'],
  ['conditional', 'for (const one of given) schema.index({ email: 1 });', 'schema.index({ email: 1 })'],
  ['conditional', 'switch (given) { case 1: schema.index({ email: 1 }); }', 'schema.index({ email: 1 })'],
  ['conditional', 'try { given(); } catch { schema.index({ email: 1 }); }', 'schema.index({ email: 1 })'],
  ['conditional', 'while (given()) schema.add({ more: String });', 'schema.add({ more: String })'],
  ['unknown-definition', 'schema.add(given);', ''],
  ['unknown-paths', 'schema.add({ ...given });', ''],
  ['unknown-paths', 'schema.add({ [given]: String });', ''],
  ['unknown-path', 'schema.add({ more: given });', 'more: given'],
  ['unknown-path', 'schema.add({ more: { type: given } });', 'more: { type: given }'],
  ['unknown-path', 'schema.add({ more: [given] });', 'more: [given]'],
  ['unknown-option', 'schema.add({ more: { type: String, index: given } });', 'index: given'],
  ['unknown-option', 'schema.add({ more: { type: String, unique: given.unique } });', 'unique: given.unique'],
  ['unknown-options', 'schema.add({ more: { type: String, ...given } });', ''],
  ['unknown-options', "schema.set(given, 'x');", ''],
  ['path-changed', "schema.path('email').index(given);", "schema.path('email').index(given)"],
  ['path-changed', 'schema.path(given).index(true);', 'schema.path(given).index(true)'],
  ['conditional', "if (given) schema.path('email').index(true);", "schema.path('email').index(true)"],
  ['changed', 'schema.remove(given);', 'schema.remove(given)'],
  [
    'changed',
    "schema.add({ sub: new Schema({}) }).add({ 'sub.a': String, 'sub.type': { type: String } });",
    "'sub.type': { type: String }",
  ],
  ['changed', 'schema.add({ sub: new Schema({}) }).add({ sub: { paths: String } });', 'paths: String'],
  [
    'changed',
    "schema.add({ any: Object }); schema.remove(['any.more', 'any.name']);",
    "schema.remove(['any.more', 'any.name'])",
  ],
  [
    'changed',
    'schema.removeIndex(given); schema.index({ a: 1 }); schema.removeIndex(given);',
    'schema.removeIndex(given)',
  ],
  ['conditional', 'if (given) schema.clearIndexes();', 'schema.clearIndexes()'],
  ['unknown-options', "Schema.Types.String.set('index', true);", "Schema.Types.String.set('index', true)"],
  ['unknown-options', 'mongoose.SchemaTypes.Date.set(given, 1);', 'mongoose.SchemaTypes.Date.set(given, 1)'],
];

describe('what cannot be read', () => {
  after(removeFolders);

  for (const [code, text, at] of changes) {
    it(`${code}: ${text}`, async () => {
      const { folder, catalog } = await scan({
        'a.js': `const mongoose = require('mongoose');
const { Schema } = mongoose;
module.exports = (given) => {
  const schema = new Schema({ email: { type: String, unique: true } });
  ${text}
  return mongoose.model('A', schema);
};`,
      });
      const [model, ...others] = catalog.models;
      assert.equal(others.length, 0);
      assert.equal(model?.collection, 'as');
      assert.equal(model.complete, false);
      assert.deepEqual(
        model.problems.map((problem) => problem.code),
        [code],
      );
      const [problem] = model.problems;
      assert.ok(problem?.place, 'it says where');
      const covered = folder.textAt(problem.place);
      assert.ok(text.includes(covered), covered);
      if (at !== '') assert.equal(covered, at);
      // What can be read is read all the same.
      if (!['changed', 'unknown-definition'].includes(code)) {
        assert.equal(model.indexes[0]?.name, 'email_1');
      }
    });
  }

  it('a collection, a name, a schema that is known only at run time', async () => {
    const { catalog } = await scan({
      'a.js': `const { Schema, model } = require('mongoose');
module.exports = (given) => {
  model('A', new Schema({}), given);
  model('B', new Schema({}, { collection: given }));
  model(given.name, new Schema({}));
  model('D', given);
};`,
    });
    assert.deepEqual(
      catalog.models.map(({ model, collection, problems }) => [
        model,
        collection,
        problems.map(({ code }) => code),
      ]),
      [
        ['A', null, ['unknown-collection']],
        ['B', null, ['unknown-collection']],
        [null, null, ['unknown-name']],
        ['D', null, ['unknown-schema']],
      ],
    );
  });

  it('names of collections that a function of the code makes', async () => {
    const { catalog } = await scan({
      'a.js': `const mongoose = require('mongoose');
mongoose.pluralize((name) => prefix(name));
mongoose.model('Contact', new mongoose.Schema({}));
mongoose.model('Fixed', new mongoose.Schema({}, { collection: 'fixed' }));`,
    });
    assert.deepEqual(
      catalog.models.map(({ collection, complete }) => [collection, complete]),
      [
        [null, false],
        ['fixed', true],
      ],
    );
  });

  it('what decorated classes are made of', async () => {
    const { catalog } = await scan({
      'user.ts': `import { prop, getModelForClass } from '@typegoose/typegoose';
import { Entity } from '@company/entities';
import { indexed } from './gone';
class User extends Entity { @prop({ index: true }) name!: string; }
class Post { @indexed() title!: string; @prop({ unique: true }) slug!: string; }
getModelForClass(User);
getModelForClass(Post);
getModelForClass(Gone);`,
      'cat.ts': `import { Prop, Schema, SchemaFactory, MongooseModule } from '@nestjs/mongoose';
@Schema({ collection: 'pets' })
export class Cat { @Prop(optionsOf('name')) name: string; @Prop({ index: true }) age: number; }
MongooseModule.forFeature([{ name: Cat.name, schema: SchemaFactory.createForClass(Cat) }, ...more]);`,
      'plain.ts': '@Component({}) class Plain { @Input() name = 1; }\nimport "mongoose";',
    });
    assert.deepEqual(
      catalog.models.map(({ model, collection, problems, indexes }) => [
        model,
        collection,
        problems.map(({ code }) => code),
        indexes.map(({ name }) => name),
      ]),
      [
        ['Cat', 'pets', ['unknown-path'], ['age_1']],
        [null, null, ['unknown-schema', 'unknown-name'], []],
        ['User', 'users', ['unknown-base'], ['name_1']],
        ['Post', 'posts', ['unknown-decorator'], ['slug_1']],
        [null, null, ['unknown-schema', 'unknown-name'], []],
      ],
    );
  });

  it('schemas of classes whose methods take the place of known ones, and of functions', async () => {
    const { catalog } = await scan({
      'own.js': `const { Schema, model } = require('mongoose');
class Own extends Schema { index() { return this; } }
class Kept extends Schema { keep() { this.index({ kept: 1 }); } }
const kept = new Kept({ name: { type: String, index: true } });
kept.keep();
function Old() { Schema.apply(this, arguments); }
model('Own', new Own({ name: { type: String, index: true } }));
model('Kept', kept);
model('Old', new Old({ name: { type: String, index: true } }));`,
    });
    assert.deepEqual(outline(catalog), ['owns: name_1 ?', 'kepts: name_1 ?', 'olds:  ?']);
  });

  it('plugins that are known to define no index leave a model complete', async () => {
    const { catalog } = await scan({
      'a.js': `const mongoose = require('mongoose');
const schema = new mongoose.Schema({ email: { type: String, unique: true } });
schema.plugin(require('mongoose-paginate-v2'));
schema.plugin(require('mongoose-unique-validator'), { message: 'taken' });
schema.plugin(function stamp(it) { it.pre('save', function (next) { next(); }); });
schema.methods.rename = function (name) { helper(this, name); };
schema.statics = { all() { return this.find({}); } };
schema.virtual('x').get(function () { return other(this); }).set(function () {});
schema.set('toJSON', { transform: (doc, out) => anything(doc, out) });
schema.pre('save', async function () { await hash(this.password); });
schema.index({ company: 1 });
mongoose.model('A', schema);`,
    });
    assert.deepEqual(
      catalog.models.map(({ complete, problems }) => [complete, problems]),
      [[true, []]],
    );
  });

  it('a change that comes after the model counts, as the index is created later', async () => {
    const { catalog } = await scan({
      'a.js': `const mongoose = require('mongoose');
const schema = new mongoose.Schema({ email: String });
const A = mongoose.model('A', schema);
A.schema.plugin(require('unknown-plugin'));`,
    });
    assert.equal(catalog.models[0]?.complete, false);
  });

  it('a plugin for all schemas in one file leaves the options of paths in another certain', async () => {
    const { catalog } = await scan({
      'mongoose.js': `const mongoose = require('mongoose');
mongoose.plugin((schema) => { schema.index({ stamped: 1 }); });
module.exports = mongoose;`,
      'a.js': `const mongoose = require('./mongoose');
mongoose.model('A', new mongoose.Schema({ email: { type: String, unique: true } }));`,
    });
    assert.deepEqual(
      catalog.models.map(({ complete, indexes }) => [complete, indexes.map(({ name }) => name)]),
      [[true, ['email_1', 'stamped_1']]],
    );
  });

  it('plugins for all schemas do not reach what a schema gets after its model, nor in its clones', async () => {
    const { catalog } = await scan({
      'a.js': `const mongoose = require('mongoose');
mongoose.plugin((schema) => { schema.index({ stamped: 1 }); });
const early = new mongoose.Schema({ email: String });
mongoose.model('Early', early);
mongoose.model('Copy', early.clone().index({ copied: 1 }));
const late = new mongoose.Schema({ email: String });
mongoose.model('Late', late);
late.add({ items: [{ name: String }] });
mongoose.model('Again', late);
mongoose.model('LateCopy', late.clone());`,
    });
    assert.deepEqual(
      catalog.models.map(({ model, complete }) => [model, complete]),
      [
        ['Early', true],
        ['Copy', true],
        ['Late', false],
        ['Again', false],
        ['LateCopy', false],
      ],
    );
  });

  it('a path whose type is false is mixed in Mongoose 6, and refused later', async () => {
    const read = async (version: string): Promise<boolean | undefined> => {
      const { catalog } = await scan({
        'package.json': `{ "dependencies": { "mongoose": "^${version}" } }`,
        'a.js': `const { Schema, model } = require('mongoose');
model('A', new Schema({ list: { type: { name: String, _id: { id: false } } } }));`,
      });
      return catalog.models[0]?.complete;
    };
    assert.deepEqual([await read('6.0.0'), await read('7.0.0')], [true, false]);
  });

  it('a discriminator that several files have made is the same each time', async () => {
    const call = "require('./form').compile(require('mongoose'));";
    const { catalog } = await scan({
      'package.json': '{ "dependencies": { "mongoose": "^6.0.0" } }',
      'form.js': `const { Schema } = require('mongoose');
const email = new Schema({ to: String });
exports.compile = (db) => {
  db.model('Form', new Schema({ limit: { type: Number, default: null } })).discriminator('Email', email);
};`,
      'a.js': call,
      'b.js': call,
      'c.js': call,
    });
    assert.deepEqual(
      catalog.models.map(({ model, complete }) => [model, complete]),
      [
        ['Form', true],
        ['Email', true],
      ],
    );
  });

  it('options that another file has Mongoose write into are in no known order, in a clone of the schema as well', async () => {
    const { catalog } = await scan({
      'shared.js': 'module.exports = { unique: true };',
      'other.js': `const { Schema } = require('mongoose');
module.exports = new Schema({ name: { type: String, index: require('./shared'), text: true } });`,
      'a.js': `const { Schema, model } = require('mongoose');
const other = require('./other');
model('A', new Schema({ email: { type: [String], index: require('./shared') } }).clone());
model('B', new Schema({ email: String }).index({ email: 1 }, require('./shared')).clone());
model('C', new Schema({ email: String }).index({ email: 1 }, require('./shared')));`,
    });
    assert.deepEqual(
      catalog.models.map(({ complete, problems }) => [complete, problems.map(({ code }) => code)]),
      [
        [false, ['order']],
        [false, ['order']],
        [true, []],
      ],
    );
  });

  it('options that one file has Mongoose leave as they are, and another one change, are in no known order', async () => {
    for (const [unique, complete] of [
      ['false', false],
      ['true', true],
    ] as const) {
      const { catalog } = await scan({
        'shared.js': 'module.exports = { unique: true };',
        'other.js': `const { Schema } = require('mongoose');
module.exports = new Schema({ name: { type: String, index: require('./shared'), unique: ${unique} } });`,
        'a.js': `const { Schema, model } = require('mongoose');
const other = require('./other');
model('A', new Schema({ email: { type: String, index: require('./shared'), unique: true } }));`,
      });
      assert.deepEqual(
        catalog.models.map((one) => one.complete),
        [complete],
      );
    }
  });

  it('decorators of packages that validate or transform are passed over, also behind functions', async () => {
    const { catalog } = await scan({
      'a.ts': `import { Transform, Type } from 'class-transformer';
import { prop, getModelForClass } from '@typegoose/typegoose';
const Trimmed = () => Transform(({ value }) => value.trim());
class A { @Type(() => String) @Trimmed() @prop({ index: true }) name: string; }
getModelForClass(A);`,
      'b.ts': `import { Stamped } from 'mongoose-stamped-props';
import { prop, getModelForClass } from '@typegoose/typegoose';
class B { @Stamped() at: Date; @prop({ index: true }) name: string; }
getModelForClass(B);`,
    });
    assert.deepEqual(
      catalog.models.map(({ model, complete, indexes }) => [model, complete, indexes.length]),
      [
        ['A', true, 1],
        ['B', false, 1],
      ],
    );
  });
});

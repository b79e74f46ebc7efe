import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { runInThisContext } from 'node:vm';
import mongoose from 'mongoose';
import { plainLoaded, plainOf, type Loaded } from './loaded.js';
import { removeFolders, scan } from './source-folder.js';

/** What Mongoose lists of subdocuments, and what discriminators make of it: it is asked itself, here and now. */
const programs: Readonly<Record<string, string>> = {
  'a path that came into a subdocument by the definition of the base': `
    const sub = new Schema({ email: String }).index({ id: 1 }, { unique: true });
    const base = new Schema({ items: new Schema({ 'address.city': sub, email: { email: [String] } }) });
    const Base = model('Base', base);
    Base.discriminator('Child', new Schema({ items: new Schema({ email: String }) }).index({ email: 1 }));`,
  'one schema in the base and in the discriminator': `
    const deep = new Schema({ a: String }).index({ a: 1 });
    const sub = new Schema({ deep }).index({ s: 1 });
    const Base = model('Base', new Schema({ items: sub }));
    Base.discriminator('Child', new Schema({ items: sub }));`,
  'one schema in arrays of both': `
    const deep = new Schema({ a: String }).index({ a: 1 });
    const sub = new Schema({ deep, list: [deep] }).index({ s: 1 });
    const Base = model('Base', new Schema({ items: [sub] }));
    Base.discriminator('Child', new Schema({ items: [sub] }));`,
  'an array of arrays in the place of a subdocument that has discriminators': `
    const sub = new Schema({ a: String });
    sub.discriminator('Kind', new Schema({ b: { type: Number, index: true } }));
    const base = new Schema({ x: String });
    const Base = model('Base', base);
    base.add({ one: { type: sub } });
    Base.discriminator('Child', new Schema({ one: [{ type: [{ c: String }] }] }));`,
  'a path that the inner schema gets later': `
    const schema = new Schema({ one: new Schema({ a: String }), many: [new Schema({ a: String })] });
    for (const name of ['one', 'many']) {
      schema.path(name).schema.add({ late: String });
      if (schema.path(name + '.late')) schema.index({ [name]: 1 });
      if (schema.path(name + '.a')) schema.index({ [name]: -1 });
    }
    schema.path('one.a').index(true);
    schema.path('many.a').index(true);
    if (schema.path('many.0.late')) schema.index({ position: 1 });
    model('Base', schema);`,
  'a path inside an array of a clone, which lists clones': `
    const inner = new Schema({ a: String, b: new Schema({ c: String }), list: [String] });
    const copy = new Schema({ many: [inner], one: inner, list: [String] }).clone();
    copy.path('many.a').index(true);
    copy.path('many.b.c').index(-1);
    copy.path('one.b.c').unique(true);
    copy.path('list.$').index(true);
    model('Base', copy);`,
  'a path that was removed, and one that was replaced': `
    const schema = new Schema({ one: new Schema({ a: String }), two: new Schema({ a: String }) });
    schema.remove('one');
    schema.path('two', String);
    for (const name of ['one.a', 'two.a']) if (schema.path(name)) schema.index({ [name]: 1 });
    model('Base', schema);`,
  'a schema that holds itself': `
    const sub = new Schema({ a: { type: String, index: true } });
    const schema = new Schema({ one: sub });
    schema.path('one').schema.add({ inner: sub });
    model('Base', schema);`,
  'a discriminator of the documents in an array of arrays': `
    const sub = new Schema({ a: { type: String, index: true } });
    const schema = new Schema({ matrix: [[sub]], list: [sub] });
    schema.path('matrix').discriminator('Kind', new Schema({ b: { type: Number, index: -1 } }));
    model('Base', schema);`,
  'the schema of a path that was removed is among the child schemas': `
    const base = new Schema({ one: new Schema({ a: String }), two: new Schema({ a: String }) });
    const schema = base.omit(['one']);
    schema.childSchemas.forEach((child) => { child.schema.index({ child: 1 }); });
    model('Part', schema);
    model('Base', base);`,
  'one schema inside a document here and in an array there': `
    const sub = new Schema({ status: new Schema({ s: String }).index({ s: 1 }) }).index({ companyId: 1 });
    const Base = model('Base', new Schema({ name: new Schema({ tags: sub }) }));
    Base.discriminator('Child', new Schema({ name: new Schema({ tags: [sub] }) }));`,
  'one schema in an array here and inside a document there': `
    const sub = new Schema({ status: new Schema({ s: String }), list: [new Schema({ l: String })] }).index({ companyId: 1 });
    const Base = model('Base', new Schema({ name: [new Schema({ tags: [sub] }).index({ n: 1 })] }));
    Base.discriminator('Child', new Schema({ name: [new Schema({ tags: sub })] }));`,
  'a schema that an array elsewhere listed first': `
    const sub = new Schema({ status: new Schema({ s: String }) }).index({ companyId: 1 });
    model('Elsewhere', new Schema({ all: { type: [sub], index: true } }));
    const Base = model('Base', new Schema({ name: new Schema({ tags: sub }) }));
    Base.discriminator('Child', new Schema({ name: new Schema({ tags: [sub] }) }));
    Base.discriminator('Twin', new Schema({ name: new Schema({ tags: [sub.clone()] }) }));`,
  'discriminators of a path that the base has had made already': `
    const sub = new Schema({ a: String });
    sub.discriminator('Kind', new Schema({ status: { type: Number, index: true }, inner: String }));
    sub.add({ more: { type: Number, index: true }, inner: sub });
    model('First', new Schema({ list: [sub] }));
    model('Second', sub);`,
  'paths in maps': `
    const schema = new Schema({ map: { type: Map, of: new Schema({ a: String }) }, any: {}, flat: { type: Map, of: String } });
    schema.path('map.x.a').index(true);
    for (const name of ['map.x', 'map.x.b', 'flat.x', 'flat.x.y', 'any.a.b'])
      if (schema.path(name)) schema.index({ [name]: 1 });
    model('Base', schema);`,
};

describe('paths of subdocuments', () => {
  const emitWarning = process.emitWarning.bind(process);

  before(() => {
    // Mongoose warns of indexes that discriminators make it define twice.
    process.emitWarning = () => undefined;
  });

  after(async () => {
    process.emitWarning = emitWarning;
    await removeFolders();
  });

  for (const [name, program] of Object.entries(programs)) {
    it(name, async () => {
      const { catalog } = await scan({
        'a.js': `const { Schema, model } = require('mongoose');\n${program}`,
      });
      assert.deepEqual(
        catalog.models.flatMap(({ problems }) => problems),
        [],
      );
      assert.deepEqual(
        new Map(catalog.models.map((one) => [one.model, plainOf(one)])),
        new Map(await loadedOf(program)),
      );
    });
  }

  it('a path `type` inside a document makes a mixed path of its schema where it is taken over', async () => {
    const program = `
      const base = new Schema({ one: new Schema({ a: { type: String, index: true } }) });
      base.add({ one: { b: { type: String, index: true }, type: { type: Number, index: -1 } } });
      model('Base', base);
      model('Part', base.omit(['b']));`;
    const indexes = new Map(await loadedOf(program));
    const ofOne = { key: [['one.a', 1]], options: {} };
    assert.deepEqual(
      [...indexes.values()].map((list) => (list as unknown[]).some((one) => isDeepStrictEqual(one, ofOne))),
      [true, false],
    );
    const { catalog } = await scan({ 'a.js': `const { Schema, model } = require('mongoose');\n${program}` });
    assert.deepEqual(
      catalog.models.map(({ complete }) => complete),
      [false, false],
    );
  });

  it('a path inside an object is taken away from `Object` itself', async () => {
    const program = `
      const schema = new Schema({ any: Object });
      schema.remove('any.name');
      schema.index({ at: 1 }, { expires: 60 });
      model('Base', schema);`;
    const ofObject = Object.getOwnPropertyDescriptors(Object);
    const loaded = await loadedOf(program).finally(() => Object.defineProperties(Object, ofObject));
    assert.deepEqual(loaded, [['Base', [{ key: [['at', 1]], options: { expires: 60 } }]]]);
    const { catalog } = await scan({ 'a.js': `const { Schema, model } = require('mongoose');\n${program}` });
    assert.deepEqual(
      catalog.models.map(({ complete }) => complete),
      [false],
    );
  });
});

/** The models that a program makes, with what Mongoose would send to the server. */
async function loadedOf(program: string): Promise<[name: string, indexes: unknown][]> {
  const own = new mongoose.Mongoose({ autoIndex: false, autoCreate: false });
  const run = runInThisContext(`(Schema, model) => {${program}\n}`) as (...given: unknown[]) => void;
  run(own.Schema, own.model.bind(own));
  const models: [string, unknown][] = [];
  for (const name of own.modelNames()) {
    const model = own.model(name);
    const indexes: Loaded['indexes'][number][] = [];
    Object.assign(model.collection, {
      createIndex: (key: object, options: Readonly<Record<string, unknown>>) => {
        indexes.push([Object.entries(key), { ...options }]);
        return Promise.resolve('');
      },
    });
    await model.createIndexes();
    models.push([name, plainLoaded({ model: name, collection: model.collection.name, indexes })]);
  }
  return models;
}

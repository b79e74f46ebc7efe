import assert from 'node:assert/strict';
import { runInThisContext } from 'node:vm';
import mongoose from 'mongoose';
import { only, removeFolders, scan } from './source-folder.js';

const { Schema } = mongoose;
const arrays = ['Array', 'Schema.Types.Array', "'array'", "'Array'", '[]'].flatMap((type) =>
  ['of', 'cast'].flatMap((option) =>
    [
      '{ type: String, index: true }',
      '{ b: { type: String, index: true } }',
      'new Schema({ b: { type: String, index: true } })',
    ].map((held) => `{ a: { type: ${type}, ${option}: ${held} } }`),
  ),
);

/** Arguments of `new Schema(…)` that are rarely written: what Mongoose itself makes of them is asked here and now. */
const forms = [
  ...arrays,
  "{ a: { $type: String, index: true }, b: { type: { $type: String, index: true } } }, { typeKey: '$type' }",
  "{ a: [{ $type: String, index: true }], d: { type: String, kind: { $type: Number, unique: true } } }, { typeKey: '$type' }",
  '{ a: { b: { type: String, index: true }, type: { type: String, index: true } } }',
  '{ a: { type: { type: String, index: true }, c: { type: Number, index: -1 } } }',
  "{ at: { type: Date, expires: 10, index: { unique: true } }, bt: { type: Date, index: { expires: '1h' } } }",
  '{ l: { type: { type: String }, coordinates: [Number] } }',
  "{ l: { type: { type: String, required: true }, coordinates: { type: [Number], index: '2dsphere' } } }",
  "{ l: { type: new Schema({ c: { type: [Number], index: '2dsphere' } }, { _id: false }), index: true } }",
  '{ t: { type: [String], text: true }, u: { type: String, text: true, index: { weights: { u: 3 } } } }',
  "{ a: { type: String, index: { name: 'n', unique: true } }, b: { type: Number, index: { name: 'n' } } }",
  '{ a: { type: [{ b: { type: String, index: true }, c: [{ d: { type: Number, unique: true } }] }] } }',
  '{ a: [[{ b: { type: String, index: true } }]] }',
  "{ _id: { type: String, index: true }, x: { type: Number, unique: [false, 'm'] } }",
  "{ a: { type: String, index: 'text' }, b: { type: Schema.Types.Mixed, index: '2d', sparse: true } }",
  "{ a: { type: 'String', unique: 'yes', index: 'desc' } }",
  '[{ a: { type: String, index: true } }, { b: { type: Date, expires: 5 } }]',
  '{ a: { type: Schema.Types.Union, of: [String, Number], index: true } }',
  '{ a: { type: Schema.Types.Double, index: true }, b: { type: BigInt, unique: true } }',
];

/** Schemas of classes of the code's own. */
const ofClasses = [
  'new (class extends Schema {})({ a: { type: String, index: true } }, { timestamps: true })',
  `new (class extends Schema {
    constructor(own, options) {
      super({ at: { type: Date, index: -1 }, ...own }, { ...options, _id: false });
      this.index({ at: 1, a: 1 });
      const add = (path) => this.add({ [path]: { type: Number, unique: true } });
      add('n');
    }
  })({ a: String })`,
  `new (class extends (class extends Schema { constructor(own) { super(own); this.index({ a: 1 }); } }) {
    constructor(own) { super({ ...own, b: { type: String, index: 'text' } }); this.index({ b: 1 }); }
  })({ a: { type: [new (class extends Schema {})({ c: { type: String, index: true } })] } })`,
];

describe('rare forms of definitions', () => {
  after(removeFolders);

  for (const form of [...forms.map((one) => `new Schema(${one})`), ...ofClasses]) {
    it(form, async () => {
      const { catalog } = await scan({
        'a.js': `const { Schema, model } = require('mongoose');\nmodel('A', ${form});`,
      });
      const { complete, indexes } = only(catalog);
      const read = indexes.map(({ key, options, name, named }) => [
        Object.fromEntries(key),
        named ? { ...options, name } : options,
      ]);
      assert.equal(complete, true);
      assert.deepEqual(read, indexesOfMongoose(form));
    });
  }
});

function indexesOfMongoose(form: string): unknown[] {
  const make = runInThisContext(`(Schema) => ${form}`) as (given: unknown) => mongoose.Schema;
  return make(Schema)
    .indexes()
    .map(([key, options]) => [
      key,
      Object.fromEntries(Object.entries(options).filter(([name]) => name !== 'background')),
    ]);
}

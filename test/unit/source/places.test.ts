import assert from 'node:assert/strict';
import { only, outline, removeFolders, scan } from './source-folder.js';

describe('places in code', () => {
  after(removeFolders);

  it('cover the call of schema.index, the option of a path, the model and the schema', async () => {
    const { folder, catalog } = await scan({
      'contact.js': `const mongoose = require('mongoose');

const contactSchema = new mongoose.Schema({
  email: { type: String, lowercase: true, unique: true, sparse: true },
  name: { type: String, index: { name: 'by name' } },
});

contactSchema
  .index({ company: 1, name: 1 })
  .index({ social: 1 }, {
    sparse: true,
  });

module.exports = mongoose.model('Contact', contactSchema);
`,
    });
    const model = only(catalog);
    assert.equal(model.complete, true);
    assert.deepEqual(
      model.indexes.map(({ name, named, origin, place }) => [name, named, origin, folder.textAt(place)]),
      [
        ['email_1', false, 'path', 'unique: true'],
        ['by name', true, 'path', "index: { name: 'by name' }"],
        ['company_1_name_1', false, 'schema.index', 'contactSchema\n  .index({ company: 1, name: 1 })'],
        ['social_1', false, 'schema.index', 'index({ social: 1 }, {\n    sparse: true,\n  })'],
      ],
    );
    assert.equal(folder.textAt(model.place), "mongoose.model('Contact', contactSchema)");
    assert.ok(model.schemaPlace && folder.textAt(model.schemaPlace).startsWith('new mongoose.Schema({'));
  });

  it('count lines and characters as editors do', async () => {
    const { catalog } = await scan({
      'a.js':
        "const { model, Schema } = require('mongoose');\r\n/* 😀 */ model('A', new Schema({ b: { type: Number,\r\n\tindex: -1 } }));",
    });
    const model = only(catalog);
    assert.deepEqual(model.place.range, {
      start: { line: 1, character: 9 },
      end: { line: 2, character: 16 },
    });
    assert.deepEqual(model.indexes[0]?.place.range, {
      start: { line: 2, character: 1 },
      end: { line: 2, character: 10 },
    });
  });

  it('lie in the file that holds the definition', async () => {
    const { folder, catalog } = await scan({
      'models/user.ts': `import { model } from 'mongoose';
import { userSchema } from '../schemas/user.js';
export const User = model('User', userSchema);`,
      'schemas/user.ts': `import { Schema } from 'mongoose';
export const userSchema = new Schema({ email: { type: String, index: true } });`,
    });
    const model = only(catalog);
    assert.deepEqual(outline(catalog), ['users: email_1']);
    assert.equal(model.place.file, folder.path('models/user.ts'));
    assert.equal(model.schemaPlace?.file, folder.path('schemas/user.ts'));
    assert.equal(model.indexes[0]?.place.file, folder.path('schemas/user.ts'));
  });

  it('stand at the call that names the model, where a helper makes it', async () => {
    const { folder, catalog } = await scan({
      'make.ts': `import mongoose, { type Schema } from 'mongoose';
const compile = (modelName: string, schema: Schema) => mongoose.model(modelName, schema);
export function getOrCreateModel<T>(name: string, schema: Schema) {
  try { return mongoose.model<T>(name); } catch { return compile(name, schema); }
}`,
      'schema.ts': `import { Schema } from 'mongoose';
export const schema = new Schema({ email: { type: String, index: true } });`,
      // Says nothing of Mongoose by itself.
      'user.ts': `import { getOrCreateModel } from './make';
import { schema } from './schema';
export const User = getOrCreateModel<object>('User', schema);`,
    });
    const found = catalog.models.find(({ model }) => model === 'User');
    assert.ok(found);
    assert.equal(found.place.file, folder.path('user.ts'));
    assert.equal(folder.textAt(found.place), "getOrCreateModel<object>('User', schema)");
    assert.deepEqual([found.complete, found.indexes.map(({ name }) => name)], [true, ['email_1']]);
  });

  it('cover the call of the driver', async () => {
    const { folder, catalog } = await scan({
      'setup.js': `module.exports = async (db) => {
  await db.collection('logs').createIndex({ at: 1 }, { expireAfterSeconds: 60 });
  await db.collection('logs').createIndexes([{ key: { user: 1 }, name: 'by user' }]);
};
require('mongodb');`,
    });
    const { model, collection, indexes } = only(catalog);
    assert.deepEqual([model, collection], [null, 'logs']);
    assert.deepEqual(
      indexes.map(({ name, place, options }) => [name, folder.textAt(place), options]),
      [
        [
          'at_1',
          "db.collection('logs').createIndex({ at: 1 }, { expireAfterSeconds: 60 })",
          { expireAfterSeconds: 60 },
        ],
        ['by user', "{ key: { user: 1 }, name: 'by user' }", {}],
      ],
    );
  });
});

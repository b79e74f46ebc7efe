import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { Workspace } from '../../../src/workspace/workspace.js';
import { removeFolders, SourceFolder } from './source-folder.js';

/** Ways of real code bases to come by a model: docs/code-bases.md. */
describe('queries that a scan finds', () => {
  after(removeFolders);

  async function found(files: Readonly<Record<string, string>>): Promise<string[]> {
    const source = await SourceFolder.of(files);
    const { queries } = await new Workspace().scan(source.paths.toSorted());
    return queries.map(({ place, operation, collection }) => {
      const file = place.file.slice(source.root.length + 1);
      return `${file}:${place.range.start.line + 1} ${operation} ${collection ?? '?'}`;
    });
  }

  const user = `const { Schema, model } = require('mongoose');
const schema = new Schema({ name: String });`;

  it('in statics and methods of a schema, whether or not anyone calls them', async () => {
    const code = `${user}
schema.statics.named = async function (name) { return await this.findOne({ name }).exec(); };
schema.static('all', function () { return this.find({ name: { $exists: true } }); });
schema.methods.namesakes = function () { return this.constructor.find({ name: this.name }); };
exports.User = model('User', schema);`;
    assert.deepEqual(await found({ 'user.js': code }), [
      'user.js:3 findOne users',
      'user.js:4 find users',
      'user.js:5 find users',
    ]);
  });

  it('of a model that is looked up, and made where it is not there', async () => {
    const code = `const { Schema } = require('mongoose');
const make = (db) => {
  const schema = new Schema({ name: String }, { collection: 'people' });
  return db.model('User', schema);
};
exports.userOf = (db) => {
  try {
    return db.model('User');
  } catch {
    return make(db);
  }
};`;
    const use = `const mongoose = require('mongoose');
const User = require('./user').userOf(mongoose);
exports.named = (name) => User.findOne({ name });`;
    assert.deepEqual(await found({ 'user.js': code, 'use.js': use }), ['use.js:3 findOne people']);
  });

  it('of none of two models, where it may be either', async () => {
    const code = `${user}
const User = model('User', schema);
const Guest = model('Guest', schema);
exports.named = (isGuest, name) => {
  const One = isGuest ? model('Guest') : User;
  return One.findOne({ name });
};`;
    assert.deepEqual(await found({ 'user.js': code }), []);
  });

  const modelsOf = (name: string) => `const { Schema } = require('mongoose');
const schema = new Schema({ name: String });
exports.load = (db) => {
  const models = {};
  models.Users = db.model('${name}', schema);
  return models;
};`;
  const resolver = `module.exports = {
  user: (root, { name }, { models }) => models.Users.findOne({ name }).lean(),
  users: (root, args, context) => context.models.Users.find({ name: args.name }),
  other: (root, args, { models }) => models.Others.find({ name: args.name }),
};`;

  it('of models that an object hands on, by the names under which it holds them', async () => {
    assert.deepEqual(await found({ 'models.js': modelsOf('person'), 'resolver.js': resolver }), [
      'resolver.js:2 findOne people',
      'resolver.js:3 find people',
    ]);
  });

  it('of models by their own name, where no object holds them by another', async () => {
    const code = `${user}
const User = model('User', schema);
const named = (models, name) => models.User.findOne({ name });
module.exports = named;`;
    assert.deepEqual(await found({ 'a.js': code }), ['a.js:4 findOne users']);
  });

  it('of the models that are made nearest, and of none where two are as near', async () => {
    const files = {
      'guests/models.js': modelsOf('guest'),
      'guests/graphql/resolver.js': resolver,
      'staff/models.js': modelsOf('clerk'),
      'staff/graphql/resolver.js': resolver,
      'resolver.js': resolver,
    };
    assert.deepEqual(await found(files), [
      'guests/graphql/resolver.js:2 findOne guests',
      'guests/graphql/resolver.js:3 find guests',
      'staff/graphql/resolver.js:2 findOne clerks',
      'staff/graphql/resolver.js:3 find clerks',
    ]);
  });

  it('of models that another file names anew', async () => {
    const source = await SourceFolder.of({ 'models.js': modelsOf('person'), 'resolver.js': resolver });
    const workspace = new Workspace();
    const collections = async () =>
      (await workspace.scan(source.paths)).queries.map(({ collection }) => collection);
    assert.deepEqual(await collections(), ['people', 'people']);
    await writeFile(source.path('models.js'), modelsOf('guest'));
    assert.deepEqual(await collections(), ['guests', 'guests']);
    await writeFile(source.path('models.js'), modelsOf('guest').replace('models.Users', 'models.Guests'));
    assert.deepEqual(await collections(), []);
  });
});

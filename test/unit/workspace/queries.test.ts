import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Catalog } from '../../../src/model/catalog.js';
import { shapeOf } from '../../../src/query/shape.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { removeFolders, SourceFolder } from '../source/source-folder.js';

const files = {
  'models/user.js': `const { Schema, model } = require('mongoose');
const schema = new Schema({ email: String, tags: [String], company: { name: String } });
module.exports = model('User', schema);`,
  'services/users.js': `const User = require('../models/user');
exports.byEmail = async (email) => User.findOne({ email });
exports.all = async () => User.find().sort({ email: 1 });`,
  'services/finder.js': `const User = require('../models/user');
exports.one = function one(filter) { return User.findOne(filter); };`,
  'services/uses-finder.js': `const { one } = require('./finder');
exports.login = async (email) => { await one({ email, active: true }); return [].find((x) => x); };
exports.named = async (name) => { const found = await one({ 'company.name': name }); return found.update(); };`,
  'services/mutates.js': `const { schema } = require('../models/loose');
const User = require('../models/user');
exports.run = async (where) => { schema.add({ late: { type: String, unique: true } }); other(schema); return User.findOne({ where }); };`,
  'models/loose.js': `const { Schema, model } = require('mongoose');
const schema = new Schema({ early: { type: String, index: true } });
module.exports = { schema, Loose: model('Loose', schema) };`,
};

describe('queries of a workspace', () => {
  let source: SourceFolder;
  let workspace: Workspace;
  let catalog: Catalog;

  beforeEach(async () => {
    source = await SourceFolder.of(files);
    workspace = new Workspace();
    catalog = await workspace.scan(source.paths.toSorted());
  });
  after(removeFolders);

  const told = ({ queries }: Catalog): string[] =>
    queries.map((site) => {
      const file = site.place.file.slice(source.root.length + 1);
      const paths = shapeOf(site).filter.map(({ path }) => path);
      return `${file}:${site.place.range.start.line + 1} ${site.collection} ${site.operation} {${paths.join(', ')}}`;
    });

  it('are found in functions that nobody calls, in files that define nothing', () => {
    assert.deepEqual(told(catalog), [
      'services/finder.js:2 users findOne {}',
      'services/mutates.js:3 users findOne {where}',
      'services/users.js:2 users findOne {email}',
      'services/users.js:3 users find {}',
    ]);
  });

  it('leave definitions as they are without them', () => {
    const loose = catalog.models.find(({ model }) => model === 'Loose');
    assert.deepEqual([loose?.complete, loose?.indexes.map(({ name }) => name)], [true, ['early_1']]);
  });

  it('come again after an edit; those that say the same are the very same', async () => {
    const file = source.path('services/users.js');
    const text = (await readFile(file, 'utf8')).replace('findOne({ email })', 'findOne({ mail: email })');
    const edited = await workspace.update(file, text);
    assert.equal(told(edited)[2], 'services/users.js:2 users findOne {mail}');
    for (const at of [0, 1, 3]) assert.equal(edited.queries[at], catalog.queries[at]);
  });

  it('follow the collection of their model when that settles', async () => {
    const file = source.path('models/user.js');
    const text = files['models/user.js'].replace('schema)', "schema, 'people')");
    await workspace.update(file, text);
    const settled = await workspace.settle();
    assert.deepEqual(
      settled.queries.map(({ collection }) => collection),
      ['people', 'people', 'people', 'people'],
    );
  });

  it('list the paths of a model with their types', () => {
    const user = catalog.models.find(({ model }) => model === 'User');
    assert.deepEqual(user?.paths, [
      { path: 'email', type: 'String', isArray: false },
      { path: 'tags', type: 'String', isArray: true },
      { path: 'company.name', type: 'String', isArray: false },
      { path: '_id', type: 'ObjectId', isArray: false },
    ]);
  });
});

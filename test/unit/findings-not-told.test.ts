import assert from 'node:assert/strict';
import { QueryAdvisor } from '../../src/advise-queries.js';
import { defaultLimits } from '../../src/model/advice.js';
import { Workspace } from '../../src/workspace/workspace.js';
import { removeFolders, SourceFolder } from './source/source-folder.js';
import { told, toldOfUsers, userModel } from './told.js';

/** Each of them was told of a real code base, and wrong there: docs/code-bases.md. */
describe('what looks like a finding and is none', () => {
  after(removeFolders);

  it('what is not wanted, where a part of the filter that is not read may say what is', async () => {
    const code = `exports.others = (ids) => User.find({ team: { $nin: ids } });
exports.by = (ids, type, id) => User.find({ team: { $nin: ids }, [type + 'Ids']: { $in: [id] } });`;
    assert.deepEqual(await toldOfUsers(code), ['negation-only a.js:2']);
  });

  it('a pattern, or an index, of a script in bin', async () => {
    const code = `const { User } = require('../models/user');
User.find({ name: /x/ }).then(console.log);
User.find({ name: 'x' }).then(console.log);`;
    assert.deepEqual(await told({ 'bin/fix.js': code }), []);
    assert.deepEqual(await told({ 'cabin/fix.js': code }), [
      'unanchored-regex cabin/fix.js:2',
      'missing-index cabin/fix.js:3',
    ]);
  });

  it('what a filter of a single document leaves out', async () => {
    const code = `exports.one = () => User.findOne({ team: { $ne: 'x' } });
exports.newest = () => User.findOne({ team: { $ne: 'x' } }).sort({ name: -1 });`;
    assert.deepEqual(
      (await toldOfUsers(code)).filter((one) => one.startsWith('negation-only')),
      ['negation-only a.js:3'],
    );
  });

  it('an index by a pattern that the program makes, which reads all its keys', async () => {
    const code = `exports.like = (text) => User.find({ name: new RegExp(text) });
exports.named = (text) => {
  const pattern = new RegExp(text, 'i');
  return User.find({ name: pattern });
};
exports.is = (name) => User.find({ name });
exports.begins = () => User.find({ name: new RegExp('^a') });`;
    assert.deepEqual(await toldOfUsers(code), ['missing-index a.js:7', 'missing-index a.js:8']);
  });

  it('a sort of the one document that a unique index finds, or of all that there are', async () => {
    const code = `exports.one = (email) => User.find({ email }).sort({ name: 1 });
exports.some = (team) => User.find({ team }).sort({ name: 1 });
exports.all = () => User.find().sort({ name: 1 });
exports.first = () => User.find().sort({ name: 1 }).limit(9);`;
    assert.deepEqual(await toldOfUsers(code), ['sort-in-memory a.js:3', 'sort-in-memory a.js:5']);
  });

  it('a longer index than the unique one that finds the document', async () => {
    const code = `exports.one = (email, name) => User.find({ email, name });
exports.some = (team, name) => User.find({ team, name });`;
    assert.deepEqual(await toldOfUsers(code), ['single-field-instead-of-compound a.js:3']);
  });

  it('a branch of an $or that no index would serve', async () => {
    const code = `exports.others = (name) => User.find({ $or: [{ name: { $ne: name } }, { place: 'x' }] });
exports.of = (name) => User.find({ $or: [{ name }, { place: 'x' }] });`;
    assert.deepEqual(await toldOfUsers(code), ['or-branch-unindexed a.js:3']);
  });

  it('a delete of what a list of the program does not name any more', async () => {
    assert.deepEqual(
      await toldOfUsers(`exports.rid = (teams) => User.deleteMany({ team: { $nin: teams } });
exports.others = (teams) => User.find({ team: { $nin: teams } });`),
      ['negation-only a.js:3'],
    );
  });

  it('a filter that says what it wants in an $or', async () => {
    assert.deepEqual(
      await toldOfUsers(
        `exports.of = (team, place) => User.find({ $or: [{ team }, { place }], name: { $ne: 'x' } });`,
      ),
      [],
    );
  });

  it('a search by one of several indexes, of which the server tries which one finds less', async () => {
    assert.deepEqual(
      await toldOfUsers(`exports.of = (team, place) => User.find({ team, place, name: 'x' });
exports.by = (team) => User.find({ team, name: 'x' });`),
      ['single-field-instead-of-compound a.js:3'],
    );
  });

  it('an index for what is an array, which all its keys are read for', async () => {
    assert.deepEqual(
      await toldOfUsers(`exports.lists = () => User.find({ name: { $type: 'array' } });
exports.texts = () => User.find({ name: { $type: 'string' } });`),
      ['missing-index a.js:3'],
    );
  });

  it('an index with a flag behind the path that is searched', async () => {
    const flagged = userModel.replace('name: String', 'isOpen: Boolean, name: String');
    const found = await told({
      'models/user.js': flagged,
      'a.js': `const { User } = require('./models/user');
exports.open = (team) => User.find({ team, isOpen: true });
exports.named = (team) => User.find({ team, isOpen: true, name: 'x' });`,
    });
    assert.deepEqual(found, ['single-field-instead-of-compound a.js:3']);
  });

  it('a sort in memory where an index that is searched gives the order', async () => {
    const events = (more: string) => ({
      'models/user.js': `const { Schema, model } = require('mongoose');
const schema = new Schema({ team: String, state: String, kind: String, at: Date });
schema.index({ team: 1, kind: 1, state: 1 });
${more}
exports.Event = model('Event', schema);`,
      'a.js': `const { Event } = require('./models/user');
exports.last = (team, kind) => Event.find({ team, kind }).sort({ at: -1 }).limit(1);`,
    });
    assert.deepEqual(await told(events('')), ['sort-in-memory a.js:2']);
    assert.deepEqual(await told(events('schema.index({ team: 1, at: -1 });')), []);
  });

  it('a sort in memory for certain, where an index that is read whole has the order', async () => {
    const source = await SourceFolder.of({
      'a.js': `const { Schema, model } = require('mongoose');
const schema = new Schema({ kind: { type: String, index: true }, at: { type: Date, index: -1 } });
const Event = model('Event', schema);
exports.all = (kind) => Event.find({ kind }).sort({ at: -1 });
exports.page = (kind) => Event.find({ kind }).sort({ at: -1 }).limit(9);`,
    });
    const catalog = await new Workspace().scan(source.paths.toSorted());
    const advisor = new QueryAdvisor({ limits: defaultLimits, rules: {}, rootOf: () => `${source.root}/` });
    const found = advisor.advise(catalog, null).filter(({ rule }) => rule === 'sort-in-memory');
    assert.deepEqual(
      found.map(({ severity, message }) => `${severity}: ${message}`),
      [
        'info: This find of events is sorted by {at: -1} in memory, or reads the whole of at_-1 for that order: no index leads to the matches in order. kind_1 would serve it as {kind: 1, at: -1}.',
      ],
    );
  });

  it('a missing index of a model that builds none, where code creates indexes on what only the program knows', async () => {
    const built = (auto: boolean) => ({
      'models/user.js': `const mongoose = require('mongoose');
const schema = new mongoose.Schema({ team: String }, { autoIndex: ${auto} });
exports.User = mongoose.model('User', schema);`,
      'a.js': `const { User } = require('./models/user');
exports.of = (team) => User.find({ team });`,
      'tools/helpers.js':
        'exports.add = async (collection, indexes) => { for (const one of indexes) await collection.createIndex(one.key, one); };',
    });
    assert.deepEqual(await told(built(true)), ['missing-index a.js:2']);
    assert.deepEqual(await told(built(false)), []);
  });

  it('a missing index of a model that certainly builds none, and no other', async () => {
    const connected = (auto: string) => ({
      'models/user.js': `const mongoose = require('mongoose');
mongoose.connect('mongodb://localhost/a', { autoIndex: ${auto} });
exports.User = mongoose.model('User', new mongoose.Schema({ team: String }));`,
      'a.js': `const { User } = require('./models/user');
exports.of = (team) => User.find({ team });`,
    });
    const add = 'exports.add = async (collection, one) => { await collection.createIndex(one.key, one); };';
    const others = { 'tools/helpers.js': add };
    assert.deepEqual(await told({ ...connected('false'), ...others }), []);
    assert.deepEqual(await told(connected('false')), ['missing-index a.js:2']);
    const isDev = "process.env.NODE_ENV === 'development'";
    assert.deepEqual(await told({ ...connected(isDev), ...others }), ['missing-index a.js:2']);
  });

  it('a unique index that a model does not build, where code creates indexes on what only the program knows', async () => {
    const team = (tools: Readonly<Record<string, string>>) => ({
      'models/user.js': `const mongoose = require('mongoose');
const schema = new mongoose.Schema({ team: { type: String, unique: true } }, { autoIndex: false });
exports.User = mongoose.model('User', schema);`,
      ...tools,
    });
    assert.deepEqual(await told(team({})), ['unique-without-index-build models/user.js:2']);
    const add =
      'exports.add = async (collection, indexes) => { for (const one of indexes) await collection.createIndex(one.key, one); };';
    assert.deepEqual(await told(team({ 'tools/helpers.js': add })), []);
  });

  it('a covered query of a model with a plugin that is not read', async () => {
    const stocks = (plugin: string) => ({
      'a.js': `const { Schema, model } = require('mongoose');
const schema = new Schema({ a: Number, b: Number });
schema.index({ a: 1 });
${plugin}
const Stock = model('Stock', schema);
exports.of = (a) => Stock.find({ a }, { _id: 0, a: 1, b: 1 }).lean();`,
    });
    assert.deepEqual(await told(stocks('')), ['coverable a.js:6']);
    assert.deepEqual(await told(stocks("schema.plugin(require('mongoose-delete'));")), []);
  });
});

describe('what the index on _id seems to serve', () => {
  after(removeFolders);

  it('is told as without an index where it only leads past the document that is left out', async () => {
    const source = await SourceFolder.of({
      'a.js': `const { Schema, model } = require('mongoose');
const User = model('User', new Schema({ email: String }));
exports.isTaken = (email, id) => User.findOne({ email, _id: { $ne: id } });
exports.is = (email, id) => User.findOne({ email, _id: id });
exports.others = (id) => User.find({ _id: { $ne: id } });`,
    });
    const catalog = await new Workspace().scan(source.paths);
    const advisor = new QueryAdvisor({ limits: defaultLimits, rules: {}, rootOf: () => `${source.root}/` });
    assert.deepEqual(
      advisor.advise(catalog, null).map(({ rule, place }) => `${rule} ${(place?.range.start.line ?? 0) + 1}`),
      ['missing-index 3', 'negation-only 5'],
    );
  });
});

describe('what a finding says of a collection with several models', () => {
  after(removeFolders);

  it('counts a path that two of them declare once', async () => {
    const source = await SourceFolder.of({
      'a.js': `const { Schema, model } = require('mongoose');
const paths = { a: Number, b: Number, c: Number, d: Number, e: Number, f: Number, g: Number, h: Number, i: Number };
const One = model('One', new Schema(paths), 'many');
const Two = model('Two', new Schema({ ...paths, j: Number, k: Number, l: Number }), 'many');
exports.a = async (id) => { const one = await One.findById(id).lean(); return one.a + 1; };`,
    });
    const catalog = await new Workspace().scan(source.paths);
    const advisor = new QueryAdvisor({ limits: defaultLimits, rules: {}, rootOf: () => `${source.root}/` });
    const [message] = advisor
      .advise(catalog, null)
      .flatMap((one) => (one.rule === 'select-needed' ? one.message : []));
    assert.match(message ?? '', /whole documents of 13 paths/u);
  });
});

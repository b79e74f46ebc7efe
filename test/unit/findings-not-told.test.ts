import assert from 'node:assert/strict';
import { QueryAdvisor } from '../../src/advise-queries.js';
import { defaultLimits } from '../../src/model/advice.js';
import { Workspace } from '../../src/workspace/workspace.js';
import { removeFolders, SourceFolder } from './source/source-folder.js';

/** Each of them was told of a real code base, and wrong there: docs/code-bases.md. */
describe('what looks like a finding and is none', () => {
  after(removeFolders);

  async function told(files: Readonly<Record<string, string>>): Promise<string[]> {
    const source = await SourceFolder.of({ 'models/user.js': model, ...files });
    const catalog = await new Workspace().scan(source.paths.toSorted());
    const rules = { 'unused-in-code': 'off' } as const;
    const advisor = new QueryAdvisor({ limits: defaultLimits, rules, rootOf: () => `${source.root}/` });
    return advisor.advise(catalog, null).map(({ rule, place }) => {
      const line = (place?.range.start.line ?? 0) + 1;
      return `${rule} ${place?.file.slice(source.root.length + 1)}:${line}`;
    });
  }
  const ofUsers = (code: string) => told({ 'a.js': `const { User } = require('./models/user');\n${code}` });

  const model = `const { Schema, model } = require('mongoose');
const schema = new Schema({ email: { type: String, unique: true }, team: { type: String, index: true },
  place: { type: String, index: true }, name: String, tags: [String], a: Number, b: Number, c: Number, d: Number,
  e: Number, f: Number, g: Number, h: Number });
exports.User = model('User', schema);`;

  it('a query of one of several steps, which a loop runs one after the other', async () => {
    const steps = `const steps = [
  { name: 'a', run: async () => { await User.updateOne({ team: 'a' }, { name: '' }); } },
  { name: 'b', run: async () => { await User.updateOne({ team: 'b' }, { name: '' }); } },
];
exports.run = async () => { for (const step of steps) await step.run(); };
exports.all = async () => { for (const team of ['a', 'b', 'c', 'd']) await User.updateOne({ team }, { name: '' }); };`;
    assert.deepEqual(await ofUsers(steps), ['query-in-loop a.js:7']);
  });

  it('what is not wanted, where a part of the filter that is not read may say what is', async () => {
    const code = `exports.others = (ids) => User.find({ team: { $nin: ids } });
exports.by = (ids, type, id) => User.find({ team: { $nin: ids }, [type + 'Ids']: { $in: [id] } });`;
    assert.deepEqual(await ofUsers(code), ['negation-only a.js:2']);
  });

  it('a query of a loop that goes on by what its pass before found', async () => {
    const code = `exports.free = async () => {
  let name;
  let taken;
  do {
    name = String(Math.random());
    taken = await User.findOne({ team: name }).lean().select('name');
  } while (taken && taken.name);
  return name;
};
exports.below = async (ids) => {
  while (ids.length > 0) {
    const found = await User.find({ team: { $in: ids } }).select('name').lean();
    ids = found.map(({ name }) => name);
  }
};
exports.each = async (cursor, teams) => {
  let doc = await cursor.next();
  while (doc) {
    await User.updateOne({ team: doc.team }, { name: '' });
    doc = await cursor.next();
  }
  let at = 0;
  while (at < teams.length) {
    await User.updateOne({ team: teams[at] }, { name: '' });
    at = at + 1;
  }
};`;
    assert.deepEqual(await ofUsers(code), ['query-in-loop a.js:20', 'query-in-loop a.js:25']);
  });

  it('a query after which the function returns', async () => {
    const once = `exports.first = async (teams) => {
  for (const team of teams) {
    if (await team.accepts()) {
      await User.updateOne({ team: team.id }, { name: '' });
      return team;
    }
  }
};
exports.each = async (teams) => {
  for (const team of teams) {
    if (team.isOpen) {
      if (team.isNew) {
        await User.updateOne({ team: team.id }, { name: '' });
        continue;
      }
      return team;
    }
  }
};
exports.mapped = (teams) => Promise.all(teams.map(async (team) => {
  const user = await User.findOne({ team }).select('name').lean();
  return user.name;
}));`;
    assert.deepEqual(await ofUsers(once), ['query-in-loop a.js:14', 'query-in-loop a.js:22']);
  });

  it('a query of a loop that asks by what another service gave, or writes what it did', async () => {
    const code = `const mail = require('mail-service');
exports.read = async (addresses) => {
  for (const address of addresses) {
    const account = await mail.accountOf(address);
    await User.findOne({ team: account.team }).lean().select('name');
    await User.findOne({ team: address }).lean().select('name');
  }
};
exports.write = async (users) => {
  for (const user of users) {
    await mail.send(user.email);
    await User.updateOne({ team: user.team }, { name: 'sent' });
  }
  for (const user of users) await User.updateOne({ team: user.team }, { name: 'new' });
};`;
    assert.deepEqual(await ofUsers(code), ['query-in-loop a.js:7', 'query-in-loop a.js:15']);
  });

  it('a query of a loop that ends by what it gives', async () => {
    const code = `exports.free = async (name) => {
  for (let at = 0; at < 9; at++) {
    const user = await User.findOne({ team: name + at }).lean().select('name');
    if (!user) return name + at;
  }
};
exports.first = async (teams) => {
  for (const team of teams) {
    const user = await User.findOne({ team }).lean().select('name');
    if (user) return user;
  }
};
exports.all = async (teams) => {
  for (const team of teams) {
    const user = await User.findOne({ team }).lean().select('name');
    if (!user) return false;
  }
  return true;
};`;
    assert.deepEqual(await ofUsers(code), ['query-in-loop a.js:16']);
  });

  it('a query of a loop that reads what the same pass or the one before wrote', async () => {
    const code = `exports.number = async (teams) => {
  for (const team of teams) {
    const last = await User.findOne({ team }).sort({ name: -1 }).lean().select('name');
    await User.create({ team, name: last.name + 1 });
  }
};
exports.again = async (teams) => {
  for (const team of teams) {
    await User.updateOne({ team: team.before }, { team: team.after });
    const user = await User.findOne({ team: team.after }).lean().select('name');
  }
};
exports.page = async (team) => {
  let after = '';
  for (const part of team.parts) {
    const page = await User.find({ team: part, name: { $gt: after } }).lean().select('name');
    after = page.at(-1).name;
  }
};
exports.missing = async (teams) => {
  for (const team of teams) {
    const user = await User.findOne({ team }).lean().select('name');
    if (!user) await User.create({ team });
  }
};`;
    assert.deepEqual(
      (await ofUsers(code)).filter((one) => one.startsWith('query-in-loop')),
      ['query-in-loop a.js:10', 'query-in-loop a.js:23'],
    );
  });

  it('a query of a loop that asks the same, or another collection, in each pass', async () => {
    const code = `exports.poll = async (jobs) => {
  for (const job of jobs) await User.findOne({ team: 'a' }).lean().select('name');
};
exports.tenants = async (tenants, connect) => {
  for (const tenant of tenants) {
    const { db } = await connect(tenant);
    await db.collection('users').findOne({ team: tenant.team }, { projection: { name: 1 } });
  }
};
exports.each = async (jobs) => {
  for (const job of jobs) await User.findOne({ team: job.team }).lean().select('name');
};`;
    assert.deepEqual(await ofUsers(code), ['query-in-loop a.js:12']);
  });

  it('a write of a loop whose answer is used', async () => {
    const code = `exports.changed = async (teams) => {
  let count = 0;
  for (const team of teams) {
    const outcome = await User.updateOne({ team }, { name: '' });
    count += outcome.modifiedCount;
  }
  for (const team of teams) await User.updateOne({ team }, { name: '' });
  return count;
};`;
    assert.deepEqual(await ofUsers(code), ['query-in-loop a.js:8']);
  });

  it('a query of a function that does more, which a loop calls', async () => {
    const code = `const remove = async (team) => {
  const user = await User.findOne({ team }).lean().select('name');
  await User.deleteMany({ place: user.name });
};
const nameOf = async (team) => {
  const user = await User.findOne({ team }).lean().select('name');
  return user.name;
};
exports.remove = async (teams) => { for (const team of teams) await remove(team); };
exports.names = (teams) => Promise.all(teams.map((team) => nameOf(team)));
const teams = JSON.parse(process.env.TEAMS);
exports.remove(teams);
exports.names(teams);`;
    assert.deepEqual(
      (await ofUsers(code)).filter((one) => one.startsWith('query-in-loop')),
      ['query-in-loop a.js:4', 'query-in-loop a.js:7'],
    );
  });

  it('what a filter of a single document leaves out', async () => {
    const code = `exports.one = () => User.findOne({ team: { $ne: 'x' } });
exports.newest = () => User.findOne({ team: { $ne: 'x' } }).sort({ name: -1 });`;
    assert.deepEqual(
      (await ofUsers(code)).filter((one) => one.startsWith('negation-only')),
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
    assert.deepEqual(await ofUsers(code), ['missing-index a.js:7', 'missing-index a.js:8']);
  });

  it('a sort of the one document that a unique index finds, or of all that there are', async () => {
    const code = `exports.one = (email) => User.find({ email }).sort({ name: 1 });
exports.some = (team) => User.find({ team }).sort({ name: 1 });
exports.all = () => User.find().sort({ name: 1 });
exports.first = () => User.find().sort({ name: 1 }).limit(9);`;
    assert.deepEqual(await ofUsers(code), ['sort-in-memory a.js:3', 'sort-in-memory a.js:5']);
  });

  it('a longer index than the unique one that finds the document', async () => {
    const code = `exports.one = (email, name) => User.find({ email, name });
exports.some = (team, name) => User.find({ team, name });`;
    assert.deepEqual(await ofUsers(code), ['single-field-instead-of-compound a.js:3']);
  });

  it('a branch of an $or that no index would serve', async () => {
    const code = `exports.others = (name) => User.find({ $or: [{ name: { $ne: name } }, { place: 'x' }] });
exports.of = (name) => User.find({ $or: [{ name }, { place: 'x' }] });`;
    assert.deepEqual(await ofUsers(code), ['or-branch-unindexed a.js:3']);
  });

  it('a delete of what a list of the program does not name any more', async () => {
    assert.deepEqual(
      await ofUsers(`exports.rid = (teams) => User.deleteMany({ team: { $nin: teams } });
exports.others = (teams) => User.find({ team: { $nin: teams } });`),
      ['negation-only a.js:3'],
    );
  });

  it('a filter that says what it wants in an $or', async () => {
    assert.deepEqual(
      await ofUsers(
        `exports.of = (team, place) => User.find({ $or: [{ team }, { place }], name: { $ne: 'x' } });`,
      ),
      [],
    );
  });

  it('a search by one of several indexes, of which the server tries which one finds less', async () => {
    assert.deepEqual(
      await ofUsers(`exports.of = (team, place) => User.find({ team, place, name: 'x' });
exports.by = (team) => User.find({ team, name: 'x' });`),
      ['single-field-instead-of-compound a.js:3'],
    );
  });

  it('an index for what is an array, which all its keys are read for', async () => {
    assert.deepEqual(
      await ofUsers(`exports.lists = () => User.find({ name: { $type: 'array' } });
exports.texts = () => User.find({ name: { $type: 'string' } });`),
      ['missing-index a.js:3'],
    );
  });

  it('an index with a flag behind the path that is searched', async () => {
    const flagged = model.replace('name: String', 'isOpen: Boolean, name: String');
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

import assert from 'node:assert/strict';
import { QueryAdvisor } from '../../src/advise-queries.js';
import { defaultLimits } from '../../src/model/advice.js';
import type { Catalog } from '../../src/model/catalog.js';
import type { Finding, RuleSettings } from '../../src/model/finding.js';
import { compare } from '../../src/compare/compare.js';
import { collection, database, live } from './compare/samples.js';
import { removeFolders, SourceFolder } from './source/source-folder.js';
import { Workspace } from '../../src/workspace/workspace.js';

const model = `const { Schema, model } = require('mongoose');
const schema = new Schema({ email: { type: String, unique: true }, name: String, age: Number });
exports.User = model('User', schema);`;
const byName =
  "const { User } = require('../models/user');\nexports.byName = (name) => User.findOne({ name });";

describe('findings on queries', () => {
  after(removeFolders);

  async function advised(
    files: Readonly<Record<string, string>>,
    rules: RuleSettings = {},
  ): Promise<{
    readonly findings: readonly Finding[];
    readonly catalog: Catalog;
    readonly advisor: QueryAdvisor;
  }> {
    const source = await SourceFolder.of({ 'models/user.js': model, ...files });
    const catalog = await new Workspace().scan(source.paths.toSorted());
    const advisor = new QueryAdvisor({ limits: defaultLimits, rules, rootOf: () => `${source.root}/` });
    return { findings: advisor.advise(catalog, null), catalog, advisor };
  }
  const told = (findings: readonly Finding[]): string[] =>
    findings.map(({ rule, severity }) => `${rule} ${severity}`);

  it('name the rule, the place, the indexes considered and the index that is lacking', async () => {
    const { findings } = await advised({ 'services/a.js': byName });
    const [finding, ...others] = findings;
    assert.deepEqual(others, []);
    assert.equal(finding?.rule, 'missing-index');
    assert.equal(finding.place?.range.start.line, 1);
    assert.deepEqual(
      finding.considered.map(({ name, serves }) => [name, serves]),
      [
        ['_id_', false],
        ['email_1', false],
      ],
    );
    assert.deepEqual(finding.fix?.kind === 'index' ? finding.fix.proposal.key : null, [['name', 1]]);
  });

  it('say that a path which the schema does not declare may be in no document', async () => {
    const byNick =
      "const { User } = require('../models/user');\nexports.by = (nick) => User.findOne({ nick });";
    const { findings } = await advised({ 'services/a.js': byNick });
    assert.deepEqual(told(findings), ['missing-index hint']);
    assert.match(
      findings[0]?.message ?? '',
      / The schema does not declare nick: see first whether documents have it\.$/,
    );
    const byTime =
      "const { User } = require('../models/user');\nexports.last = () => User.find().sort({ seenAt: -1 }).limit(9);";
    const sorted = (await advised({ 'services/a.js': byTime })).findings;
    assert.deepEqual(told(sorted), ['sort-in-memory hint']);
    assert.match(sorted[0]?.message ?? '', / The schema does not declare seenAt: /);
  });

  it('are hints where the index would be on a flag alone', async () => {
    const files = (extra: string) => ({
      'models/user.js': model.replace('age: Number', 'age: Number, isOpen: Boolean'),
      'services/a.js': `const { User } = require('../models/user');
exports.open = (text) => User.find({ isOpen: true, name: new RegExp(text)${extra} });`,
    });
    assert.deepEqual(told((await advised(files(''))).findings), ['missing-index hint']);
    assert.deepEqual(told((await advised(files(', age: 3'))).findings), ['missing-index warning']);
  });

  it('say that indexes of a collection may be created elsewhere where code defines nothing of it', async () => {
    const { findings } = await advised({
      'services/a.js': "exports.of = (db, name) => db.collection('logs').findOne({ name });",
    });
    assert.deepEqual(told(findings), ['missing-index hint']);
    assert.equal(
      findings[0]?.message,
      'This findOne of logs by name has no index that the code defines: unless one was created elsewhere, the server reads the whole collection. An index on {name: 1} would serve it.',
    );
  });

  it('say nothing of a collection where code creates indexes on what only the program knows', async () => {
    const asks =
      "exports.of = (db, name) => db.collection('logs').find({ name }).sort({ at: -1 });\nexports.either = (db, name) => db.collection('logs').find({ $or: [{ name }, { at: 1 }] });";
    const setUp =
      'exports.setUp = (db, all) => { const next = () => { const one = all.pop(); db.collection(one.of).createIndexes([one.index], next); }; };';
    assert.equal((await advised({ 'services/a.js': asks })).findings.length, 2);
    assert.deepEqual(
      told(
        (await advised({ 'services/a.js': asks, 'tasks.js': `${setUp}\n${byName.replace('..', '.')}` }))
          .findings,
      ),
      ['missing-index info'],
    );
  });

  it('do not ask for an index that sorts a list of ids', async () => {
    const { findings } = await advised({
      'services/a.js':
        "const { User } = require('../models/user');\nexports.of = (ids) => User.find({ _id: { $in: ids } }).sort({ name: 1 });",
    });
    assert.deepEqual(told(findings), []);
  });

  const looped =
    "const { User } = require('../models/user');\nexports.f = async (all) => { for (const name of all) await User.countDocuments({ name }); };";

  it('ask for no index in tests, and in what runs once for none but what a loop asks', async () => {
    for (const [file, expected] of [
      ['test/a.js', []],
      ['migrations/b.js', []],
      ['saas-migrations/b.js', []],
      ['src/c.js', ['missing-index warning']],
    ] as const)
      assert.deepEqual(told((await advised({ [file]: byName })).findings), expected, file);
    assert.deepEqual(told((await advised({ 'migrations/b.js': looped })).findings), [
      'missing-index info',
      'query-in-loop info',
    ]);
  });

  it('know of a definition that is not live what it would do, and never that no query needs it', async () => {
    const indexed = model.replace(
      'exports',
      "schema.index({ age: 1, name: 1, email: 1 });\nschema.index({ name: 'text' });\nexports",
    );
    const { catalog, advisor } = await advised({
      'models/user.js': indexed,
      'services/a.js':
        "const { User } = require('../models/user');\nexports.of = (age, name) => User.find({ age, name });\nexports.search = (text) => User.find({ $text: { $search: text } });\nexports.all = (name) => User.find({ name }).sort({ age: 1 });",
    });
    const server = database(collection([live({ email: 1 }, { unique: true })], { collection: 'users' }));
    const connected = { comparison: compare(catalog, server), live: server };
    assert.deepEqual(
      advisor.advise(catalog, connected).map(({ message, fix }) => [message, fix?.kind]),
      [
        [
          'This find of users by age and name has no index: the server reads the whole collection. Code defines age_1_name_1_email_1, which would serve it, but it is not live: create it.',
          'ensure',
        ],
        [
          'The server refuses the query: $text needs a text index. Code defines name_text, which would serve it, but it is not live: create it.',
          'ensure',
        ],
        [
          'This find of users by name has no index: the server reads the whole collection. An index on {name: 1, age: 1} would serve it.',
          'index',
        ],
      ],
    );
  });

  it('are told in tests only where they are warnings', async () => {
    assert.deepEqual(told((await advised({ 'test/a.js': looped })).findings), []);
    assert.deepEqual(
      told((await advised({ 'test/a.js': looped }, { 'query-in-loop': 'warning' })).findings),
      ['query-in-loop hint'],
    );
  });

  it('are as quiet as those that ask what a helper passes on, and name them', async () => {
    const files = {
      'base.js': `const { User } = require('./models/user');
exports.find = (filter) => User.find(filter);
exports.named = (name) => { const filter = { name }; return User.find(filter); };`,
      'test/a.js':
        "const users = require('../base');\nit('a', async () => { await users.find({ age: 1 }); await users.named('x'); });",
    };
    assert.deepEqual(told((await advised(files)).findings), ['missing-index warning']);
    const asking = {
      'src/b.js': "const users = require('../base');\nexports.b = () => users.find({ age: 2 });",
    };
    const { findings } = await advised({ ...files, ...asking });
    assert.deepEqual(told(findings), ['missing-index warning', 'missing-index warning']);
    assert.match(findings[0]?.message ?? '', / It is asked so in src\/b\.js\.$/);
    assert.doesNotMatch(findings[1]?.message ?? '', /It is asked/);
  });

  it('leave out hints in what runs once', async () => {
    const counts = "const { User } = require('../models/user');\nexports.f = () => User.countDocuments({});";
    assert.deepEqual(told((await advised({ 'scripts/a.js': counts })).findings), []);
    assert.deepEqual(told((await advised({ 'src/a.js': counts })).findings), ['count-documents-all hint']);
  });

  it('ask for no index that would but sort what is read as a whole', async () => {
    const { findings } = await advised({
      'src/a.js':
        "const { User } = require('../models/user');\nexports.f = () => User.find({ name: { $exists: true, $ne: [] } }).sort({ age: 1 });",
    });
    assert.deepEqual(told(findings), []);
  });

  it('say nothing of a collection that only tests use', async () => {
    const logs = (folder: string) => ({
      [`${folder}/a.js`]:
        "exports.f = async (db, name) => { await db.collection('logs').createIndex({ at: 1 }); return db.collection('logs').findOne({ name }); };",
    });
    assert.deepEqual(told((await advised(logs('test'))).findings), []);
    assert.deepEqual(told((await advised(logs('src'), { 'unused-in-code': 'off' })).findings), [
      'missing-index info',
    ]);
  });

  it('are as loud as the settings say', async () => {
    const files = { 'services/a.js': byName };
    assert.deepEqual(told((await advised(files, { 'missing-index': 'error' })).findings), [
      'missing-index error',
    ]);
    assert.deepEqual(told((await advised(files, { 'missing-index': 'off' })).findings), []);
  });

  it('are kept quiet by a comment on the line before', async () => {
    const silenced = (comment: string): string => byName.replace('exports', `${comment}\nexports`);
    const on = async (comment: string): Promise<string[]> =>
      told((await advised({ 'services/a.js': silenced(comment) })).findings);
    assert.deepEqual(await on('// index-lens-disable-next-line missing-index'), []);
    assert.deepEqual(await on('/* index-lens-disable-next-line missing-index -- a small collection */'), []);
    assert.deepEqual(await on('// index-lens-disable-next-line'), []);
    assert.deepEqual(await on('// index-lens-disable-next-line query-in-loop'), ['missing-index warning']);
  });

  describe('in a loop', () => {
    const looped = async (body: string): Promise<string[]> => {
      const team = "exports.Team = model('Team', new Schema({ name: { type: String, unique: true } }));";
      const files = {
        'models/user.js': model.replace('name: String', 'name: { type: String, unique: true }') + team,
        'services/a.js': `const { User, Team } = require('../models/user');\n${body}`,
      };
      return (await advised(files, { 'lean-read-only': 'off' })).findings.flatMap(({ rule, message }) =>
        rule === 'query-in-loop' ? [message.replace(/^.*loop\. /u, '')] : [],
      );
    };
    const each = (call: string) => `exports.f = async (all) => { for (const one of all) await ${call}; };`;

    it('are told with what would ask once', async () => {
      assert.deepEqual(await looped(each('User.findOne({ name: one })')), [
        'Ask once for all of them with $in, and pick from what comes.',
      ]);
      assert.deepEqual(await looped(each('User.findOne({ name: one.name, age: one.age })')), [
        'Ask once for all of them with $in or $or, and pick from what comes.',
      ]);
      assert.deepEqual(await looped(each('User.countDocuments({ name: one })')), [
        'One aggregation can count all of them, grouped by what differs.',
      ]);
      const update = 'User.updateOne({ name: one }, { age: 1 })';
      assert.deepEqual(await looped(each(update)), ['Send all of them in one bulkWrite.']);
      assert.deepEqual(await looped(each('User.findOneAndUpdate({ name: one }, { age: 1 })')), [
        'Where what each of them gives is not needed, send all of them in one bulkWrite.',
      ]);
      assert.deepEqual(await looped(each("User.distinct('age', { name: one })")), [
        'One pipeline can give the values of all of them, grouped by what differs.',
      ]);
      assert.deepEqual(await looped(each('User.findOne({ name: one }).sort({ age: -1 })')), [
        'One pipeline can give the first document of each, grouped by what differs.',
      ]);
    });

    it('are not told of one query in parts', async () => {
      assert.deepEqual(await looped(each('User.find({ name: one }).limit(500)')), []);
      assert.deepEqual(
        await looped(each('User.find({ name: one }).limit(1)')).then(({ length }) => length),
        1,
      );
      assert.deepEqual(await looped(each('User.updateMany({ name: { $in: one.names } }, { age: 1 })')), []);
      assert.equal((await looped(each("User.updateMany({ name: { $in: ['x'] } }, { age: one })"))).length, 1);
      const filled = 'const ids = []; for (const other of one) ids.push(other.id);';
      const parts = `exports.f = async (all) => { for (const one of all) { ${filled} await User.deleteMany({ name: { $in: ids } }); } };`;
      assert.deepEqual(await looped(parts), []);
      assert.deepEqual(await looped(each('User.deleteMany({ name: { $gte: one.from, $lt: one.to } })')), []);
      assert.equal((await looped(each('User.deleteMany({ name: { $lt: one.to } })'))).length, 1);
      const sums = (names: string) =>
        each(`User.aggregate([{ $match: { name: ${names} } }, { $group: { _id: '$name' } }])`);
      assert.deepEqual(await looped(sums('{ $in: one.names }')), []);
      assert.equal((await looped(sums('one'))).length, 1);
    });

    it('are not told of a call that asks one collection after the other', async () => {
      const over = (models: string) =>
        `exports.f = async (name) => { for (const each of [${models}]) await each.findOne({ name }); };`;
      assert.deepEqual(await looped(over('User, Team')), []);
    });

    it('are not told of a loop that is known to have three passes at most', async () => {
      const over = (list: string, call = 'User.findOne({ name: one })') =>
        `exports.f = async (a) => { for (const one of ${list}) await ${call}; };`;
      assert.deepEqual(await looped(over("['a', 'b', 'c']")), []);
      assert.deepEqual(await looped(over('[a.b, a.c, a.d].filter(Boolean)')), []);
      assert.deepEqual(
        await looped("exports.f = () => Promise.all(['a', 'b'].map((name) => User.findOne({ name })));"),
        [],
      );
      assert.deepEqual(
        await looped(
          "exports.f = async () => { for (let i = 0; i < 3; i += 1) await User.findOne({ name: 'a' + i }); };",
        ),
        [],
      );
      for (const list of ["['a', 'b', 'c', 'd']", '[a.b, a.c, a.d, a.e].filter(Boolean)', 'a'])
        assert.equal((await looped(over(list))).length, 1, list);
      const nested = `for (const other of ['a', 'b']) for (const one of ['a', 'b', 'c']) await User.findOne({ name: one + other });`;
      assert.equal((await looped(`exports.f = async () => { ${nested} };`)).length, 1);
    });

    it('are not told of a call that a loop comes by once, among others', async () => {
      const steps = ['a', 'b', 'c', 'd'].map(
        (name) => `{ name: '${name}', run: (name = '${name}') => User.findOne({ name }) }`,
      );
      const run = (of: string) =>
        `const steps = [${steps.join(', ')}];\nexports.f = async () => { for (const step of steps) await ${of}; return User.findOne({ name: 'x' }); };`;
      assert.deepEqual(await looped(run('step.run()')), []);
      assert.equal((await looped(run('steps[0].run(step.name)'))).length, 1);
    });
  });

  it('say of a call that counts whole collections only once that it does', async () => {
    const { findings } = await advised({
      'services/a.js':
        "const mongoose = require('mongoose');\nexports.f = async (db) => { for (const name of ['a', 'b']) await mongoose.connection.collection(name).countDocuments(); };",
    });
    assert.deepEqual(told(findings), ['count-documents-all hint']);
  });

  it('give the projection in the words of who takes the call', async () => {
    const wide = model.replace(
      'age: Number',
      `age: Number, a: Number, b: Number, c: Number, d: Number, e: Number, f: Number, g: Number, h: Number, i: Number`,
    );
    const of = async (called: string): Promise<string | undefined> => {
      const code = `const { User } = require('../models/user');\nexports.f = async (email) => { const one = await ${called}.findOne({ email }); return one.name; };`;
      const { findings } = await advised(
        { 'models/user.js': wide, 'a/a.js': code },
        { 'lean-read-only': 'off' },
      );
      return findings[0]?.message.replace(/^.*used here\. /u, '');
    };
    assert.equal(await of('User'), ".select('name') has the server send no more.");
    assert.equal(await of('User.collection'), 'The projection { name: 1 } has the server send no more.');
  });

  it('ask for a wider index only where it is searched by all that is asked, for many documents', async () => {
    const of = async (call: string): Promise<string[]> => {
      const indexed = model.replace('name: String', 'name: { type: String, index: true }');
      const code = `const { User } = require('../models/user');\nexports.f = (name, age) => User.${call};`;
      const { findings } = await advised(
        { 'models/user.js': indexed, 'a/a.js': code },
        { 'single-field-instead-of-compound': 'off' },
      );
      return told(findings);
    };
    assert.deepEqual(await of('find({ name }, { _id: 0, name: 1, age: 1 })'), ['coverable hint']);
    assert.deepEqual(await of('findOne({ name }, { _id: 0, name: 1, age: 1 })'), []);
    assert.deepEqual(await of('countDocuments({ name, age })'), []);
  });

  it('name an index for each branch of an $or that lacks one', async () => {
    const { findings } = await advised({
      'services/a.js':
        "const { User } = require('../models/user');\nexports.of = (name, age) => User.find({ $or: [{ name }, { age }] });",
    });
    assert.deepEqual(told(findings), ['or-branch-unindexed warning']);
    assert.match(
      findings[0]?.message ?? '',
      / Each branch needs an index of its own: {name: 1} and {age: 1}\.$/,
    );
  });

  it('ask for an index on what stands beside an $or, not on its branches', async () => {
    const { findings } = await advised({
      'services/a.js':
        "const { User } = require('../models/user');\nexports.f = (name) => User.find({ name, $or: [{ age: { $exists: false } }, { age: 0 }] });",
    });
    assert.deepEqual(told(findings), ['missing-index warning']);
    assert.match(findings[0]?.message ?? '', /\{name: 1\} would serve it/u);
  });

  it('of what did not change are the very same', async () => {
    const { findings, catalog, advisor } = await advised({ 'services/a.js': byName });
    assert.equal(advisor.advise({ ...catalog }, null)[0], findings[0]);
    assert.equal(advisor.judged(catalog.queries[0]!)?.judgement.plan, 'COLLSCAN');
  });
});

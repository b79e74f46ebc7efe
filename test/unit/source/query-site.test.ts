import assert from 'node:assert/strict';
import type { Expression, QuerySite } from '../../../src/model/query.js';
import { UserError } from '../../../src/model/user-error.js';
import { linesOf, positionOf } from '../../../src/syntax/lines.js';
import { Workspace } from '../../../src/workspace/workspace.js';
import { removeFolders, SourceFolder } from './source-folder.js';

const models = `const { Schema, model } = require('mongoose');
module.exports = {
  Contact: model('Contact', new Schema({ email: String })),
  Message: model('Message', new Schema({}, { collection: 'inbox' })),
};
`;
const head = "const { Contact, Message } = require('./models');\n";

/** Reads the query at the mark: `‸` is a cursor, `«…»` a selection. */
async function queryAt(marked: string, files: Record<string, string> = {}): Promise<QuerySite> {
  const text = marked.replace(/[‸«»]/gu, '');
  const start = marked.search(/[‸«]/u);
  const end = marked.includes('»') ? marked.indexOf('»') - 1 : start;
  const folder = await SourceFolder.of({ 'models.js': models, 'service.js': text, ...files });
  const workspace = new Workspace();
  await workspace.scan(folder.paths);
  const lines = linesOf(text);
  const site = await workspace.queryAt(folder.path('service.js'), {
    start: positionOf(lines, start),
    end: positionOf(lines, end),
  });
  return { ...site, place: { ...site.place, file: folder.textAt(site.place) } };
}

/** `{ a: 1, b?: ‹text› }` → plain data: a hole as `‹text›`, an optional key with a question mark. */
function plain(expression: Expression | null): unknown {
  switch (expression?.kind) {
    case undefined:
      return null;
    case 'value':
      return expression.value;
    case 'hole':
      return `‹${expression.text}›`;
    case 'array':
      return expression.items.map(plain);
    case 'object':
      return Object.fromEntries(
        expression.entries.map(({ key, value, optional }) => [optional ? `${key}?` : key, plain(value)]),
      );
  }
}

/** What is read of one query: its filter, and everything else that it says. */
async function read(code: string, files?: Record<string, string>): Promise<Record<string, unknown>> {
  const site = await queryAt(head + code, files);
  const { filter, sort, projection, limit, skip } = site;
  const parts = Object.entries({ filter, sort, projection, limit, skip }).filter(([, part]) => part !== null);
  return {
    call: `${site.collection ?? '*'}.${site.operation}`,
    ...Object.fromEntries(parts.map(([name, part]) => [name, plain(part)])),
    ...(site.complete ? {} : { incomplete: true }),
  };
}

const email = { call: 'contacts.findOne', filter: { email: 'x' } };

/** Code with a mark, and what is read there. */
const cases: Readonly<Record<string, readonly [code: string, query: Readonly<Record<string, unknown>>]>> = {
  'cursor before the model': ["‸Contact.findOne({ email: 'x' });", email],
  'cursor in the name': ["Contact.find‸One({ email: 'x' });", email],
  'cursor in the filter': ["Contact.findOne({ email: 'x‸' });", email],
  'cursor at the end': ["Contact.findOne({ email: 'x' })‸;", email],
  'cursor at the start of the line': ["‸  const it = Contact.findOne({ email: 'x' });", email],
  'selection of the call': ["const it = «Contact.findOne({ email: 'x' })»;", email],
  'selection of the statement': ["«const it = Contact.findOne({ email: 'x' });\n»", email],
  'selection of a part of the filter': ["Contact.findOne({ «email: 'x'» });", email],
  'the innermost query': [
    "Contact.find({ owner: async () => Message.find‸One({ to: 'y' }) });",
    { call: 'inbox.findOne', filter: { to: 'y' } },
  ],
  'the query that the cursor is in, of two on a line': [
    "Contact.findOne({ email: 'x' }); Message.fi‸nd({ to: 'y' });",
    { call: 'inbox.find', filter: { to: 'y' } },
  ],
  'no filter': ['Contact.fi‸nd();', { call: 'contacts.find', filter: {} }],
  'by id': [
    'module.exports = (id) => Contact.findBy‸Id(id);',
    { call: 'contacts.findById', filter: { _id: '‹id›' } },
  ],
  'of a model that the class hands to its base': [
    `class Base { constructor(model) { this.model = model; } }
    module.exports = class extends Base { constructor() { super(Contact); } by(email) { return this.model.fi‸nd({ email }); } };`,
    { call: 'contacts.find', filter: { email: '‹email›' } },
  ],
  'a chain': [
    "Contact.find({ a: 1 }).sort({ b: -1 }).skip‸(20).limit(10).select('b -_id').lean().exec();",
    {
      call: 'contacts.find',
      filter: { a: 1 },
      sort: { b: -1 },
      projection: { b: 1, _id: 0 },
      limit: 10,
      skip: 20,
    },
  ],
  'a chain over several lines, cursor in a later one': [
    "Contact\n  .find({ a: 1 })\n  .sort('-b c')\n  .li‸mit(5);",
    { call: 'contacts.find', filter: { a: 1 }, sort: { b: -1, c: 1 }, limit: 5 },
  ],
  'a chain before then': [
    'Contact.find({ a: 1 }).sort({ b: 1 }).then((all) => all.map‸((one) => one.email));',
    { call: 'contacts.find', filter: { a: 1 }, sort: { b: 1 } },
  ],
  'options as the third argument': [
    "Contact.fi‸nd({ a: 1 }, 'email', { sort: { b: 'desc' }, limit: 3, skip: 1 });",
    { call: 'contacts.find', filter: { a: 1 }, projection: { email: 1 }, sort: { b: -1 }, limit: 3, skip: 1 },
  ],
  'null as the projection': [
    'Contact.fi‸nd({ a: 1 }, null, { sort: { b: 1 } });',
    { call: 'contacts.find', filter: { a: 1 }, sort: { b: 1 } },
  ],
  'sort in all its forms': [
    "Contact.find().so‸rt([['a', -1], ['b', 'asc']]);",
    { call: 'contacts.find', filter: {}, sort: { a: -1, b: 1 } },
  ],
  'constants are resolved': [
    "const limits = { page: 25 };\nconst ACTIVE = 'active', STATES = [ACTIVE, 'new'];\nContact.fi‸nd({ status: { $in: STATES }, [`meta.${ACTIVE}`]: true }).limit(limits.page * 2);",
    {
      call: 'contacts.find',
      filter: { status: { $in: ['active', 'new'] }, 'meta.active': true },
      limit: 50,
    },
  ],
  'constants of another file': [
    "const { STATUS } = require('./constants');\nContact.fi‸nd({ status: STATUS.open });",
    { call: 'contacts.find', filter: { status: 'open' } },
  ],
  'parameters are holes named as they are used': [
    'async function search(company, { name: given, ...rest }, ids) {\n  return Contact.fi‸nd({ companyId: company._id, name: given, tags: { $in: ids }, year: rest.year + 1 });\n}',
    {
      call: 'contacts.find',
      filter: {
        companyId: '‹company._id›',
        name: '‹given›',
        tags: { $in: '‹ids›' },
        year: '‹rest.year + 1›',
      },
    },
  ],
  'values of BSON and regular expressions': [
    "const { Types } = require('mongoose');\nContact.fi‸nd({ _id: new Types.ObjectId('507f1f77bcf86cd799439011'), at: { $gt: new Date('2020-01-01') }, name: /^a/i });",
    {
      call: 'contacts.find',
      filter: {
        _id: { $oid: '507f1f77bcf86cd799439011' },
        at: { $gt: { $date: '2020-01-01T00:00:00.000Z' } },
        name: { $regularExpression: { pattern: '^a', options: 'i' } },
      },
    },
  ],
  'a filter built over several lines': [
    `function search({ text, from, kind }) {
  const filter = { deleted: false };
  if (text) filter.name = text;
  if (from) {
    filter.at = { $gte: from };
  }
  filter.kind = kind;
  if (kind === 'a') filter['sub.kind'] = 1; else filter.other = 2;
  return Contact.fi‸nd(filter);
}`,
    {
      call: 'contacts.find',
      filter: {
        deleted: false,
        'name?': '‹text›',
        'at?': { $gte: '‹from›' },
        kind: '‹kind›',
        'sub.kind?': 1,
        'other?': 2,
      },
    },
  ],
  'what is added after the query does not count': [
    'const filter = { a: 1 };\nconst all = Contact.fi‸nd(filter);\nfilter.b = 2;',
    { call: 'contacts.find', filter: { a: 1 } },
  ],
  'a spread that depends on a condition': [
    'module.exports = (a, b) => Contact.fi‸nd({ x: 1, ...(a && { a }), ...(b ? { b: 1 } : {}) });',
    { call: 'contacts.find', filter: { x: 1, 'a?': '‹a›', 'b?': 1 } },
  ],
  'a spread of something unknown': [
    'module.exports = (more) => Contact.fi‸nd({ x: 1, ...more });',
    { call: 'contacts.find', filter: { x: 1 }, incomplete: true },
  ],
  'a filter that is a parameter': [
    'module.exports = (filter) => Contact.fi‸nd(filter);',
    { call: 'contacts.find', filter: '‹filter›' },
  ],
  'a filter from a function of the code': [
    'const active = (more) => ({ active: true, ...more });\nContact.fi‸nd(active({ a: 1 }));',
    { call: 'contacts.find', filter: { active: true, a: 1 } },
  ],
  'an object that is one of two': [
    'module.exports = (a) => { const filter = a ? { a: { $in: [a] }, b: 1 } : { a: 2, b: 1 }; return Contact.fi‸nd(filter); };',
    { call: 'contacts.find', filter: { a: '‹a›', b: 1 } },
  ],
  'an object that is there on one way only': [
    'module.exports = (a) => Contact.fi‸nd({ b: 1, ...(a ? { a: { $gt: a, $lt: 9 } } : {}) });',
    { call: 'contacts.find', filter: { b: 1, 'a?': { $gt: '‹a›', $lt: 9 } } },
  ],
  'a condition before the query leaves its filter certain': [
    'async function f(a) {\n  if (!a) return null;\n  const filter = { a };\n  if (a.b) { return Contact.fi‸nd(filter); }\n}',
    { call: 'contacts.find', filter: { a: '‹a›' } },
  ],
  'a query inside a callback and a class': [
    'class Service { async all(ids) { await Promise.all(ids.map(async (id) => Contact.find‸One({ id, of: this.owner }))); } }',
    { call: 'contacts.findOne', filter: { id: '‹id›', of: '‹this.owner›' } },
  ],
  'a query in a static of the schema': [
    "const schema = new (require('mongoose').Schema)({});\nschema.statics.byKey = function (key) { return this.find({ key }); };\nconst A = require('mongoose').model('A', schema);\nA.fi‸nd({ b: 1 });",
    { call: 'as.find', filter: { b: 1 } },
  ],
  'a model looked up by its name': [
    "const mongoose = require('mongoose');\nmongoose.model('Message').find‸One({ to: 1 });",
    { call: 'inbox.findOne', filter: { to: 1 } },
  ],
  'a model of the connection': [
    "const mongoose = require('mongoose');\nmongoose.connection.models;\nmodule.exports = () => mongoose.connection.model('Contact').find‸One({ to: 1 });",
    { call: 'contacts.findOne', filter: { to: 1 } },
  ],
  'the driver': [
    "module.exports = (db, at) => db.collection('logs').fi‸nd({ at: { $lt: at } }, { projection: { at: 1 } }).sort({ at: -1 }).limit(5).toArray();",
    {
      call: 'logs.find',
      filter: { at: { $lt: '‹at›' } },
      sort: { at: -1 },
      projection: { at: 1 },
      limit: 5,
    },
  ],
  "the driver's collection of a model": [
    'Contact.collection.fi‸nd({ a: 1 });',
    { call: 'contacts.find', filter: { a: 1 } },
  ],
  'an update': [
    'module.exports = (id) => Contact.update‸One({ _id: id, a: 1 }, { $set: { b: 1 } });',
    { call: 'contacts.updateOne', filter: { _id: '‹id›', a: 1 } },
  ],
  'find one and update': [
    'Contact.findOneAnd‸Update({ a: 1 }, { b: 1 }, { sort: { c: 1 }, new: true });',
    { call: 'contacts.findOneAndUpdate', filter: { a: 1 }, sort: { c: 1 } },
  ],
  'count and delete': [
    'Contact.count‸Documents({ a: 1 });',
    { call: 'contacts.countDocuments', filter: { a: 1 } },
  ],
  distinct: ["Contact.dis‸tinct('email', { a: 1 });", { call: 'contacts.distinct', filter: { a: 1 } }],
  'a filter that is selected': ['const filter = «{ a: 1 }»;', { call: '*.find', filter: { a: 1 } }],
  'a pipeline that is selected': [
    'run(«[{ $match: { a: 1 } }, { $limit: 2 }]»);',
    { call: '*.aggregate', filter: { a: 1 }, limit: 2 },
  ],
  'half typed': [
    'Contact.find({ a: 1, b: ‸ })',
    { call: 'contacts.find', filter: { a: 1, b: '‹›' }, incomplete: true },
  ],
  'half typed, with code below': [
    'Contact.find({ a: 1, b‸\n});\nContact.find({ c: 1 });',
    { call: 'contacts.find', filter: { a: 1, b: '‹b›' } },
  ],
};

describe('the query at the cursor', () => {
  after(removeFolders);

  const constants = { 'constants.js': "exports.STATUS = Object.freeze({ open: 'open', done: 'done' });" };
  for (const [name, [code, query]] of Object.entries(cases)) {
    it(name, async () => {
      assert.deepEqual(await read(code, constants), query);
    });
  }

  it('says where the call and its name stand', async () => {
    const site = await queryAt(`${head}const a = await Contact\n  .findOne({ b: 1 }).lean‸();`);
    assert.equal(site.place.file, 'findOne');
    assert.deepEqual(site.range, { start: { line: 1, character: 16 }, end: { line: 2, character: 27 } });
    assert.deepEqual([site.model, site.complete, site.problems], ['Contact', true, []]);
  });

  it('says where a hole stands', async () => {
    const site = await queryAt(`${head}module.exports = (who) =>\n  Contact.findOne‸({ b: who.id });`);
    assert.ok(site.filter.kind === 'object');
    const hole = site.filter.entries[0]?.value;
    assert.ok(hole?.kind === 'hole');
    assert.deepEqual(hole.range, { start: { line: 2, character: 23 }, end: { line: 2, character: 29 } });
  });

  it('a text that is not saved counts', async () => {
    const folder = await SourceFolder.of({ 'models.js': models, 'a.js': '' });
    const workspace = new Workspace();
    await workspace.scan(folder.paths);
    const position = { line: 1, character: 10 };
    const text = `${head}Contact.findOne({ a: 1 });`;
    const site = await workspace.queryAt(folder.path('a.js'), { start: position, end: position }, text);
    assert.equal(site.collection, 'contacts');
  });

  const refusals: Readonly<Record<string, readonly [code: string, message: RegExp]>> = {
    'no query': ['const a = 1;‸', /^There is no query at the cursor\.$/],
    'an empty line between two queries': ['Contact.find({});\n‸\nContact.find({});', /^There is no query/],
    'find of an array': ['[1, 2].fi‸nd((one) => one === 1);', /^There is no query/],
    'a model that is a parameter': [
      'module.exports = (Model) => Model.fi‸nd({ a: 1 });',
      /`Model.*could not be read: /,
    ],
    'a model of a package': [
      "const { User } = require('@company/models');\nmodule.exports = () => User.find‸One({ a: 1 });",
      /package `@company\/models` is not read/,
    ],
    'a model of a file that is not there': [
      "const User = require('./nowhere');\nUser.find‸One({ a: 1 });",
      /`\.\/nowhere` leads to no file/,
    ],
    'a name that is not declared': ['User.find‸One({ a: 1 });', /`User` is not known here/],
  };
  for (const [name, [code, message]] of Object.entries(refusals)) {
    it(`refuses: ${name}`, async () => {
      await assert.rejects(queryAt(head + code), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.code, 'no-query');
        assert.match(error.message, message);
        assert.match(error.next, /\.$/);
        return true;
      });
    });
  }
});

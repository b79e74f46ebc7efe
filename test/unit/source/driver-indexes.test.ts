import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { runInNewContext } from 'node:vm';
import { MongoClient } from 'mongodb';
import type { Model } from '../../../src/model/catalog.js';
import { removeFolders, scan } from './source-folder.js';

/** Of a client that never connects. */
const collection = new MongoClient('mongodb://localhost').db('app').collection('orders');

/** The driver's own: what it makes of the arguments of `createIndex` before it sends them. */
const { CreateIndexesOperation } = createRequire(import.meta.url)('mongodb/lib/operations/indexes.js') as {
  CreateIndexesOperation: {
    fromIndexSpecification(
      parent: object,
      collection: string,
      key: unknown,
      allowUnknown: boolean,
      options: object,
    ): { readonly indexes: readonly Readonly<Record<string, unknown>>[] };
  };
};

/** Arguments of `createIndex`, as code. */
const calls: readonly string[] = [
  "'email'",
  "{ email: 1, age: -1 }, { name: 'byEmail' }",
  "['email', 'age']",
  "['email', -1]",
  "['email', 'text']",
  "[['email', 1], ['at', -1]]",
  "['email', ['at', -1], { age: 1 }]",
  '{ email: 1 }, { unique: true, w: 1, dropDups: true, maxTimeMS: 5, background: true }',
  '{ at: 1 }, { expireAfterSeconds: 60, expires: 30, hidden: true }',
  '{ at: 1 }, { unique: undefined, sparse: false, commitQuorum: 1 }',
];

/** Each in a function with `given` and `orders`; what is read as certain, and the codes of problems. */
const gaps: readonly (readonly [code: string, indexes: readonly string[], problems: readonly string[]])[] = [
  ['orders.createIndex({ at: 1 }, given)', [], ['unknown-options']],
  ['orders.createIndex({ at: 1 }, { unique: true, ...given })', [], ['unknown-options']],
  [
    'const options = {}; if (given) options.unique = true; orders.createIndex({ at: 1 }, options)',
    [],
    ['unknown-options'],
  ],
  ['const key = { a: 1 }; if (given) key.b = 1; orders.createIndex(key)', [], ['unknown-key']],
  ['orders.createIndex([given])', [], ['unknown-key']],
  ['orders.createIndexes(given)', [], ['unknown-key']],
  ['if (given) orders.createIndex({ a: 1 })', [], ['conditional']],
  ['if (given) return; orders.createIndex({ a: 1 })', [], ['conditional']],
  ['for (const one of given) orders.createIndex({ a: 1 })', [], ['conditional']],
  ['if (!given) throw new Error(); orders.createIndex({ a: 1 })', ['a_1'], []],
  ["for (const path of ['a', 'b']) orders.createIndex({ [path]: 1 })", ['a_1', 'b_1'], []],
  [
    'const ensure = (path) => orders.createIndex({ [path]: 1 }); ensure("a"); ensure("b"); ensure("a")',
    ['a_1', 'b_1'],
    [],
  ],
  ["if (!(await orders.indexExists('a_1'))) orders.createIndex({ a: 1 })", ['a_1'], []],
  [
    "const all = await orders.indexes(); if (!all.some(({ name }) => name === 'a_1')) orders.createIndex({ a: 1 })",
    ['a_1'],
    [],
  ],
  [
    'const all = await given.listCollections().toArray(); if (all.length === 0) return; orders.createIndex({ a: 1 })',
    [],
    ['conditional'],
  ],
  ['if ((await orders.countDocuments({})) > 0) orders.createIndex({ a: 1 })', ['a_1'], []],
  [
    'try { await orders.createIndex({ a: 1 }) } catch { await orders.dropIndex("a_1"); await orders.createIndex({ a: 1 }) }',
    ['a_1'],
    [],
  ],
];

describe('indexes that the driver creates', () => {
  after(removeFolders);

  for (const call of calls)
    it(`are read as the driver takes them: ${call}`, async () => {
      const model = await read(`orders.createIndex(${call})`);
      const [key, options = {}] = runInNewContext(`[${call}]`) as [unknown, object?];
      // Of this realm, as the driver asks what is an array or an object.
      const [ownKey, ownOptions] = structuredClone([key, options]);
      const [sent] = CreateIndexesOperation.fromIndexSpecification(
        collection,
        'orders',
        ownKey,
        false,
        ownOptions,
      ).indexes;
      assert.ok(sent);
      const { key: sentKey, name, ...others } = sent;
      const rest = Object.fromEntries(Object.entries(others).filter(([option]) => option !== 'background'));
      assert.equal(model.complete, true);
      assert.deepEqual(
        model.indexes.map((one) => [one.key, one.name, one.options]),
        [[[...(sentKey as Map<string, unknown>)], name, JSON.parse(JSON.stringify(rest))]],
      );
    });

  for (const [code, names, problems] of gaps)
    it(`are certain, or said: ${code}`, async () => {
      const model = await read(code);
      assert.deepEqual(
        model.indexes.map(({ name }) => name),
        names,
      );
      assert.deepEqual(
        model.problems.map((problem) => problem.code),
        problems,
      );
      assert.equal(model.complete, problems.length === 0);
    });

  it('are created on what a function sets before', async () => {
    const { catalog } = await scan({
      'db.js': `const { MongoClient } = require('mongodb');
let db;
exports.connect = async (uri) => { db = (await MongoClient.connect(uri)).db(); };
exports.prepare = () => db.collection('orders').createIndex({ email: 1 });
exports.of = (email) => db.collection('orders').findOne({ email });`,
    });
    assert.deepEqual(
      catalog.models.map(({ collection, complete, indexes }) => [collection, complete, indexes.length]),
      [['orders', true, 1]],
    );
    assert.deepEqual(
      catalog.queries.map(({ collection, operation }) => [collection, operation]),
      [['orders', 'findOne']],
    );
  });

  it('are not called unused where a file asks what could not be read', async () => {
    const { catalog } = await scan({
      'collections.ts':
        "import 'mongodb';\nexport let collections: any;\nexport const set = (all: any) => { collections = all; };",
      'of.ts':
        "import { collections } from './collections';\nexport const of = (email: string) => collections.orders.findOne({ email });",
    });
    assert.equal(catalog.unreadQueries, 1);
  });

  it('are known to be there in functions that nobody calls, inside of such functions', async () => {
    const { catalog } = await scan({
      'a.js':
        "exports.start = (db, done) => { const later = (next) => db.collection('logs').createIndex({ at: 1 }, next); setTimeout(done); };",
    });
    assert.deepEqual(
      catalog.models.map(({ collection, complete, indexes }) => [collection, complete, indexes.length]),
      [['logs', false, 0]],
    );
  });

  it('are made by no callback', async () => {
    const { catalog } = await scan({
      'a.js': "import { rows } from 'other-db';\nimport 'mongodb';\nrows.createIndex((row) => row.id);",
    });
    assert.deepEqual(catalog.models, []);
  });
});

async function read(code: string): Promise<Model> {
  const { catalog } = await scan({
    'a.js': `const { MongoClient } = require('mongodb');
module.exports = async (client, given) => {
  const orders = client.db().collection('orders');
  ${code};
};`,
  });
  const [model, ...others] = catalog.models;
  assert.ok(model);
  assert.equal(others.length, 0);
  assert.equal(model.collection, 'orders');
  return model;
}

import assert from 'node:assert/strict';
import { pastedQuery } from '../../../src/source/pasted-query.js';
import { commandOf } from '../../../src/query/command/command.js';

/** What is read, as the command that it is; the collection `any` stands for one that is not told. */
function commandIn(text: string): unknown {
  const site = pastedQuery(text);
  return site && commandOf({ ...site, collection: site.collection ?? 'any' }, {}).command;
}

const date = { $date: '2026-01-01T00:00:00Z' };
const find = {
  find: 'pets',
  filter: { at: { $gte: date } },
  sort: { at: -1 },
  limit: { $numberInt: '5' },
  $db: 'app',
};
const found = { find: 'pets', filter: { at: { $gte: date } }, sort: { at: -1 }, limit: 5 };

describe('a query that is pasted', () => {
  const cases: Readonly<Record<string, readonly [text: string, command: unknown]>> = {
    'a bare filter': [
      '{ name: /^a/i, age: { $gt: 3 } }',
      {
        find: 'any',
        filter: { name: { $regularExpression: { pattern: '^a', options: 'i' } }, age: { $gt: 3 } },
      },
    ],
    'a filter as EJSON': [
      '{"_id": {"$oid": "507f1f77bcf86cd799439011"}}',
      {
        find: 'any',
        filter: { _id: { $oid: '507f1f77bcf86cd799439011' } },
      },
    ],
    'a filter with values as in mongosh': [
      "{ _id: ObjectId('507f1f77bcf86cd799439011') };",
      {
        find: 'any',
        filter: { _id: { $oid: '507f1f77bcf86cd799439011' } },
      },
    ],
    'a pipeline': [
      '[{ $match: { a: 1 } }, { $sort: { b: -1 } }]',
      {
        aggregate: 'any',
        pipeline: [{ $match: { a: 1 } }, { $sort: { b: -1 } }],
        cursor: {},
      },
    ],
    'a call': [
      "db.getCollection('pet.logs').find({ a: 1 }).sort({ b: -1 }).limit(3)",
      {
        find: 'pet.logs',
        filter: { a: 1 },
        sort: { b: -1 },
        limit: 3,
      },
    ],
    'a playground': [
      "use('app');\nconst kind = 'dog';\ndb.pets.aggregate([{ $match: { kind } }]);",
      {
        aggregate: 'pets',
        pipeline: [{ $match: { kind: 'dog' } }],
        cursor: {},
      },
    ],
    'a command': [JSON.stringify(find), found],
    'a line of the log': [
      JSON.stringify({
        msg: 'Slow query',
        attr: { type: 'command', ns: 'app.pets', command: find, durationMillis: 9 },
      }),
      found,
    ],
    'a document of the profiler': [
      JSON.stringify({ op: 'query', ns: 'app.pets', command: find, millis: 9 }),
      found,
    ],
    'a getMore of the profiler': [
      JSON.stringify({ op: 'getmore', ns: 'app.pets', command: { getMore: 1 }, originatingCommand: find }),
      found,
    ],
    'a write of the profiler': [
      JSON.stringify({ op: 'remove', ns: 'app.pets', command: { q: { a: 1 }, limit: 0 } }),
      { delete: 'pets', deletes: [{ q: { a: 1 }, limit: 0 }] },
    ],
    'a distinct': [
      JSON.stringify({ distinct: 'pets', key: 'kind', query: { a: 1 } }),
      {
        distinct: 'pets',
        key: 'kind',
        query: { a: 1 },
      },
    ],
  };
  for (const [name, [text, command]] of Object.entries(cases)) {
    it(name, () => {
      assert.deepEqual(commandIn(text), command);
    });
  }

  it('what is none', () => {
    for (const text of ['', 'hello there', '42', '{ a: ', 'const a = 1;'])
      assert.equal(pastedQuery(text), null, text);
  });
});

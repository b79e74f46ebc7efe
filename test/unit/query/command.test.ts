import assert from 'node:assert/strict';
import type { Json } from '../../../src/model/json.js';
import type { QueryCommand } from '../../../src/model/command.js';
import { UserError } from '../../../src/model/user-error.js';
import { commandOf } from '../../../src/query/command/command.js';
import type { Values } from '../../../src/query/command/fill.js';
import { holesOf, samplePathsOf } from '../../../src/query/command/holes.js';
import { optionRefusal } from '../../../src/query/command/option-holes.js';
import { shapeOf } from '../../../src/query/shape.js';
import { findOf, hole, site } from './sites.js';

const filterOf = (
  filter: unknown,
  sample: Record<string, Json> = {},
  input: Record<string, Json> = {},
): Json => findOf(site('find', filter), { sample, input }).filter;

describe('the find command of a query', () => {
  const contact = site('findOne', {
    companyId: hole('company._id'),
    'social.facebookId': hole('id'),
    active: true,
  });

  it('fills holes from input, then the sample, then a placeholder, and says so', () => {
    const { command, values } = commandOf(contact, {
      input: { 'companyId = company._id': 7 },
      sample: { companyId: 8, 'social.facebookId': 'fb' },
    });
    assert.deepEqual(command, {
      find: 'contacts',
      filter: { companyId: 7, 'social.facebookId': 'fb', active: true },
      limit: 1,
      singleBatch: true,
    });
    assert.deepEqual(values, [
      {
        path: 'companyId',
        value: 7,
        from: 'input',
        hole: { id: 'companyId = company._id', text: 'company._id' },
      },
      {
        path: 'social.facebookId',
        value: 'fb',
        from: 'sample',
        hole: { id: 'social.facebookId = id', text: 'id' },
      },
      { path: 'active', value: true, from: 'code' },
    ]);
    const bare = commandOf(contact, {});
    assert.deepEqual(
      bare.values.map(({ from }) => from),
      ['placeholder', 'placeholder', 'code'],
    );
  });

  it('operators take values of their own kind', () => {
    const sample = { a: 5, t: 'a+b', l: 'x' };
    assert.deepEqual(filterOf({ l: { $in: hole('l') } }, sample), { l: { $in: ['x'] } });
    assert.deepEqual(filterOf({ l: { $in: [hole('l'), 'y'] } }, sample), { l: { $in: ['x', 'y'] } });
    assert.deepEqual(filterOf({ t: { $regex: hole('t'), $options: 'i' } }, sample), {
      t: { $regex: 'a\\+b', $options: 'i' },
    });
    assert.deepEqual(filterOf({ a: { $exists: hole('e') } }, sample), { a: { $exists: true } });
    assert.deepEqual(filterOf({ l: { $size: hole('n') } }, sample), { l: { $size: 1 } });
    assert.deepEqual(filterOf({ l: { $in: hole('l') } }, {}, { 'l = l': ['p', 'q'] }), {
      l: { $in: ['p', 'q'] },
    });
  });

  it('a range between two holes holds the value', () => {
    const at = '2026-01-31T10:00:00.000Z';
    const range = { when: { $gte: hole('from'), $lt: hole('to') } };
    const dated = filterOf(range, { when: { $date: at } });
    assert.deepEqual(dated, { when: { $gte: { $date: at }, $lt: { $date: '2026-02-01T10:00:00.000Z' } } });
    assert.deepEqual(filterOf(range, { when: 5 }), { when: { $gte: 5, $lt: 6 } });
    assert.deepEqual(filterOf(range, { when: { $numberLong: '9007199254740993' } }), {
      when: { $gte: { $numberLong: '9007199254740993' }, $lt: { $numberLong: '9007199254740994' } },
    });
    assert.deepEqual(filterOf(range, { when: { $oid: '65a1b2c3d4e5f60718293a4b' } }), {
      when: { $gte: { $oid: '65a1b2c3d4e5f60718293a4b' }, $lt: { $oid: '65a30443d4e5f60718293a4b' } },
    });
    assert.deepEqual(filterOf({ n: { $gt: 100, $lt: hole('to') } }, { n: 5 }), { n: { $gt: 100, $lt: 101 } });
    assert.deepEqual(filterOf({ n: { $gt: hole('from'), $lt: 100 } }, { n: 500 }), {
      n: { $gt: 99, $lt: 100 },
    });
    assert.deepEqual(filterOf({ n: { $lt: hole('to') } }, { n: 5 }), { n: { $lt: 5 } });
  });

  it('goes through $or, $elemMatch and $not', () => {
    const filter = {
      $or: [{ a: hole('a') }, { pets: { $elemMatch: { name: hole('n'), age: { $gt: 3 } } } }],
      b: { $not: { $in: hole('b') } },
    };
    assert.deepEqual(filterOf(filter, { a: 1, 'pets.name': 'Rex', b: 2 }), {
      $or: [{ a: 1 }, { pets: { $elemMatch: { name: 'Rex', age: { $gt: 3 } } } }],
      b: { $not: { $in: [2] } },
    });
    assert.deepEqual(samplePathsOf(site('find', filter)), ['a', 'pets.name', 'b']);
  });

  it('asks no document for what no document holds', () => {
    const filter = { $text: { $search: hole('words') }, tags: { $size: hole('n') }, _id: hole('id') };
    const query = site('find', filter);
    assert.deepEqual(holesOf(query), [
      { path: '$text.$search', text: 'words' },
      { path: 'tags.$size', text: 'n' },
      { path: '_id', text: 'id' },
    ]);
    assert.deepEqual(samplePathsOf(query), ['_id']);
    assert.deepEqual(filterOf(filter), {
      $text: { $search: 'placeholder' },
      tags: { $size: 1 },
      _id: { $oid: '000000000000000000000000' },
    });
  });

  it('values of BSON types are values, not operators', () => {
    const id = { $oid: '65a1b2c3d4e5f60718293a4b' };
    assert.deepEqual(filterOf({ a: id, b: { $gte: { $date: '2026-01-01T00:00:00Z' } } }), {
      a: id,
      b: { $gte: { $date: '2026-01-01T00:00:00Z' } },
    });
  });

  it('sort, projection, limit and skip; their holes are assumed', () => {
    const parts = {
      sort: { at: -1, n: hole('order') },
      projection: { a: 1, b: hole('b') },
      limit: hole('n'),
      skip: hole('s'),
    };
    assert.deepEqual(commandOf(site('find', {}, parts), {}).command, {
      find: 'contacts',
      filter: {},
      sort: { at: -1, n: 1 },
      projection: { a: 1 },
      limit: 100,
    });
    const known = commandOf(site('find', {}, { limit: 20, skip: 40, sort: hole('sort') }), {}).command;
    assert.deepEqual(known, { find: 'contacts', filter: {}, limit: 20, skip: 40 });
  });

  it('each operation is the command that Mongoose sends', () => {
    const command = (operation: string, more: Record<string, unknown> = {}): QueryCommand =>
      commandOf({ ...site(operation, { a: 1 }, { projection: { b: 1 }, sort: { c: 1 }, ...more }) }, {})
        .command;
    const all = { find: 'contacts', filter: { a: 1 }, sort: { c: 1 } };
    const single = { ...all, limit: 1, singleBatch: true };
    assert.deepEqual(command('find'), { ...all, projection: { b: 1 } });
    assert.deepEqual(command('findById'), { ...single, projection: { b: 1 } });
    assert.deepEqual(command('exists'), { ...single, projection: { _id: 1, b: 1 } });
    assert.deepEqual(command('countDocuments', { skip: 5, hint: 'a_1' }), {
      aggregate: 'contacts',
      pipeline: [{ $match: { a: 1 } }, { $skip: 5 }, { $group: { _id: 1, n: { $sum: 1 } } }],
      cursor: {},
      hint: 'a_1',
    });
    const change = { findAndModify: 'contacts', query: { a: 1 }, sort: { c: 1 }, fields: { b: 1 } };
    assert.deepEqual(command('findOneAndDelete'), { ...change, remove: true });
    assert.deepEqual(command('findOneAndUpdate'), {
      ...change,
      update: { $unset: { 'index-lens-changes-nothing': '' } },
    });
    assert.deepEqual(command('deleteMany', { hint: { a: 1 } }), {
      delete: 'contacts',
      deletes: [{ q: { a: 1 }, limit: 0, hint: { a: 1 } }],
    });
    assert.deepEqual(command('estimatedDocumentCount'), { count: 'contacts' });
    assert.deepEqual(commandOf({ ...site('distinct', { a: 1 }), distinctKey: 'b' }, {}).command, {
      distinct: 'contacts',
      key: 'b',
      query: { a: 1 },
    });
  });

  it('limit, skip and directions that only the program knows are assumed until they are given', () => {
    const options = { sort: { a: hole('way'), b: -1 }, limit: hole('n'), skip: hole('page') };
    const query = site('find', { a: 1 }, options);
    const shown = (input: Values['input']) =>
      commandOf(query, { input })
        .values.filter(({ hole: one }) => one?.takes)
        .map(({ path, value, from }) => [path, value, from]);
    assert.deepEqual(shown({}), [
      ['sort.a', 1, 'assumed'],
      ['limit', 100, 'assumed'],
      ['skip', 0, 'assumed'],
    ]);
    const input = { 'sort.a = way': -1, 'limit = n': 5, 'skip = page': 'none' };
    assert.deepEqual(shown(input), [
      ['sort.a', -1, 'input'],
      ['limit', 5, 'input'],
      ['skip', 0, 'assumed'],
    ]);
    assert.deepEqual(findOf(query, { input }), {
      ...{ find: 'contacts', filter: { a: 1 } },
      ...{ sort: { a: -1, b: -1 }, limit: 5 },
    });
    // A findOne sends no limit.
    assert.deepEqual(
      holesOf(site('findOne', {}, options)).map(({ path }) => path),
      ['sort.a', 'skip'],
    );
    const pipeline = [{ $sort: { a: hole('way') } }, { $facet: { top: [{ $limit: hole('n') }] } }];
    const many = site('aggregate', {}, { pipeline });
    assert.deepEqual(
      commandOf(many, { input: { '$sort.a = way': -1, '$facet.top.$limit = n': 7 } }).command,
      {
        aggregate: 'contacts',
        pipeline: [{ $sort: { a: -1 } }, { $facet: { top: [{ $limit: 7 }] } }],
        cursor: {},
      },
    );
    assert.equal(optionRefusal('count', 2.5), 'Write a whole number, 0 or more.');
    assert.equal(optionRefusal('direction', 'asc'), 'Write 1 or -1.');
    assert.deepEqual([optionRefusal('count', 0), optionRefusal('direction', -1)], [null, null]);
  });

  it('an aggregation loses what writes, and says so; its holes have the paths of the collection before others', () => {
    const pipeline = [
      { $match: { a: hole('a'), b: { $in: [hole('b')] } } },
      { $limit: hole('n') },
      { $lookup: { from: 'pets', pipeline: [{ $match: { c: hole('c') } }], as: 'pets' } },
      { $out: 'copies' },
    ];
    const query = site('aggregate', {}, { pipeline });
    assert.deepEqual(
      holesOf(query).map(({ path }) => path),
      ['a', 'b', '$limit', '$lookup.pipeline.c'],
    );
    assert.deepEqual(samplePathsOf(query), ['a', 'b']);
    const { command, notices } = commandOf(query, { sample: { a: 1, b: 2 } });
    assert.deepEqual(command, {
      aggregate: 'contacts',
      pipeline: [
        { $match: { a: 1, b: { $in: [2] } } },
        { $limit: 100 },
        { $lookup: { from: 'pets', pipeline: [{ $match: { c: 'placeholder' } }], as: 'pets' } },
      ],
      cursor: {},
    });
    assert.deepEqual(notices, ['Nothing is written: $out is left out.']);
  });

  it('paths that the schema does not declare are named: strictQuery would leave them out', () => {
    const path = (name: string, type: string, isArray = false) => ({ path: name, type, isArray });
    const paths = [
      ...[path('_id', 'ObjectId'), path('name', 'String'), path('social.facebookId', 'String')],
      ...[path('pets', 'DocumentArray', true), path('pets.name', 'String', true), path('bag', 'Mixed')],
      path('tags', 'String', true),
    ];
    const noticesOf = (filter: unknown) => commandOf(site('find', filter), { schema: { paths } }).notices;
    const declared = {
      ...{ _id: 1, name: 'a', social: { $exists: true }, 'social.facebookId': 1, 'pets.0.name': 'x' },
      ...{ 'bag.of.anything': 1, 'tags.0': 'a', __v: 0, $or: [{ pets: { $elemMatch: { name: 'x' } } }] },
    };
    assert.deepEqual(noticesOf(declared), []);
    assert.deepEqual(noticesOf({ 'pets.age': 3, nmae: 'a', $and: [{ nmae: 'b' }] }), [
      'pets.age, nmae are not in the schema of Contact: where strictQuery is on, as it is by default in Mongoose 6, Mongoose leaves them out of the filter.',
    ]);
    assert.match(noticesOf({ pets: { $elemMatch: { age: 3 } } }).join(), /^pets\.age is not in the schema/u);
    // Nothing is known of a schema, nobody casts, or a pipeline is sent as it is.
    assert.deepEqual(commandOf(site('find', { nmae: 1 }), {}).notices, []);
    assert.deepEqual(
      commandOf({ ...site('find', { nmae: 1 }), api: 'driver' as const }, { schema: { paths } }).notices,
      [],
    );
    const pipeline = [{ $match: { nmae: 1 } }];
    const many = site('aggregate', { nmae: 1 }, { pipeline });
    assert.deepEqual(commandOf(many, { schema: { paths } }).notices, []);
  });

  it("values are cast as the schema's paths say, for Mongoose alone", () => {
    const schema = {
      paths: [
        { path: 'owner', type: 'ObjectId', isArray: false },
        { path: 'at', type: 'Date', isArray: false },
        { path: 'n', type: 'Number', isArray: false },
        { path: 'tags', type: 'String', isArray: true },
        { path: 'items', type: 'DocumentArray', isArray: true },
        { path: 'items.n', type: 'Number', isArray: true },
      ],
    };
    const hex = '507f1f77bcf86cd799439011';
    const query = site('find', {
      owner: hole('id'),
      at: { $gte: '2026-01-01' },
      $or: [{ n: ['1', 2] }, { n: { $in: ['3'] } }],
      tags: [1, 2],
      items: { $elemMatch: { n: '4' } },
      other: '5',
    });
    const input = { 'owner = id': hex };
    assert.deepEqual(findOf(query, { schema, input }).filter, {
      owner: { $oid: hex },
      at: { $gte: { $date: '2026-01-01T00:00:00.000Z' } },
      $or: [{ n: { $in: [1, 2] } }, { n: { $in: [3] } }],
      tags: ['1', '2'],
      items: { $elemMatch: { n: 4 } },
      other: '5',
    });
    const asked = findOf({ ...query, api: 'driver' }, { schema, input }).filter as Readonly<
      Record<string, Json>
    >;
    assert.deepEqual([asked.owner, asked.other], [hex, '5']);
    assert.deepEqual(findOf(site('find', { owner: hole('id') }), { schema }).filter, {
      owner: { $oid: '0'.repeat(24) },
    });
  });

  it('says what it cannot explain', () => {
    const thrown = (run: () => unknown): UserError => {
      try {
        run();
      } catch (error) {
        if (error instanceof UserError) return error;
      }
      return assert.fail('no UserError');
    };
    const insert = thrown(() => commandOf(site('insertOne', {}), {}));
    assert.equal(insert.code, 'no-query');
    assert.match(insert.next, /aggregate/u);
    const pipeline = hole('stages');
    assert.equal(thrown(() => commandOf(site('aggregate', {}, { pipeline }), {})).code, 'no-query');
    assert.equal(thrown(() => commandOf(site('constructor', {}), {})).code, 'no-query');
    const unknown = thrown(() => commandOf(site('find', hole('filter')), {}));
    assert.equal(unknown.message, 'The filter filter is known only when the program runs.');
    assert.equal(thrown(() => commandOf(site('find', { $or: hole('any') }), {})).code, 'no-query');
    assert.equal(
      thrown(() => commandOf({ ...site('find', {}), collection: null }, {})).code,
      'no-collection',
    );
  });
});

describe('the shape of a query', () => {
  it('names paths, kinds and what is optional', () => {
    const query = site(
      'find',
      {
        companyId: hole('c'),
        at: { $gte: hole('from'), $lt: hole('to') },
        'status?': { $in: ['a'] },
        name: { $regularExpression: { pattern: '^a', options: '' } },
        gone: { $exists: false },
        pets: { $elemMatch: { kind: 'dog' } },
        scores: { $elemMatch: { $gt: 3 } },
        $or: [{ a: 1 }, { b: { $ne: 2 } }],
        $nor: [{ c: 1 }],
        loc: { $near: hole('p') },
        $text: { $search: 'x' },
      },
      { sort: { at: -1 } },
    );
    const { filter, sort } = shapeOf(query);
    assert.deepEqual(
      filter.map(({ path, predicate, optional }) => `${path} ${predicate}${optional ? '?' : ''}`),
      [
        'companyId equality',
        'at range',
        'status in?',
        'name regex',
        'gone exists',
        'pets.kind equality',
        'scores elemMatch',
        'a equality',
        'b negation',
        'c negation',
        'loc geo',
        '$text text',
      ],
    );
    assert.deepEqual(sort, [['at', -1]]);
  });
});

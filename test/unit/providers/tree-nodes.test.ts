import assert from 'node:assert/strict';
import { noMarks } from '../../../src/host/connections.js';
import type { ConnectionSnapshot } from '../../../src/host/session.js';
import type { Advice } from '../../../src/model/advice.js';
import type { Model } from '../../../src/model/catalog.js';
import type { ComparedCollection, ComparedIndex, Comparison } from '../../../src/model/comparison.js';
import type { LiveIndex } from '../../../src/model/index-specification.js';
import { UserError } from '../../../src/model/user-error.js';
import { everything, type TreeChoice } from '../../../src/model/tree-choice.js';
import type { TreeNode } from '../../../src/providers/tree-node.js';
import { treeNodes as nodesOf } from '../../../src/providers/tree-nodes.js';
import { usage } from '../compare/samples.js';

const server = { version: '7.0.15', topology: 'replicaSet' } as const;
const place = {
  file: '/app/models/Pet.js',
  range: { start: { line: 3, character: 0 }, end: { line: 3, character: 9 } },
};

function model(change: Partial<Model> = {}): Model {
  const rest = { schemaPlace: null, complete: true, autoIndex: null, problems: [], indexes: [], paths: null };
  return { model: 'Pet', collection: 'pets', place, ...rest, ...change };
}

function live(name: string, change: Partial<LiveIndex> = {}): LiveIndex {
  const rest = { sizeBytes: 4096, usage: null, building: null, hidden: false, isPreparedUnique: false };
  return { key: [[name, 1]], options: {}, name: `${name}_1`, ...rest, ...change };
}

function compared(name: string, change: Partial<ComparedIndex> = {}): ComparedIndex {
  const specification = { key: [[name, 1]], options: {}, name: `${name}_1` } as const;
  const defined = { ...specification, named: false, origin: 'schema.index', place } as const;
  return { ...specification, status: 'applied', differences: [], defined, live: live(name), ...change };
}

function collection(change: Partial<ComparedCollection> = {}): ComparedCollection {
  return {
    collection: 'pets',
    models: ['Pet'],
    exists: true,
    documents: 1200,
    sizeBytes: 240_000,
    complete: true,
    idIndex: live('_id'),
    indexes: [],
    unjudged: [],
    unlisted: [],
    shardKey: null,
    advice: [],
    ...change,
  };
}

function connected(
  collections: readonly ComparedCollection[],
  { models = [model()], ...change }: Partial<ConnectionSnapshot> & { models?: readonly Model[] } = {},
  problems: Comparison['problems'] = [],
): ConnectionSnapshot {
  const statuses = ['applied', 'missing', 'different', 'extra', 'building', 'hidden'] as const;
  const all = collections.flatMap(({ indexes }) => indexes);
  const counts = statuses.map((status) => [status, all.filter((index) => index.status === status).length]);
  const summary = Object.fromEntries(counts) as Comparison['summary'];
  return {
    id: 'local',
    marks: noMarks,
    catalog: { models, queries: [], problems: [] },
    connection: { state: 'connected', name: 'local', address: 'localhost:27017', server, database: 'zoo' },
    live: {
      server,
      database: 'zoo',
      readAt: '2026-01-01T00:00:00.000Z',
      collections: [],
      unlisted: [],
      builds: [],
      problems,
    },
    comparison: { server, database: 'zoo', collections, summary, problems },
    busy: null,
    stale: null,
    readAt: null,
    ...change,
  };
}

function treeNodes(...connections: readonly ConnectionSnapshot[]): readonly TreeNode[] {
  return chosen(everything, ...connections);
}

function chosen(choice: TreeChoice, ...connections: readonly ConnectionSnapshot[]): readonly TreeNode[] {
  return nodesOf({ catalog: null, connections, active: connections[0] ?? null }, choice, []);
}

function drawn(nodes: readonly TreeNode[], depth = 0): readonly string[] {
  return nodes.flatMap(({ label, description, icon, children }) => [
    `${'  '.repeat(depth)}${label} | ${description} | ${icon.name}`,
    ...drawn(children, depth + 1),
  ]);
}

function every(nodes: readonly TreeNode[]): readonly TreeNode[] {
  return nodes.flatMap((node) => [node, ...every(node.children)]);
}

describe('tree nodes', () => {
  it('are none while nothing is connected, so that the welcome shows', () => {
    assert.deepEqual(treeNodes(), []);
  });

  it('say every status by icon, words and for the ear', () => {
    const building = live('d', { building: { percent: 41.6, phase: null } });
    const indexes = [
      compared('a', { live: live('a', { usage: usage(12) }) }),
      compared('b', { status: 'missing', live: null, options: { unique: true } }),
      compared('c', { status: 'different', differences: ['unique'] }),
      compared('d', { status: 'building', live: building }),
      compared('e', { status: 'hidden' }),
      compared('f', { status: 'extra', defined: null }),
    ];
    const nodes = treeNodes(connected([collection({ indexes })]));
    assert.deepEqual(drawn(nodes), [
      'local | localhost:27017 · MongoDB 7.0.15 | plug',
      '  zoo | 1 missing · 1 different · 1 building · 1 extra | database',
      '    pets | 2 of 5 applied · 1 extra | folder',
      '      _id | 4.1 KB | key',
      '      a | 4.1 KB · 12 uses | pass',
      '      b | missing · unique | error',
      '      c | different: unique · 4.1 KB | warning',
      '      d | building 42 % · 4.1 KB | sync~spin',
      '      e | hidden · 4.1 KB | eye-closed',
      '      f | extra · 4.1 KB | question',
    ]);
    const heard = every(nodes).map(({ spoken }) => spoken);
    assert.ok(heard.includes('Index on b, missing, unique'), heard.join('\n'));
  });

  it('say what is not permitted once, under the database', () => {
    const problem = { code: 'not-permitted', message: 'Use is not permitted (needs clusterMonitor).' };
    const two = [collection(), collection({ collection: 'owners', models: [] })];
    const lines = drawn(treeNodes(connected(two, {}, [problem])));
    assert.equal(lines.filter((line) => line.includes('clusterMonitor')).length, 1);
    assert.match(lines[2] ?? '', /^ {4}Use is not permitted/);
  });

  it('show an unknown size or use as nothing, never as 0', () => {
    const index = compared('a', { live: live('a', { sizeBytes: null }) });
    const node = every(treeNodes(connected([collection({ indexes: [index] })]))).find(
      ({ label }) => label === 'a',
    );
    assert.equal(node?.description, '');
    assert.doesNotMatch(node.tooltip.join(' '), /\b0\b/);
  });

  it('show advice at the index that it is about, beside its status, and why', () => {
    const evidence = { indexBytes: 4096, documentBytes: null, usage: null };
    const redundant = { rule: 'redundant-prefix', severity: 'info', evidence } as const;
    const message = '`b_1` is a prefix of `b_1_c_1`.';
    const advice: readonly Advice[] = [
      { ...redundant, message, change: 'Drop it.', indexes: ['b_1', 'a_1'] },
      { ...redundant, message: 'Not needed.', change: '', indexes: ['c_1', 'a_1'] },
      { ...redundant, rule: 'over-budget', message: '`pets` has 11 indexes.', change: '', indexes: [] },
    ];
    const indexes = [compared('a'), compared('b'), compared('c', { status: 'missing', live: null })];
    const nodes = every(treeNodes(connected([collection({ indexes, advice })])));
    assert.deepEqual(drawn(nodes.filter(({ target }) => target?.kind === 'collection')).slice(1), [
      '  over budget | pets has 11 indexes. | lightbulb',
      '  _id | 4.1 KB | key',
      '  a | 4.1 KB | pass',
      '  b | redundant · 4.1 KB | lightbulb',
      '  c | missing · redundant | error',
    ]);
    const about = nodes.find(({ label }) => label === 'b');
    const why = `**redundant** · ${message} It takes 4.1 KB. Drop it.`;
    assert.ok(about?.tooltip.includes(why), about?.tooltip.join());
    assert.equal(about?.spoken, 'Index on b, applied, redundant, 4.1 KB');
  });

  it('say what indexes take beside the documents, where all of it is known', () => {
    const sized = (rest: Partial<ComparedCollection>) =>
      every(treeNodes(connected([collection({ indexes: [compared('a')], sizeBytes: 1_000_000, ...rest })])))
        .find(({ target }) => target?.kind === 'collection')
        ?.tooltip.join('\n') ?? '';
    assert.match(sized({}), /^2 indexes of 8\.2 KB beside 1\.0 MB of documents$/m);
    assert.doesNotMatch(sized({ sizeBytes: null }), /beside/);
    assert.doesNotMatch(sized({ unjudged: [live('x', { sizeBytes: null })] }), /beside/);
  });

  it('say quietly of an index that it is shown as it was last read', () => {
    const [whole, half] = [compared('a'), compared('a', { status: 'missing', live: null })];
    const indexes = [whole, half].map((index) => ({
      ...index,
      defined: index.defined && ({ ...index.defined, stale: true } as const),
    }));
    const nodes = every(treeNodes(connected([collection({ indexes })]))).filter(({ label }) => label === 'a');
    assert.deepEqual(
      nodes.map(({ description, icon, context }) => [description, icon.name, context]),
      [
        [
          '4.1 KB · as last read',
          'pass',
          'index applied defined live act-hide act-drop act-ttl act-unique act-rename',
        ],
        ['missing · as last read', 'error', 'index missing defined'],
      ],
    );
    assert.equal(nodes[0]?.spoken, 'Index on a, applied, 4.1 KB, as last read');
  });

  it('mark a model that could not be read to the end and judge nothing beside it', () => {
    const problem = { code: 'unresolved', message: 'A call could not be followed.', place };
    const models = [model({ complete: false, problems: [problem] })];
    const unread = collection({ complete: false, unjudged: [live('x')] });
    const lines = drawn(treeNodes(connected([unread], { models })));
    assert.ok(
      lines.some((line) => line.startsWith('    pets |') && line.includes('incomplete')),
      lines.join('\n'),
    );
    assert.ok(lines.some((line) => line.includes('A call could not be followed.')));
    assert.ok(!lines.some((line) => line.includes('extra')));
  });

  it('keep a model whose collection could not be read', () => {
    const lines = drawn(treeNodes(connected([], { models: [model({ collection: null, complete: false })] })));
    assert.ok(
      lines.some((line) => line.includes('Pet | its collection could not be read')),
      lines.join('\n'),
    );
  });

  it('say that no model was found, and show the server all the same', () => {
    const found = collection({ models: [], indexes: [compared('a', { status: 'extra', defined: null })] });
    const lines = drawn(treeNodes(connected([found], { models: [] })));
    assert.match(lines[2] ?? '', /No models found/);
    assert.equal(lines[3], '    pets | no model | folder');
  });

  it('tell why there is no connection, and what is no longer certain', () => {
    const error = new UserError('unreachable', 'Nothing answers at a:1.', 'Start the server.');
    const failed = { state: 'failed', name: 'local', address: 'a:1', error } as const;
    assert.deepEqual(drawn(treeNodes({ ...connected([]), connection: failed })), [
      'local | not connected | debug-disconnect',
      '  Nothing answers at a:1. | Start the server. | error',
    ]);
    const stale = drawn(treeNodes(connected([collection()], { stale: error })));
    assert.match(stale[1] ?? '', /Nothing answers at a:1/);
    assert.match(stale[3] ?? '', /pets/);
  });

  it('show several connections with their marks, and which one is in use', () => {
    const first = connected([collection()]);
    const marks = { color: 'blue', readOnly: true, production: true, database: null } as const;
    const second = { ...connected([collection()]), id: 'other', marks };
    const roots = treeNodes(first, second);
    assert.deepEqual(
      roots.map(({ description, icon, connection }) => [description, icon.color, connection]),
      [
        ['in use · localhost:27017 · MongoDB 7.0.15', undefined, 'local'],
        ['production · read-only · localhost:27017 · MongoDB 7.0.15', 'charts.blue', 'other'],
      ],
    );
    const ids = every(roots).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(every(roots.slice(1)).every(({ connection }) => connection === 'other'));
  });

  it('have ids of their own, the same at the next look, but another once they get children', () => {
    const snapshot = connected([collection({ indexes: [compared('a'), compared('b')] })]);
    const ids = every(treeNodes(snapshot)).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      every(treeNodes(snapshot)).map(({ id }) => id),
      ids,
    );
    const leaves = every(treeNodes({ ...snapshot, comparison: null, busy: 'Reading indexes' }))
      .filter(({ children }) => children.length === 0)
      .map(({ id }) => id);
    assert.equal(leaves.length, 1);
    assert.ok(!ids.includes(leaves[0] ?? ''));
  });

  it('tell views, time series, capped, clustered and sharded collections from plain ones', () => {
    const plainly = { documents: 3, sizeBytes: 300, indexes: [] };
    const none = { viewOn: null, timeField: null, cappedBytes: null, isClustered: false, shardKey: null };
    const onServer = [
      { ...plainly, collection: 'a', kind: 'view', traits: { ...none, viewOn: 'pets' } },
      { ...plainly, collection: 'b', kind: 'timeseries', traits: { ...none, timeField: 'at' } },
      { ...plainly, collection: 'c', kind: 'collection', traits: { ...none, cappedBytes: 1_000_000 } },
      {
        ...plainly,
        collection: 'd',
        kind: 'collection',
        traits: { ...none, isClustered: true, shardKey: [['_id', 'hashed']] },
      },
    ] as const;
    const collections = onServer.map((one) =>
      collection({ collection: one.collection, models: [], idIndex: null }),
    );
    const whole = connected(collections);
    const live = { ...whole.live!, collections: onServer };
    assert.deepEqual(drawn(treeNodes({ ...whole, live })).slice(3), [
      '    a | view of pets · no model | eye',
      '    b | time series by at · no model | graph-line',
      '    c | capped at 1.0 MB · no model | archive',
      '    d | clustered · sharded by { _id: "hashed" } · no model | folder',
    ]);
  });

  describe('as the user chose', () => {
    const cats = collection({
      collection: 'cats',
      models: ['Cat'],
      sizeBytes: 1000,
      indexes: [
        compared('name', { live: live('name', { sizeBytes: 10, usage: usage(5) }) }),
        compared('owner', { live: live('owner', { sizeBytes: 30, usage: usage(1) }) }),
        compared('age', { status: 'missing', live: null }),
      ],
    });
    const dogs = collection({
      collection: 'dogs',
      models: ['Dog'],
      sizeBytes: 9000,
      indexes: [compared('owner', { live: live('owner', { usage: usage(100) }) })],
    });
    const ants = collection({ collection: 'ants', models: [], sizeBytes: null, idIndex: null });
    const rows = (choice: Partial<TreeChoice>): readonly string[] =>
      every(chosen({ ...everything, ...choice }, connected([dogs, ants, cats]))[0]!.children)
        .filter(({ target }) => target?.kind === 'collection' || target?.kind === 'index')
        .map(({ label }) => label);

    it('are sorted, collections and indexes alike', () => {
      const byName = ['ants', 'cats', '_id', 'name', 'owner', 'age', 'dogs', '_id', 'owner'];
      assert.deepEqual(rows({}), byName);
      const bySize = ['dogs', '_id', 'owner', 'cats', '_id', 'owner', 'name', 'age', 'ants'];
      assert.deepEqual(rows({ sort: 'size' }), bySize);
      const byUsage = ['dogs', '_id', 'owner', 'cats', '_id', 'name', 'owner', 'age', 'ants'];
      assert.deepEqual(rows({ sort: 'usage' }), byUsage);
      const byAttention = ['cats', '_id', 'age', 'name', 'owner', 'ants', 'dogs', '_id', 'owner'];
      assert.deepEqual(rows({ sort: 'attention' }), byAttention);
    });

    it('are filtered by collection, model, path, status; every word must match', () => {
      assert.deepEqual(rows({ filter: 'CAT' }), ['cats', '_id', 'name', 'owner', 'age']);
      assert.deepEqual(rows({ filter: 'owner' }), ['cats', 'owner', 'dogs', 'owner']);
      assert.deepEqual(rows({ filter: 'owner dog' }), ['dogs', 'owner']);
      assert.deepEqual(rows({ filter: 'missing' }), ['cats', 'age']);
    });

    it('say that nothing matches, and how to see all again', () => {
      const nodes = every(chosen({ ...everything, filter: 'zebra' }, connected([cats])));
      const empty = nodes.find(({ label }) => label === 'No collection matches “zebra”');
      assert.equal(empty?.click, 'indexLens.clearFilter');
      assert.equal(nodes.find(({ label }) => label === 'zoo')?.description, '0 of 1 collection shown');
    });
  });
});

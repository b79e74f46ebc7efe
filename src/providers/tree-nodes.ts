import type { DroppedIndex } from '../host/dropped-indexes.js';
import type { ConnectionSnapshot, Snapshot } from '../host/session.js';
import type { TreeChoice } from '../model/tree-choice.js';
import type { Catalog, Model } from '../model/catalog.js';
import type { ComparedCollection, Comparison } from '../model/comparison.js';
import type { Problem } from '../model/problem.js';
import type { LiveDatabase } from '../model/live.js';
import { counted } from '../report/index-words.js';
import { kindWords } from '../report/kind-words.js';
import { collectionNode } from './collection-nodes.js';
import { colorOf, markWords } from './connection-marks.js';
import { filteredCollection, nothingMatches } from './tree-filter.js';
import { code, info, plain, problemNode, words, type TreeNode } from './tree-node.js';
import { inOrder } from './tree-order.js';

/** Collections stand open as long as everything fits on a screen. */
const openCollections = 8;

/** The tree of a snapshot; empty when nothing is connected, so that the welcome shows. */
export function treeNodes(
  { connections, active }: Snapshot,
  choice: TreeChoice,
  dropped: readonly DroppedIndex[],
): readonly TreeNode[] {
  return connections.map((connection) => {
    const isActive = connections.length > 1 && connection === active;
    const own = dropped.filter((one) => one.connection === connection.id);
    return belongingTo(connection.id, connectionNode(connection, isActive, choice, own));
  });
}

/** A node and all below it, told apart from those of other connections. */
function belongingTo(connection: string, node: TreeNode): TreeNode {
  const children = node.children.map((child) => belongingTo(connection, child));
  return { ...node, id: `${connection}/${node.id}`, connection, children };
}

/** `isActive` is said only where there are others. */
function connectionNode(
  snapshot: ConnectionSnapshot,
  isActive: boolean,
  choice: TreeChoice,
  dropped: readonly DroppedIndex[],
): TreeNode {
  const { connection, marks } = snapshot;
  switch (connection.state) {
    case 'connecting':
      return {
        ...plain('connection/connecting', connection.name, 'connecting…', { name: 'loading~spin' }, [
          `Connecting to ${code(connection.address)}`,
        ]),
        context: 'connection connecting',
        target: { kind: 'connection' },
      };
    case 'failed': {
      const { message, next } = connection.error;
      const children = [info('connection/error', message, next, 'error', 'testing.iconFailed')];
      return {
        ...plain(
          'connection/failed',
          connection.name,
          'not connected',
          { name: 'debug-disconnect', color: 'testing.iconFailed' },
          [`**Not connected** to ${code(connection.address)}`, message, next],
        ),
        context: 'connection failed',
        target: { kind: 'connection' },
        children,
        expanded: true,
      };
    }
    case 'connected': {
      const { server, address, name } = connection;
      const version = `MongoDB ${server.version}`;
      const about = [
        isActive && 'in use',
        ...markWords(marks),
        !name.includes(address) && address,
        version,
      ].filter(Boolean);
      const color = colorOf(marks);
      return {
        ...plain('connection/connected', name, about.join(' · '), { name: 'plug', ...(color && { color }) }, [
          `**${name}**`,
          `${code(address)} · ${version} · ${topologyWords[server.topology]}`,
          ...markWords(marks).map((word) => markHelp[word]),
          ...(snapshot.readAt ? [`Read at ${snapshot.readAt.toLocaleTimeString()}`] : []),
        ]),
        context: words('connection connected', isActive && 'active'),
        target: { kind: 'connection' },
        children: contentOf(snapshot, connection.database, choice, dropped),
        expanded: true,
      };
    }
  }
}

function contentOf(
  snapshot: ConnectionSnapshot,
  database: string | null,
  choice: TreeChoice,
  dropped: readonly DroppedIndex[],
): readonly TreeNode[] {
  const { comparison, catalog, live, stale, busy } = snapshot;
  const notices = stale
    ? [info('connection/stale', stale.message, stale.next, 'warning', 'list.warningForeground')]
    : [];
  const content =
    comparison && catalog && live
      ? databaseNode(comparison, catalog, live, choice, dropped)
      : waiting(database, busy);
  return [...notices, content];
}

const markHelp = {
  production: 'Marked as production: what drops or rebuilds wants a typed confirmation.',
  'read-only': 'Marked as read-only: nothing is changed on it.',
};

const topologyWords = {
  standalone: 'standalone',
  replicaSet: 'replica set',
  sharded: 'sharded cluster',
  loadBalanced: 'load balanced',
};

function waiting(database: string | null, busy: string | null): TreeNode {
  if (database === null)
    return {
      ...info('connection/no-database', 'Choose a database…', 'the connection string names none', 'database'),
      click: 'indexLens.chooseDatabase',
    };
  if (busy !== null)
    return plain(`waiting/${database}`, database, 'reading indexes…', { name: 'loading~spin' }, []);
  const unread = info(`waiting/${database}`, database, 'not read: click to read it', 'database');
  return { ...unread, click: 'indexLens.refresh' };
}

function databaseNode(
  comparison: Comparison,
  catalog: Catalog,
  live: LiveDatabase,
  { filter, sort }: TreeChoice,
  dropped: readonly DroppedIndex[],
): TreeNode {
  const { database, collections, summary, problems } = comparison;
  const open = collections.length <= openCollections;
  const onServer = new Map(live.collections.map((collection) => [collection.collection, collection]));
  const shown = inOrder(collections, sort).flatMap((collection) => {
    const { collection: name, models } = collection;
    const itself = onServer.get(name) ?? null;
    const gone = dropped.filter((one) => one.database === database && one.undo.collection === name);
    const node = collectionNode(database, collection, modelsOf(catalog, collection), itself, gone, open);
    if (filter === '') return [node];
    return filteredCollection(node, [name, ...models, ...(itself ? kindWords(itself) : [])], filter) ?? [];
  });
  const defined = collections.some(({ models }) => models.length > 0);
  const placed = catalog.models.filter(({ collection }) => collection !== null);
  const children = [
    ...problems
      .filter((problem) => !isOfModel(problem, placed))
      .map((problem, at) => problemNode(`database/${database}/problem/${at}`, problem)),
    ...(defined ? [] : [noModels(database)]),
    ...unplaced(catalog).map((model) => unplacedNode(database, model)),
    ...shown,
    ...(filter !== '' && shown.length === 0 ? [nothingMatches(database, filter)] : []),
  ];
  const attention = attentionWords(summary);
  return {
    ...plain(
      `database/${database}`,
      database,
      filter === ''
        ? attention || counted(collections.length, 'collection')
        : `${shown.length} of ${counted(collections.length, 'collection')} shown`,
      { name: 'database' },
      [
        `**${database}** · ${counted(collections.length, 'collection')}`,
        ...Object.entries(summary).flatMap(([status, count]) => (count > 0 ? [`${count} ${status}`] : [])),
      ],
    ),
    context: summary.missing > 0 ? 'database missing' : 'database',
    target: { kind: 'database', database },
    children,
    expanded: true,
  };
}

function noModels(database: string): TreeNode {
  return info(
    `database/${database}/no-models`,
    'No models found in this workspace',
    'models of Mongoose, Typegoose and NestJS are read, and createIndex of the driver',
    'info',
  );
}

/** Problems of a model are said at its collection. */
function isOfModel(problem: Problem, models: readonly Model[]): boolean {
  return models.some(({ problems }) =>
    problems.some(
      ({ code, place }) =>
        code === problem.code &&
        place?.file === problem.place?.file &&
        place?.range.start.line === problem.place?.range.start.line,
    ),
  );
}

/** Models whose collection could not be read: they have no place under the database, yet must not be lost. */
function unplaced(catalog: Catalog): readonly Model[] {
  return catalog.models.filter(({ collection }) => collection === null);
}

function unplacedNode(database: string, model: Model): TreeNode {
  const name = model.model ?? 'A collection';
  const node = info(
    `database/${database}/model/${model.place.file}:${model.place.range.start.line}`,
    name,
    'its collection could not be read',
    'warning',
    'list.warningForeground',
  );
  return {
    ...node,
    context: 'problem defined',
    tooltip: [`**${name}**`, ...model.problems.map(({ message }) => message)],
    target: { kind: 'collection', collection: '', place: model.place },
  };
}

function modelsOf(catalog: Catalog, { collection }: ComparedCollection): readonly Model[] {
  return catalog.models.filter((model) => model.collection === collection);
}

function attentionWords(summary: Comparison['summary']): string {
  const counts = (['missing', 'different', 'building', 'extra'] as const).filter(
    (status) => summary[status] > 0,
  );
  return counts.map((status) => `${summary[status]} ${status}`).join(' · ');
}

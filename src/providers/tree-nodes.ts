import type { Targeted } from '../host/contributions.js';
import type { Snapshot } from '../host/session.js';
import type { Catalog, Model } from '../model/catalog.js';
import type { ComparedCollection, ComparedIndex, Comparison, IndexStatus } from '../model/comparison.js';
import type { LiveIndex } from '../model/index-specification.js';
import type { Place } from '../model/place.js';
import type { Problem } from '../model/problem.js';
import {
  costWords,
  counted,
  keyLabel,
  optionWords,
  specificationText,
  statusWords,
} from '../report/index-words.js';

/** A node, resolved: everything it shows, and its children. Plain data, so that it can be tested without VS Code. */
export interface TreeNode extends Targeted {
  /**
   * Stable over refreshes, so that what is expanded and selected stays so. A node that gets children has another one
   * than it had without: VS Code keeps a node closed that was a leaf before.
   */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** A codicon and, where it carries meaning, a theme colour. */
  readonly icon: { readonly name: string; readonly color?: string };
  /** For menus: words that `viewItem =~ /\bword\b/` finds. */
  readonly context: string;
  /** What a click does, on rows that ask for one thing. */
  readonly click?: 'indexLens.chooseDatabase' | 'indexLens.refresh';
  /** Markdown lines of the hover. */
  readonly tooltip: readonly string[];
  /** What a screen reader says: the label does not carry the icon's meaning. */
  readonly spoken: string;
  readonly children: readonly TreeNode[];
  readonly expanded: boolean;
}

/** Collections stand open as long as everything fits on a screen. */
const openCollections = 8;

const statusIcons: Record<IndexStatus, { name: string; color?: string }> = {
  applied: { name: 'pass', color: 'testing.iconPassed' },
  missing: { name: 'error', color: 'testing.iconFailed' },
  different: { name: 'warning', color: 'list.warningForeground' },
  extra: { name: 'question', color: 'descriptionForeground' },
  building: { name: 'sync~spin', color: 'charts.blue' },
  hidden: { name: 'eye-closed', color: 'descriptionForeground' },
};

/** The tree of a snapshot; empty when nothing is connected, so that the welcome shows. */
export function treeNodes(snapshot: Snapshot): readonly TreeNode[] {
  const { connection, comparison, stale } = snapshot;
  switch (connection.state) {
    case 'none':
      return [];
    case 'connecting':
      return [
        plain('connection/connecting', connection.name, 'connecting…', { name: 'loading~spin' }, [
          `Connecting to ${code(connection.address)}`,
        ]),
      ];
    case 'failed': {
      const { message, next } = connection.error;
      const children = [info('connection/error', message, next, 'error', 'testing.iconFailed')];
      return [
        {
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
        },
      ];
    }
    case 'connected': {
      const { server, address, name, database } = connection;
      const version = `MongoDB ${server.version}`;
      const about = name.includes(address) ? version : `${address} · ${version}`;
      const notices = stale
        ? [info('connection/stale', stale.message, stale.next, 'warning', 'list.warningForeground')]
        : [];
      const content =
        comparison && snapshot.catalog
          ? [databaseNode(comparison, snapshot.catalog)]
          : [waiting(database, snapshot.busy)];
      return [
        {
          ...plain('connection/connected', name, about, { name: 'plug' }, [
            `**${name}**`,
            `${code(address)} · ${version} · ${topologyWords[server.topology]}`,
            ...(snapshot.readAt ? [`Read at ${snapshot.readAt.toLocaleTimeString()}`] : []),
          ]),
          context: 'connection connected',
          target: { kind: 'connection' },
          children: [...notices, ...content],
          expanded: true,
        },
      ];
    }
  }
}

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

function databaseNode(comparison: Comparison, catalog: Catalog): TreeNode {
  const { database, collections, summary, problems } = comparison;
  const sorted = collections.toSorted((a, b) => a.collection.localeCompare(b.collection));
  const open = sorted.length <= openCollections;
  const defined = collections.some(({ models }) => models.length > 0);
  const placed = catalog.models.filter(({ collection }) => collection !== null);
  const children = [
    ...problems
      .filter((problem) => !isOfModel(problem, placed))
      .map((problem, at) => problemNode(`database/${database}/problem/${at}`, problem)),
    ...(defined ? [] : [noModels(database)]),
    ...unplaced(catalog).map((model) => unplacedNode(database, model)),
    ...sorted.map((collection) => collectionNode(database, collection, modelsOf(catalog, collection), open)),
  ];
  const attention = attentionWords(summary);
  return {
    ...plain(
      `database/${database}`,
      database,
      attention || counted(collections.length, 'collection'),
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

function collectionNode(
  database: string,
  collection: ComparedCollection,
  models: readonly Model[],
  open: boolean,
): TreeNode {
  const { collection: name, exists, documents, idIndex, indexes, unjudged } = collection;
  const id = `database/${database}/collection/${name}`;
  const place = models[0]?.schemaPlace ?? models[0]?.place ?? null;
  const missing = indexes.filter(({ status }) => status === 'missing').length;
  const description = collectionWords(collection);
  const size = !exists ? 'does not exist yet' : documents === null ? null : counted(documents, 'document');
  const problems = models.flatMap(({ problems }) => problems);
  return {
    id,
    label: name,
    description,
    icon: collection.complete ? { name: 'folder' } : { name: 'folder', color: 'list.warningForeground' },
    context: words('collection', missing > 0 && 'missing', place && 'defined'),
    tooltip: [
      `**${name}**${size ? ` · ${size}` : ''}`,
      collection.models.length > 0
        ? `Defined by ${collection.models.join(', ')}`
        : 'No model in the workspace defines it.',
      ...(collection.complete ? [] : ['A model could not be read to the end, so no index is called extra:']),
      ...problems.map(({ message }) => `- ${message}`),
    ],
    spoken: `Collection ${name}, ${description}${size ? `, ${size}` : ''}`,
    target: { kind: 'collection', collection: name, place },
    children: [
      ...problems.map((problem, at) => problemNode(`${id}/problem/${at}`, problem)),
      ...(idIndex
        ? [
            liveNode(
              id,
              name,
              idIndex,
              { name: 'key', color: 'descriptionForeground' },
              'The server’s own index on _id.',
            ),
          ]
        : []),
      ...indexes.map((index) => indexNode(id, name, index)),
      ...unjudged.map((index) =>
        liveNode(
          id,
          name,
          index,
          { name: 'question', color: 'descriptionForeground' },
          'Live; not judged, because a model of this collection could not be read to the end.',
        ),
      ),
    ],
    expanded: open,
  };
}

function collectionWords({ indexes, models, exists, complete }: ComparedCollection): string {
  const defined = indexes.filter(({ defined }) => defined !== null);
  const applied = defined.filter(({ status }) => status === 'applied' || status === 'hidden').length;
  const extra = indexes.length - defined.length;
  const parts = [
    models.length === 0 ? 'no model' : `${applied} of ${defined.length} applied`,
    !exists && 'not created yet',
    extra > 0 && models.length > 0 && `${extra} extra`,
    !complete && 'incomplete',
  ];
  return parts.filter(Boolean).join(' · ');
}

function indexNode(parent: string, collection: string, index: ComparedIndex): TreeNode {
  const { status, defined, live, key, name, options } = index;
  const words_ = [
    ...(status === 'applied' ? [] : [statusWords(index)]),
    ...optionWords(options),
    ...costWords(live),
  ];
  const label = keyLabel(key);
  return {
    id: `${parent}/index/${name}/${status === 'extra' ? 'extra' : 'defined'}`,
    label,
    description: words_.join(' · '),
    icon: statusIcons[status],
    context: words('index', status, defined && 'defined', live && 'live'),
    tooltip: [
      `**${name}** · ${statusWords(index)}`,
      `\`\`\`js\n${specificationText(index)}\n\`\`\``,
      statusHelp[status],
      ...usageLines(live),
    ],
    spoken: `Index on ${label}, ${[statusWords(index), ...optionWords(options), ...costWords(live)].join(', ')}`,
    target: { kind: 'index', collection, name, key, place: defined?.place ?? null },
    children: [],
    expanded: false,
  };
}

const statusHelp: Record<IndexStatus, string> = {
  applied: 'Defined in code and live on the server.',
  missing: 'Defined in code, not on the server. Ensure creates it.',
  different: 'The server has an index of this key or name with other options. Ensure leaves it alone.',
  extra: 'Live on the server; no code in the workspace defines it.',
  building: 'The server is building it; queries cannot use it yet.',
  hidden: 'Live, but hidden from the query planner.',
};

function liveNode(
  parent: string,
  collection: string,
  live: LiveIndex,
  icon: TreeNode['icon'],
  why: string,
): TreeNode {
  const label = keyLabel(live.key);
  const about = [...optionWords(live.options), ...costWords(live)];
  return {
    id: `${parent}/index/${live.name}/live`,
    label,
    description: about.join(' · '),
    icon,
    context: 'index live',
    tooltip: [`**${live.name}**`, `\`\`\`js\n${specificationText(live)}\n\`\`\``, why, ...usageLines(live)],
    spoken: `Index on ${label}, ${about.join(', ')}`,
    target: { kind: 'index', collection, name: live.name, key: live.key, place: null },
    children: [],
    expanded: false,
  };
}

function usageLines(live: LiveIndex | null): readonly string[] {
  if (!live) return [];
  const since = live.usage ? ` since ${new Date(live.usage.since).toLocaleString()}` : '';
  const cost = costWords(live);
  return [
    ...(cost.length > 0 ? [`${cost.join(' · ')}${since}`] : []),
    ...(live.usage ? [] : ['Use is not known: the role does not permit it.']),
  ];
}

function problemNode(id: string, problem: Problem): TreeNode {
  const where = problem.place ? lineOf(problem.place) : '';
  const node = info(id, problem.message, where, 'info', 'descriptionForeground');
  if (!problem.place) return node;
  const target = { kind: 'collection', collection: '', place: problem.place } as const;
  return {
    ...node,
    icon: { name: 'warning', color: 'list.warningForeground' },
    context: 'problem defined',
    target,
  };
}

/** `Contact.js:12`. */
function lineOf({ file, range }: Place): string {
  return `${file.slice(file.lastIndexOf('/') + 1)}:${range.start.line + 1}`;
}

function noModels(database: string): TreeNode {
  return info(
    `database/${database}/no-models`,
    'No models found in this workspace',
    'Mongoose schemas in JavaScript or TypeScript are read',
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

function info(id: string, label: string, description: string, icon: string, color?: string): TreeNode {
  return plain(id, label, description, color ? { name: icon, color } : { name: icon }, [label, description]);
}

function plain(
  id: string,
  label: string,
  description: string,
  icon: TreeNode['icon'],
  tooltip: readonly string[],
): TreeNode {
  return {
    id,
    label,
    description,
    icon,
    context: 'info',
    tooltip: tooltip.filter(Boolean),
    spoken: description ? `${label}, ${description}` : label,
    target: null,
    children: [],
    expanded: false,
  };
}

function words(...all: (string | false | null)[]): string {
  return all.filter(Boolean).join(' ');
}

function code(text: string): string {
  return `\`${text}\``;
}

import type { Model } from '../model/catalog.js';
import type { ComparedCollection, ComparedIndex, IndexStatus } from '../model/comparison.js';
import type { Advice } from '../model/advice.js';
import type { IndexUsage, LiveIndex } from '../model/index-specification.js';
import type { LiveCollection } from '../model/live.js';
import {
  bytes,
  costWords,
  counted,
  keyLabel,
  optionWords,
  specificationText,
  staleWords,
  statusWords,
} from '../report/index-words.js';
import { kindSentences, kindWords } from '../report/kind-words.js';
import { adviceIcon, adviceLines, adviceOn, adviceWords, collectionAdviceNodes } from './advice-nodes.js';
import { problemNode, words, type TreeNode } from './tree-node.js';
import { liveOf } from './tree-order.js';

const statusIcons: Record<IndexStatus, { name: string; color?: string }> = {
  applied: { name: 'pass', color: 'testing.iconPassed' },
  missing: { name: 'error', color: 'testing.iconFailed' },
  different: { name: 'warning', color: 'list.warningForeground' },
  extra: { name: 'question', color: 'descriptionForeground' },
  building: { name: 'sync~spin', color: 'charts.blue' },
  hidden: { name: 'eye-closed', color: 'descriptionForeground' },
};

/** `itself`: as the server has it; null: it does not exist, or nothing is known of it. */
export function collectionNode(
  database: string,
  collection: ComparedCollection,
  models: readonly Model[],
  itself: LiveCollection | null,
  open: boolean,
): TreeNode {
  const { collection: name, exists, documents, idIndex, indexes, unjudged } = collection;
  const id = `database/${database}/collection/${name}`;
  const place = models[0]?.schemaPlace ?? models[0]?.place ?? null;
  const missing = indexes.filter(({ status }) => status === 'missing').length;
  const kind = itself ? kindWords(itself) : [];
  const description = [...kind, collectionWords(collection)].filter(Boolean).join(' · ');
  const size = !exists ? 'does not exist yet' : documents === null ? null : counted(documents, 'document');
  const problems = models.flatMap(({ problems }) => problems);
  return {
    id,
    label: name,
    description,
    icon: {
      name: itself ? kindIcon(itself) : 'folder',
      ...(!collection.complete && { color: 'list.warningForeground' }),
    },
    context: words('collection', missing > 0 && 'missing', place && 'defined'),
    tooltip: [
      `**${name}**${size ? ` · ${size}` : ''}`,
      collection.models.length > 0
        ? `Defined by ${collection.models.join(', ')}`
        : 'No model in the workspace defines it.',
      ...(itself ? kindSentences(itself) : []),
      ...sizeLines(collection),
      ...(collection.complete ? [] : ['A model could not be read to the end, so no index is called extra:']),
      ...problems.map(({ message }) => `- ${message}`),
    ],
    spoken: `Collection ${name}, ${description}${size ? `, ${size}` : ''}`,
    target: { kind: 'collection', collection: name, place },
    connection: null,
    children: [
      ...problems.map((problem, at) => problemNode(`${id}/problem/${at}`, problem)),
      ...collectionAdviceNodes(id, collection),
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
      ...indexes.map((index) => indexNode(id, name, index, adviceOn(collection, index.name))),
      ...unjudged.map((index) =>
        liveNode(
          id,
          name,
          index,
          { name: 'question', color: 'descriptionForeground' },
          'Live; not judged, because a model of this collection could not be read to the end.',
          adviceOn(collection, index.name),
        ),
      ),
    ],
    expanded: open,
  };
}

function kindIcon({ kind, traits }: LiveCollection): string {
  if (kind === 'view') return 'eye';
  if (kind === 'timeseries') return 'graph-line';
  return traits.cappedBytes === null ? 'folder' : 'archive';
}

/** What its indexes take beside its documents; nothing where a part of it is not known. */
function sizeLines(collection: ComparedCollection): string[] {
  const { sizeBytes, exists } = collection;
  const all = liveOf(collection).map((index) => index.sizeBytes);
  if (!exists || sizeBytes === null || all.includes(null)) return [];
  const total = all.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  return [`${counted(all.length, 'index')} of ${bytes(total)} beside ${bytes(sizeBytes)} of documents`];
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

function indexNode(
  parent: string,
  collection: string,
  index: ComparedIndex,
  advice: readonly Advice[],
): TreeNode {
  const { status, defined, live, key, name, options } = index;
  const about = [
    ...adviceWords(advice),
    ...optionWords(options),
    ...costWords(live),
    ...(defined?.stale ? [staleWords] : []),
  ];
  const label = keyLabel(key);
  return {
    id: `${parent}/index/${name}/${status === 'extra' ? 'extra' : 'defined'}`,
    label,
    description: [...(status === 'applied' ? [] : [statusWords(index)]), ...about].join(' · '),
    icon: adviceIcon(advice, status) ?? statusIcons[status],
    context: words('index', status, defined && 'defined', live && 'live'),
    tooltip: [
      `**${name}** · ${statusWords(index)}`,
      `\`\`\`js\n${specificationText(index)}\n\`\`\``,
      statusHelp[status],
      ...adviceLines(advice),
      ...(defined?.stale
        ? ['Its definition is being edited: this is how it was last read. Ensure leaves it alone.']
        : []),
      ...usageLines(live),
    ],
    spoken: `Index on ${label}, ${[statusWords(index), ...about].join(', ')}`,
    target: { kind: 'index', collection, name, key, place: defined?.place ?? null },
    connection: null,
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
  advice: readonly Advice[] = [],
): TreeNode {
  const label = keyLabel(live.key);
  const about = [...adviceWords(advice), ...optionWords(live.options), ...costWords(live)];
  return {
    id: `${parent}/index/${live.name}/live`,
    label,
    description: about.join(' · '),
    icon: adviceIcon(advice, 'extra') ?? icon,
    context: 'index live',
    tooltip: [
      `**${live.name}**`,
      `\`\`\`js\n${specificationText(live)}\n\`\`\``,
      why,
      ...adviceLines(advice),
      ...usageLines(live),
    ],
    spoken: `Index on ${label}, ${about.join(', ')}`,
    target: { kind: 'index', collection, name: live.name, key: live.key, place: null },
    connection: null,
    children: [],
    expanded: false,
  };
}

function hostLines({ hosts, unreached }: IndexUsage): readonly string[] {
  return [
    `Counted on ${hosts.join(', ')}`,
    ...(unreached.length > 0 ? [`Not reached, so not counted: ${unreached.join(', ')}`] : []),
  ];
}

function usageLines(live: LiveIndex | null): readonly string[] {
  if (!live) return [];
  const since = live.usage ? ` since ${new Date(live.usage.since).toLocaleString()}` : '';
  const cost = costWords(live);
  return [
    ...(cost.length > 0 ? [`${cost.join(' · ')}${since}`] : []),
    ...(live.usage ? hostLines(live.usage) : ['Use is not known: the role does not permit it.']),
    ...(live.isPreparedUnique
      ? ['A conversion to unique is prepared and not done: new duplicates are refused, those there stay.']
      : []),
  ];
}

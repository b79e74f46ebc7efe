import { actsOn } from '../compare/index-acts.js';
import type { DroppedIndex } from '../host/dropped-indexes.js';
import type { Advice } from '../model/advice.js';
import {
  liveOf,
  type ComparedCollection,
  type ComparedIndex,
  type IndexStatus,
} from '../model/comparison.js';
import type { IndexUsage, LiveIndex } from '../model/index-specification.js';
import type { CollectionKind } from '../model/live.js';
import {
  costWords,
  keyLabel,
  optionWords,
  specificationText,
  staleWords,
  statusWords,
} from '../report/index-words.js';
import { adviceIcon, adviceLines, adviceWords } from './advice-nodes.js';
import { plain, words, type TreeNode } from './tree-node.js';

const statusIcons: Record<IndexStatus, { name: string; color?: string }> = {
  applied: { name: 'pass', color: 'testing.iconPassed' },
  missing: { name: 'error', color: 'testing.iconFailed' },
  different: { name: 'warning', color: 'list.warningForeground' },
  extra: { name: 'question', color: 'descriptionForeground' },
  building: { name: 'sync~spin', color: 'charts.blue' },
  hidden: { name: 'eye-closed', color: 'descriptionForeground' },
};

export function indexNode(
  parent: string,
  collection: string,
  index: ComparedIndex,
  advice: readonly Advice[],
  kind: CollectionKind,
): TreeNode {
  const { status, defined, live, key, name, options } = index;
  const about = [
    ...(live?.hidden && status !== 'hidden' ? ['hidden'] : []),
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
    context: words('index', status, defined && 'defined', ...actWords(live, kind)),
    click: 'indexLens.showIndex',
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
  different:
    'The server has an index of this key or name with other options. Ensure leaves it alone; “Settle the Difference…” shows the ways out.',
  extra: 'Live on the server; no code in the workspace defines it.',
  building: 'The server is building it; queries cannot use it yet.',
  hidden: 'Live, but hidden from the query planner.',
};

export function liveNode(
  parent: string,
  collection: string,
  live: LiveIndex,
  icon: TreeNode['icon'],
  why: string,
  advice: readonly Advice[] = [],
  kind: CollectionKind = 'collection',
): TreeNode {
  const label = keyLabel(live.key);
  const about = [...adviceWords(advice), ...optionWords(live.options), ...costWords(live)];
  return {
    id: `${parent}/index/${live.name}/live`,
    label,
    description: about.join(' · '),
    icon: adviceIcon(advice, 'extra') ?? icon,
    context: words('index', ...actWords(live, kind)),
    click: 'indexLens.showIndex',
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

/** Words that menus look for: what can be done with it. */
function actWords(live: LiveIndex | null, kind: CollectionKind): readonly string[] {
  return live ? ['live', ...actsOn(live, kind).map((act) => `act-${act}`)] : [];
}

/** What was dropped in this window and is not live again. */
export function droppedNodes(
  parent: string,
  collection: ComparedCollection,
  dropped: readonly DroppedIndex[],
): readonly TreeNode[] {
  const live = new Set(liveOf(collection).map(({ name }) => name));
  return dropped
    .filter(({ undo }) => !live.has(undo.index.name))
    .map(({ at, undo: { index } }) => {
      const label = keyLabel(index.key);
      const when = `dropped at ${at.toLocaleTimeString()}`;
      return {
        ...plain(
          `${parent}/dropped/${index.name}`,
          label,
          when,
          { name: 'trash', color: 'descriptionForeground' },
          [
            `**${index.name}** · ${when}`,
            `\`\`\`js\n${specificationText(index)}\n\`\`\``,
            'It can be created again, exactly as it was, until this window closes.',
          ],
        ),
        context: 'dropped',
        target: { kind: 'dropped', collection: collection.collection, name: index.name },
      };
    });
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

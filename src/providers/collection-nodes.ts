import type { DroppedIndex } from '../host/dropped-indexes.js';
import type { Model } from '../model/catalog.js';
import { liveOf, type ComparedCollection } from '../model/comparison.js';
import type { LiveCollection } from '../model/live.js';
import { bytes, counted } from '../report/index-words.js';
import { kindSentences, kindWords } from '../report/kind-words.js';
import { adviceOn, collectionAdviceNodes } from './advice-nodes.js';
import { droppedNodes, indexNode, liveNode } from './index-nodes.js';
import { problemNode, words, type TreeNode } from './tree-node.js';

/**
 * `itself`: as the server has it; null: it does not exist, or nothing is known of it. `dropped`: its indexes that were
 * dropped in this window.
 */
export function collectionNode(
  database: string,
  collection: ComparedCollection,
  models: readonly Model[],
  itself: LiveCollection | null,
  dropped: readonly DroppedIndex[],
  open: boolean,
): TreeNode {
  const { collection: name, exists, documents, idIndex, indexes, unjudged } = collection;
  const id = `database/${database}/collection/${name}`;
  const place = models[0]?.schemaPlace ?? models[0]?.place ?? null;
  const missing = indexes.filter(({ status }) => status === 'missing').length;
  const kindOf = itself?.kind ?? 'collection';
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
      ...indexes.map((index) => indexNode(id, name, index, adviceOn(collection, index.name), kindOf)),
      ...unjudged.map((index) =>
        liveNode(
          id,
          name,
          index,
          { name: 'question', color: 'descriptionForeground' },
          'Live; not judged, because a model of this collection could not be read to the end.',
          adviceOn(collection, index.name),
          kindOf,
        ),
      ),
      ...droppedNodes(id, collection, dropped),
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
    models.length === 0
      ? 'no model'
      : defined.length === 0
        ? 'no index defined'
        : `${applied} of ${defined.length} applied`,
    !exists && 'not created',
    extra > 0 && models.length > 0 && `${extra} extra`,
    !complete && 'incomplete',
  ];
  return parts.filter(Boolean).join(' · ');
}

import type { Advice } from '../model/advice.js';
import type { ComparedCollection, ComparedIndex } from '../model/comparison.js';
import type { DetailsAskType, DetailsFact, DetailsLink, DetailsView } from '../model/details-view.js';
import type { DefinedIndex, IndexSpecification, LiveIndex } from '../model/index-specification.js';
import type { IndexRole } from '../model/judgement.js';
import type { AskButton, TonedWords } from '../model/panel-messages.js';
import type { QuerySite } from '../model/query.js';
import { adviceText } from './advice-words.js';
import { sizeText } from './ensure-warnings.js';
import { bytes, counted, keyPatternText, uses } from './index-words.js';
import { optionMeaning } from './option-words.js';
import { placeText } from './relative-path.js';
import { shellValue } from './shell-text.js';
import { findingSentence } from './status-words.js';

/** One index with what is known around it. */
export interface IndexInDetail {
  readonly database: string;
  /** The connection, and how it is marked. */
  readonly where: string;
  readonly collection: ComparedCollection;
  /** Null for `_id_` and for what is not judged. */
  readonly compared: ComparedIndex | null;
  readonly live: LiveIndex | null;
  readonly specification: IndexSpecification;
  /** Every index that is live on the collection. */
  readonly beside: readonly LiveIndex[];
  /** Queries that it serves. */
  readonly served: readonly {
    readonly site: QuerySite;
    readonly role: IndexRole;
    readonly isBest: boolean;
    readonly others: readonly string[];
  }[];
  /** What can be done with it. */
  readonly acts: readonly DetailsAskType[];
  /** Folder that files are named from. */
  readonly root: string;
}

export function detailsView(index: IndexInDetail): DetailsView {
  const { database, where, collection, compared, live, specification, root } = index;
  const defined = compared?.defined ?? null;
  return {
    title: specification.name,
    where: `${collection.collection} · ${database} on ${where}`,
    status: statusOf(index),
    notes: notesOf(index),
    key: keyPatternText(specification.key),
    facts: live ? liveFacts(index, live) : [documentsFact(collection)],
    options: Object.entries(specification.options).map(([name, value]) => ({
      name,
      value: shellValue(value),
      means: optionMeaning(name, value),
    })),
    definition: defined && {
      id: 'definition',
      text: placeText(root, defined.place),
      notes: definitionNotes(defined, specification),
    },
    queries: index.served.map((query, at) => queryLink(query, String(at), root)),
    buttons: buttonsOf(index),
  };
}

/** An index that was there and is not any more. */
export function goneView(before: DetailsView): DetailsView {
  const status: TonedWords = { tone: 'warning', words: 'It is neither on the server nor in code any more.' };
  return { ...before, status, notes: [], facts: [], definition: null, queries: [], buttons: [] };
}

function statusOf({ compared, live, collection, database }: IndexInDetail): TonedWords {
  if (live?.building) {
    const { percent, phase } = live.building;
    const told = [phase, percent === null ? null : `${Math.round(percent)} %`].filter(Boolean).join(', ');
    const words = `The server is building it${told === '' ? '' : `: ${told}`}. No query can use it yet.`;
    return { tone: 'busy', words };
  }
  if (!compared) {
    return live?.name === '_id_'
      ? { tone: 'calm', words: 'The server’s own index on _id.' }
      : { tone: 'calm', words: 'Live; not judged, because a model could not be read to the end.' };
  }
  const words = findingSentence(collection.collection, compared, database).replaceAll('`', '');
  return { tone: tones[compared.status], words };
}

const tones = {
  applied: 'good',
  missing: 'bad',
  different: 'warning',
  extra: 'calm',
  building: 'busy',
  hidden: 'warning',
} as const;

function notesOf({ compared, live, specification, collection }: IndexInDetail): readonly TonedWords[] {
  const warn = (words: string): TonedWords => ({ tone: 'warning', words });
  const about = collection.advice.filter(({ indexes: [name] }) => name === specification.name);
  return [
    ...(compared?.status === 'different' ? differenceNotes(compared).map(warn) : []),
    ...(live?.isPreparedUnique
      ? [
          warn(
            'A conversion to unique is prepared and not done: new duplicates are refused, those there stay.',
          ),
        ]
      : []),
    ...(live?.hidden && compared?.status !== 'hidden' ? [warn('It is hidden: no query uses it.')] : []),
    ...about.map((advice: Advice) => warn(adviceText(advice).replaceAll('`', ''))),
  ];
}

function differenceNotes({ differences, defined, live }: ComparedIndex): readonly string[] {
  if (!defined || !live) return [];
  return differences.map((name) => {
    if (name === 'name') return `The code calls it ${defined.name}.`;
    if (name === 'key') return `The code’s key is ${keyPatternText(defined.key)}.`;
    return `${name}: ${optionText(live.options[name])} on the server, ${optionText(defined.options[name])} in code.`;
  });
}

function optionText(value: IndexSpecification['options'][string] | undefined): string {
  return value === undefined ? 'not set' : shellValue(value);
}

function liveFacts({ collection, beside }: IndexInDetail, live: LiveIndex): readonly DetailsFact[] {
  return [
    { name: 'Size', ...sizeFact(live, beside) },
    { name: 'Usage', ...usageFact(live) },
    documentsFact(collection),
  ];
}

function sizeFact({ sizeBytes }: LiveIndex, beside: readonly LiveIndex[]): Omit<DetailsFact, 'name'> {
  if (sizeBytes === null) return { value: 'not known', notes: ['The role does not permit it (needs read).'] };
  const sizes = beside.map((each) => each.sizeBytes);
  const known = sizes.filter((size) => size !== null);
  const total = known.reduce((sum, size) => sum + size, 0);
  const share =
    known.length < sizes.length || total === 0
      ? []
      : [
          `${percentText(sizeBytes / total)} of the ${bytes(total)} that ${counted(sizes.length, 'index')} of the collection take`,
        ];
  return { value: bytes(sizeBytes), notes: share };
}

function percentText(share: number): string {
  return share < 0.01 ? 'under 1 %' : `${Math.round(share * 100)} %`;
}

function usageFact({ usage, building }: LiveIndex): Omit<DetailsFact, 'name'> {
  if (!usage) {
    const why = building ? 'It is being built.' : 'The role does not permit it (needs clusterMonitor).';
    return { value: 'not known', notes: [why] };
  }
  const { ops, since, hosts, unreached } = usage;
  return {
    value: `${uses(ops)} since ${new Date(since).toLocaleString()}`,
    notes: [
      `Counted on ${hosts.join(', ')}`,
      ...(unreached.length > 0 ? [`Not reached, so not counted: ${unreached.join(', ')}`] : []),
    ],
  };
}

function documentsFact(collection: ComparedCollection): DetailsFact {
  const value = collection.exists ? sizeText(collection) : 'the collection does not exist yet';
  return { name: 'Collection', value, notes: [] };
}

function definitionNotes({ named, stale, name }: DefinedIndex, live: IndexSpecification): readonly string[] {
  return [
    ...(named || name !== live.name ? [] : ['The name is the server’s default.']),
    ...(stale ? ['It is being edited: this is how it was last read.'] : []),
  ];
}

function queryLink(
  { site, role, isBest, others }: IndexInDetail['served'][number],
  id: string,
  root: string,
): DetailsLink {
  const what = `${site.model ?? site.collection ?? ''}.${site.operation}`;
  const how = {
    search: 'its filter bounds what is read',
    order: 'read whole, for the order of the sort or a hint',
  }[role];
  const beside = isBest ? '' : `; ${others[0] ?? ''} serves it as well or better`;
  return { id, text: `${what} · ${placeText(root, site.place)}`, notes: [`${how}${beside}`] };
}

function buttonsOf({ acts, compared }: IndexInDetail): readonly AskButton<DetailsAskType>[] {
  const all: readonly DetailsAskType[] = [
    ...(compared?.status === 'missing' ? (['ensure'] as const) : []),
    ...(compared?.status === 'different' ? (['settle'] as const) : []),
    ...acts,
    'copy-shell',
    'copy-mongoose',
  ];
  const isMain = (type: DetailsAskType) => type === 'ensure' || type === 'settle';
  return all.map((type) => ({ type, label: labels[type], main: isMain(type), enabled: true }));
}

const labels: Readonly<Record<DetailsAskType, string>> = {
  ensure: 'Ensure…',
  settle: 'Settle the Difference…',
  hide: 'Hide…',
  unhide: 'Unhide…',
  drop: 'Drop…',
  ttl: 'Set Expiry…',
  unique: 'Make Unique…',
  'copy-shell': 'Copy for mongosh',
  'copy-mongoose': 'Copy for Mongoose',
  rename: 'Rename…',
  definition: 'Go to Definition',
  query: 'Go to Query',
};

import type { ComparedCollection } from '../model/comparison.js';
import type { ChangeOutcome, ChangeProgress, IndexChange, IndexChangeKind } from '../model/index-change.js';
import type { LiveIndex } from '../model/index-specification.js';
import { sizeText } from './ensure-warnings.js';
import { costWords, specificationText } from './index-words.js';

/** What a change is about. `live`: the index as it is; null: it is not there yet. */
export interface ChangeSubject {
  readonly collection: ComparedCollection;
  readonly live: LiveIndex | null;
  /** Queries of the code that lose it: where they stand, and what else serves them. */
  readonly losing: readonly { readonly query: string; readonly others: readonly string[] }[];
}

/** What is shown of a change before it is agreed to: the collection, the index, what it costs. */
export function changeLines(
  change: IndexChange,
  { collection, live, losing }: ChangeSubject,
): readonly string[] {
  const cost = costWords(live);
  return [
    `${collection.collection}: ${collection.exists ? sizeText(collection) : 'not created yet'}`,
    `${specificationText(change.index)}${cost.length > 0 ? ` · ${cost.join(' · ')}` : ''}`,
    '',
    ...(isSaidByQuestion(change) ? [] : [change.does.replaceAll('`', '')]),
    change.costs.replaceAll('`', ''),
    ...losingLines(change, losing),
    ...definedLines(change, collection),
  ];
}

function isSaidByQuestion({ kind }: IndexChange): boolean {
  return ['hide', 'unhide', 'drop', 'make-unique', 'create'].includes(kind);
}

/** What would lose its index. What only names it, a longer one serves as well. */
function losingLines({ kind }: IndexChange, losing: ChangeSubject['losing']): string[] {
  if ((kind !== 'drop' && kind !== 'hide' && kind !== 'extend') || losing.length === 0) return [];
  const lines = losing.map(({ query, others: [next] }) => {
    if (kind === 'extend') return `   ${query}`;
    return next === undefined ? `   ${query}: no other index serves it` : `   ${query}: ${next} takes over`;
  });
  const rest = lines.length - most;
  return [
    '',
    kind === 'extend'
      ? 'Queries in code whose hint names it: the server refuses them then.'
      : 'Queries in code that it serves, as predicted:',
    ...lines.slice(0, most),
    ...(rest > 0 ? [`   and ${rest} more`] : []),
  ];
}

const most = 6;

/** Code that wants the index: an ensure would bring it back. */
function definedLines({ kind, index }: IndexChange, { indexes, models }: ComparedCollection): string[] {
  const isDefined = indexes.some(({ defined, live }) => defined && live?.name === index.name);
  if ((kind !== 'drop' && kind !== 'extend') || !isDefined) return [];
  const who = models.length > 0 ? models.join(', ') : 'The code';
  const until = kind === 'drop' ? 'goes too' : 'is extended too';
  return ['', `${who} defines it: the next ensure creates it again unless the definition ${until}.`];
}

const questions: Readonly<Record<IndexChangeKind, string>> = {
  hide: 'Hide',
  unhide: 'Unhide',
  drop: 'Drop',
  'set-ttl': 'Change the expiry of',
  'make-unique': 'Make',
  rebuild: 'Rebuild',
  replace: 'Drop and create',
  extend: 'Extend',
  shorten: 'Shorten',
  'unprepare-unique': 'Take back the preparation of',
  change: 'Change',
  create: 'Create',
};

/** `Drop companyId_1 of contacts?` */
export function changeQuestion({ kind, index, collection }: IndexChange): string {
  const end = kind === 'make-unique' ? ' unique' : kind === 'replace' ? ' anew' : '';
  return `${questions[kind]} ${index.name} of ${collection}${end}?`;
}

/** The button that agrees. */
export const changeActions: Readonly<Record<IndexChangeKind, string>> = {
  hide: 'Hide',
  unhide: 'Unhide',
  drop: 'Drop',
  'set-ttl': 'Set Expiry',
  'make-unique': 'Make Unique',
  rebuild: 'Rebuild',
  replace: 'Drop and Create',
  extend: 'Extend',
  shorten: 'Shorten',
  'unprepare-unique': 'Take Back',
  change: 'Change',
  create: 'Create',
};

const doneWords: Readonly<Record<IndexChangeKind, string>> = {
  hide: 'is hidden',
  unhide: 'is visible again',
  drop: 'is dropped',
  'set-ttl': 'has its new expiry',
  'make-unique': 'is unique now',
  rebuild: 'is rebuilt',
  replace: 'is created anew',
  extend: 'is extended',
  shorten: 'is shortened again',
  'unprepare-unique': 'is not prepared for unique any more',
  change: 'has its new options',
  create: 'is created',
};

/** What came of a change, in sentences. */
export function changeSentence({ change, failure, result }: ChangeOutcome): string {
  const { kind, index, collection } = change;
  const why = failure ? `${failure.message} ${failure.hint}`.replaceAll('`', '') : '';
  if (result === 'done') return `${index.name} of ${collection} ${doneWords[kind]}. ${why}`.trimEnd();
  const what = `${changeActions[kind]} ${index.name} of ${collection}`;
  return result === 'cancelled' ? `${what}: ${why}` : `${what} failed. ${why}`;
}

/** Of a change that runs: `creating, scanning collection, 10 %`; of one that ends: `taking back: creating`. */
export function changeProgressText({ step, build, isTakingBack }: ChangeProgress): string {
  const percent = typeof build?.percent === 'number' ? `${Math.round(build.percent)} %` : null;
  const what = `${isTakingBack ? 'taking back: ' : ''}${stepWords[step.kind]}`;
  return [what, build?.phase, percent].filter(Boolean).join(', ');
}

const stepWords: Readonly<Record<ChangeProgress['step']['kind'], string>> = {
  hide: 'hiding',
  unhide: 'unhiding',
  drop: 'dropping',
  create: 'creating',
  'set-ttl': 'changing',
  'make-unique': 'checking for duplicates',
  'unprepare-unique': 'changing',
};

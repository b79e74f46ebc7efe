import type {
  EnsureCollection,
  EnsureOutcome,
  EnsurePlan,
  FailedIndex,
  SkippedIndex,
} from '../model/ensure.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { counted, keyLabel } from './index-words.js';

/** The plan as the dialog shows it: each collection with its size, then its new indexes. */
export function ensurePlanLines({ collections }: EnsurePlan): readonly string[] {
  const creating = collections.filter(({ create }) => create.length > 0);
  const skipped = collections.flatMap((collection) => collection.skipped);
  return [
    ...creating.flatMap((collection, at) => [...(at > 0 ? [''] : []), ...collectionLines(collection)]),
    ...(skipped.length > 0 ? ['', `Left alone: ${skipped.map((index) => leftAlone(index)).join(', ')}`] : []),
    '',
    'Nothing is dropped or changed. Reads and writes go on while the server builds.',
  ];
}

/** The name of an index that an ensure leaves alone, with why. */
export function leftAlone({ name, reason }: SkippedIndex): string {
  return `${name} (${reasonWords[reason]})`;
}

const reasonWords: Readonly<Record<SkippedIndex['reason'], string>> = {
  different: 'different',
  building: 'building',
  stale: 'its definition is being edited',
  'not-permitted': 'the indexes of its collection may not be listed',
};

function collectionLines({ collection, documents, exists, create }: EnsureCollection): readonly string[] {
  const size = !exists
    ? 'will be created'
    : documents === null
      ? 'size unknown'
      : counted(documents, 'document');
  return [`${collection} (${size})`, ...create.map((index) => `   + ${specification(index)}`)];
}

function specification({ key, options }: IndexSpecification): string {
  const names = Object.keys(options);
  return names.length > 0 ? `${keyLabel(key)} (${names.join(', ')})` : keyLabel(key);
}

/** Whether the server refused it; else it was cancelled or cut off, and may come to be all the same. */
export function isRefused({ code }: FailedIndex): boolean {
  return code !== null;
}

/** What an ensure did, in one sentence. */
export function outcomeSentence({
  created,
  failed,
  skipped,
  cancelled,
}: Omit<EnsureOutcome, 'existing'>): string {
  const refused = failed.filter(isRefused).length;
  const unfinished = failed.length - refused;
  const parts = [
    created.length > 0 || failed.length === 0 ? `${counted(created.length, 'index')} created` : '',
    refused > 0 ? `${counted(refused, 'index')} failed` : '',
    unfinished > 0 ? `${counted(unfinished, 'index')} unfinished` : '',
    skipped.length > 0 ? `${counted(skipped.length, 'index')} left alone` : '',
    cancelled.length > 0 ? `cancelled before ${cancelled.join(', ')}` : '',
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

/** The outcome, the sentence first, then a line for each index. */
export function outcomeLines(outcome: EnsureOutcome): readonly string[] {
  const { created, failed, skipped } = outcome;
  return [
    outcomeSentence(outcome),
    ...created.map(({ collection, name, ms }) => `created ${collection}.${name} in ${Math.round(ms)} ms`),
    ...failed.map((index) => {
      const { collection, name, message, hint } = index;
      return `${isRefused(index) ? 'failed' : 'unfinished'} ${collection}.${name}: ${message} ${hint}`;
    }),
    ...skipped.map((index) => `left alone ${index.collection}.${leftAlone(index)}`),
  ];
}

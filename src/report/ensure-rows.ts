import type {
  CollectionOutcome,
  EnsureCollection,
  EnsureProgress,
  ExistingIndex,
  FailedIndex,
  SkippedIndex,
} from '../model/ensure.js';
import type { ConflictWay } from '../model/conflict.js';
import type { DuplicateCount } from '../model/duplicates.js';
import { canCountDuplicates } from '../model/duplicates-pipeline.js';
import type { EnsureButton, EnsureRowView } from '../model/ensure-view.js';
import type { TonedWords } from '../model/panel-messages.js';
import type { IndexBuild, IndexSpecification } from '../model/index-specification.js';
import { duplicatesSentence } from './duplicates-text.js';
import { differenceText, indexWarnings } from './ensure-warnings.js';
import { isRefused } from './ensure-words.js';
import { counted, keyPatternText } from './index-words.js';
import { number, optionsText } from './words.js';

/** How far a running ensure is with one collection; both null: it waits. */
export interface CollectionRun {
  readonly progress: EnsureProgress | null;
  readonly settled: CollectionOutcome | null;
}

export function collectionState({ progress, settled }: CollectionRun): TonedWords {
  if (!settled) return progress ? building(progress.build) : { tone: 'calm', words: 'waiting' };
  const { created, failed, cancelled } = settled;
  if (cancelled) return { tone: 'warning', words: 'untouched' };
  if (failed.length > 0) {
    const made = created.length > 0 ? `${counted(created.length, 'index')} created, ` : '';
    const refused = failed.filter(isRefused).length;
    return refused > 0
      ? { tone: 'bad', words: `${made}${refused} failed` }
      : { tone: 'warning', words: `${made}${failed.length} unfinished` };
  }
  // One command builds them all, so that each has its time.
  const ms = Math.max(0, ...created.map((index) => index.ms));
  return { tone: 'good', words: created.length > 0 ? `done in ${number(ms)} ms` : 'existed already' };
}

/** A row of an index that is missing. `run`: null before the ensure begins. */
export function rowOf(
  one: EnsureCollection,
  index: IndexSpecification,
  id: string,
  isTicked: boolean,
  run: CollectionRun | null,
  duplicates: DuplicateCount | null,
): EnsureRowView {
  const row = { id, ...written(index), ways: [], buttons: [] };
  if (!run) {
    const state: TonedWords = isTicked
      ? { tone: 'new', words: 'will be created' }
      : { tone: 'calm', words: 'left out' };
    const warnings = isTicked ? indexWarnings(one, index) : [];
    const notes = duplicates
      ? [
          {
            tone: duplicates.keys === 0 ? ('good' as const) : ('bad' as const),
            words: duplicatesSentence(duplicates),
          },
        ]
      : warnings.map((words): TonedWords => ({ tone: 'warning', words }));
    const buttons = warnings.length > 0 && canCountDuplicates(index) ? duplicateButtons(id, duplicates) : [];
    return { ...row, ticked: isTicked, state, notes, buttons };
  }
  if (!isTicked) return { ...row, ticked: null, state: { tone: 'calm', words: 'left out' }, notes: [] };
  const failure = run.settled?.failed.find(({ name }) => name === index.name);
  return {
    ...row,
    ticked: null,
    state: rowState(index, run),
    notes: failure
      ? [
          { tone: failed(failure).tone, words: failure.message },
          { tone: 'calm', words: failure.hint },
        ]
      : [],
    buttons: failure?.code === 11000 && canCountDuplicates(index) ? [copyDuplicates(id)] : [],
  };
}

/** An exact count is made on request: it reads every document that the index would hold. */
function duplicateButtons(id: string, counted: DuplicateCount | null): readonly EnsureButton[] {
  if (!counted)
    return [{ type: 'count-duplicates', label: 'Count Duplicates', main: false, enabled: true, id }];
  return counted.keys > 0 ? [copyDuplicates(id)] : [];
}

function copyDuplicates(id: string): EnsureButton {
  return {
    type: 'copy-duplicates',
    label: 'Copy Aggregation That Lists Them',
    main: false,
    enabled: true,
    id,
  };
}

/** A row of an index that is left alone, with the ways to settle it where it differs. */
export function skippedRow(index: SkippedIndex, id: string, ways: readonly ConflictWay[]): EnsureRowView {
  const words = {
    different: 'differs, left alone',
    building: 'is being built already',
    stale: 'its definition is being edited, left alone',
    'not-permitted': 'the indexes of its collection may not be listed, left alone',
  }[index.reason];
  const difference = differenceText(index);
  return {
    id,
    ...written(index),
    ticked: null,
    state: { tone: index.reason === 'building' ? 'busy' : 'warning', words },
    notes: difference === '' ? [] : [{ tone: 'warning', words: difference }],
    ways: ways.map((way, at) => wayView(way, `${id}.w${at}`)),
    buttons: [],
  };
}

export function existingRow(index: ExistingIndex, id: string): EnsureRowView {
  const state: TonedWords = index.isHidden
    ? { tone: 'warning', words: 'exists, hidden: no query uses it' }
    : { tone: 'calm', words: 'exists' };
  return { id, ...written(index), ticked: null, state, notes: [], ways: [], buttons: [] };
}

function wayView({ kind, does, costs, change }: ConflictWay, id: string): EnsureRowView['ways'][number] {
  // What changes the server is asked for once more; an edit of the code can be taken back.
  const label = change ? `${wayTitles[kind]}…` : wayTitles[kind];
  return {
    title: wayTitles[kind],
    does: does.replaceAll('`', ''),
    costs: costs.replaceAll('`', ''),
    button: { type: 'settle', label, main: false, enabled: true, id },
  };
}

const wayTitles: Readonly<Record<ConflictWay['kind'], string>> = {
  change: 'Change the Live Index',
  'new-name': 'Create under a New Name',
  rebuild: 'Rebuild',
  replace: 'Drop and Create',
  'take-live': 'Take the Live Options into the Code',
};

function rowState({ name }: IndexSpecification, { progress, settled }: CollectionRun): TonedWords {
  if (!settled)
    return progress?.names.includes(name)
      ? { tone: 'busy', words: 'building' }
      : { tone: 'calm', words: 'waiting' };
  if (settled.cancelled) return { tone: 'warning', words: 'untouched' };
  const failure = settled.failed.find((index) => index.name === name);
  if (failure) return failed(failure);
  const created = settled.created.find((index) => index.name === name);
  return { tone: 'good', words: created ? `created in ${number(created.ms)} ms` : 'existed already' };
}

function failed(index: FailedIndex): TonedWords {
  return isRefused(index) ? { tone: 'bad', words: 'failed' } : { tone: 'warning', words: 'unfinished' };
}

function building(build: IndexBuild | null): TonedWords {
  const percent = typeof build?.percent === 'number' ? `${Math.round(build.percent)} %` : '';
  const told = [build?.phase ?? '', percent].filter(Boolean).join(', ');
  const words = build?.phase?.startsWith('waiting') ? told : `building${told === '' ? '' : `: ${told}`}`;
  return { tone: 'busy', words };
}

function written({ name, key, options }: IndexSpecification) {
  return { name, key: keyPatternText(key), options: optionsText(options) };
}

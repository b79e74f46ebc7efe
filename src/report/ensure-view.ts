import type { ConflictWay } from '../model/conflict.js';
import type { DuplicateCount } from '../model/duplicates.js';
import type {
  CollectionOutcome,
  EnsureCollection,
  EnsurePlan,
  EnsureProgress,
  SkippedIndex,
} from '../model/ensure.js';
import type { EnsureButton, EnsureCollectionView, EnsureView } from '../model/ensure-view.js';
import type { TonedWords } from '../model/panel-messages.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { collectionState, existingRow, rowOf, skippedRow } from './ensure-rows.js';
import { collectionWarnings, indexesAfter, sizeText } from './ensure-warnings.js';
import { isRefused, outcomeSentence } from './ensure-words.js';
import { counted } from './index-words.js';

/** An ensure from the moment it is begun. */
export interface EnsureRun {
  /** The latest of each collection that was begun. */
  readonly progress: ReadonlyMap<string, EnsureProgress>;
  readonly settled: ReadonlyMap<string, CollectionOutcome>;
  /** `cancelling`: builds that run are left to the server; `aborting`: they are stopped there. */
  readonly phase: 'running' | 'cancelling' | 'aborting' | 'over';
}

/** A plan that is shown, and what became of it. */
export interface ShownEnsure {
  readonly plan: EnsurePlan;
  /** The connection it was made for, in words. */
  readonly where: string;
  /** How many indexes a collection shall have at most. */
  readonly budget: number;
  /** Indexes of the plan that the user does not want: the plan's own objects. */
  readonly unticked: ReadonlySet<IndexSpecification>;
  /** How an index that differs can be settled. */
  readonly ways: ReadonlyMap<SkippedIndex, readonly ConflictWay[]>;
  /** Counted on request, by the plan's own objects. */
  readonly duplicates: ReadonlyMap<IndexSpecification, DuplicateCount>;
  /** Null: not begun. */
  readonly run: EnsureRun | null;
}

/** What the panel shows of a plan, before, while and after it is carried out. */
export function ensureView(shown: ShownEnsure): EnsureView {
  const { plan, where, unticked, run } = shown;
  const views = plan.collections.map((one, at) => ({
    isSettled: one.create.length + one.skipped.length === 0,
    view: collectionView(shown, one, String(at)),
  }));
  const settled = views.filter(({ isSettled }) => isSettled).map(({ view }) => view);
  const chosen = plan.collections.filter(({ create }) => create.some((index) => !unticked.has(index)));
  const count = chosen.reduce((sum, one) => sum + ticked(one, unticked).length, 0);
  return {
    title: `Ensure Indexes of ${plan.database}`,
    where,
    headline: headline(shown, count, chosen.length),
    notes:
      run || createsNothing(plan)
        ? []
        : ['Nothing is dropped or changed. Reads and writes go on while the server builds, only slower.'],
    progress:
      run && run.phase !== 'over' ? { done: run.settled.size, total: Math.max(1, chosen.length) } : null,
    buttons: !run && createsNothing(plan) ? [planAgain] : buttons(run, count),
    collections: views.filter(({ isSettled }) => !isSettled).map(({ view }) => view),
    settled: { title: `Nothing to do in ${counted(settled.length, 'collection')}`, collections: settled },
  };
}

/** What is unticked once the row or collection with this id has been ticked, or unticked. */
export function ticking(
  { plan, unticked }: ShownEnsure,
  id: string,
  isTicked: boolean,
): ShownEnsure['unticked'] {
  const [at = '', index] = id.split('.');
  const create = plan.collections[Number(at)]?.create ?? [];
  const meant = index === undefined ? create : create.slice(Number(index), Number(index) + 1);
  return isTicked
    ? new Set([...unticked].filter((one) => !meant.includes(one)))
    : new Set([...unticked, ...meant]);
}

function ticked(
  { create }: EnsureCollection,
  unticked: ShownEnsure['unticked'],
): readonly IndexSpecification[] {
  return create.filter((index) => !unticked.has(index));
}

function headline({ plan, run }: ShownEnsure, count: number, collections: number): TonedWords {
  const indexes = counted(count, 'index');
  if (!run) {
    if (count > 0)
      return { tone: 'new', words: `${indexes} to create in ${counted(collections, 'collection')}` };
    if (!createsNothing(plan)) return { tone: 'calm', words: 'No index is chosen' };
    const differing = plan.collections
      .flatMap(({ skipped }) => skipped)
      .filter(({ reason }) => reason === 'different').length;
    if (differing === 0) return { tone: 'calm', words: 'Nothing to create' };
    const words = `Nothing to create; ${counted(differing, 'index')} ${differing === 1 ? 'differs' : 'differ'}`;
    return { tone: 'warning', words };
  }
  const settled = [...run.settled.values()];
  if (run.phase !== 'over') {
    const done = `${settled.length} of ${counted(collections, 'collection')} done`;
    const doing = { running: `Creating ${indexes}`, cancelling: 'Cancelling', aborting: 'Aborting' }[
      run.phase
    ];
    return { tone: 'busy', words: `${doing}: ${done}` };
  }
  const outcome = {
    created: settled.flatMap(({ created }) => created),
    failed: settled.flatMap(({ failed }) => failed),
    cancelled: settled.flatMap(({ collection, cancelled }) => (cancelled ? [collection] : [])),
    skipped: plan.collections.flatMap(({ skipped }) => skipped),
  };
  const tone = outcome.failed.some(isRefused)
    ? 'bad'
    : outcome.failed.length + outcome.cancelled.length > 0
      ? 'warning'
      : 'good';
  return { tone, words: outcomeSentence(outcome) };
}

function createsNothing({ collections }: EnsurePlan): boolean {
  return collections.every(({ create }) => create.length === 0);
}

const planAgain: EnsureButton = { type: 'again', label: 'Plan Again', main: true, enabled: true };

function buttons(run: EnsureRun | null, count: number): readonly EnsureButton[] {
  if (!run) {
    const label = `Create ${counted(count, 'Index')}`;
    const isAny = count > 0;
    return [
      { type: 'create', label, main: true, enabled: isAny },
      { type: 'copy-script', label: 'Copy as Script', main: false, enabled: isAny },
      { type: 'copy-commands', label: 'Copy Commands', main: false, enabled: isAny },
    ];
  }
  if (run.phase !== 'over')
    return [{ type: 'cancel', label: 'Cancel…', main: false, enabled: run.phase === 'running' }];
  return [planAgain, { type: 'show-log', label: 'Show Log', main: false, enabled: true }];
}

/** The index that the row with this id is about, with its collection; null: there is none. */
export function rowAt(
  { plan }: ShownEnsure,
  id: string,
): { readonly one: EnsureCollection; readonly index: IndexSpecification } | null {
  const [at = '', row = ''] = id.split('.');
  const one = plan.collections[Number(at)];
  const index = one?.create[Number(row)];
  return one && index ? { one, index } : null;
}

/** The way with this id, and the collection and index that it settles; null: there is none. */
export function wayAt(
  { plan, ways }: ShownEnsure,
  id: string,
): { readonly index: SkippedIndex; readonly way: ConflictWay } | null {
  const [at = '', row = '', way = ''] = id.split('.');
  const index = plan.collections[Number(at)]?.skipped[Number(row.slice(1))];
  const found = index && ways.get(index)?.[Number(way.slice(1))];
  return index && found ? { index, way: found } : null;
}

function collectionView(shown: ShownEnsure, one: EnsureCollection, id: string): EnsureCollectionView {
  const { budget, unticked, ways, duplicates, run } = shown;
  const creating = ticked(one, unticked).length;
  const part = run && {
    progress: run.progress.get(one.collection) ?? null,
    settled: run.settled.get(one.collection) ?? null,
  };
  return {
    id,
    title: one.models.length > 0 ? one.models.join(', ') : one.collection,
    facts: facts(one, creating, shown),
    ticked:
      run || one.create.length === 0 ? null : creating === one.create.length || (creating > 0 && 'some'),
    state: part && creating > 0 ? collectionState(part) : null,
    percent: part && !part.settled ? (part.progress?.build?.percent ?? null) : null,
    notes: run ? [] : collectionWarnings(one, creating, budget).map((words) => ({ tone: 'warning', words })),
    rows: [
      ...one.create.map((index, at) =>
        rowOf(one, index, `${id}.${at}`, !unticked.has(index), part, duplicates.get(index) ?? null),
      ),
      ...one.skipped.map((index, at) =>
        skippedRow(index, `${id}.s${at}`, run ? [] : (ways.get(index) ?? [])),
      ),
      ...one.existing.map((index, at) => existingRow(index, `${id}.e${at}`)),
    ],
  };
}

/** Counts of indexes are those of the plan: they say nothing once it is carried out. */
function facts(one: EnsureCollection, creating: number, { budget, run }: ShownEnsure): string {
  const { collection, exists, live } = one;
  const counts =
    creating > 0
      ? `${counted(live, 'index')} now, ${indexesAfter(one, creating)} after, budget ${budget}`
      : `${counted(live, 'index')}, budget ${budget}`;
  return [collection, exists ? sizeText(one) : 'a new collection', ...(run ? [] : [counts])].join(' · ');
}

import type { IndexSpecification } from '../model/index-specification.js';
import type { QuerySite } from '../model/query.js';
import type { CollectionStrategy, StrategyAct, StrategyStep } from '../model/strategy.js';
import type {
  StrategyAskType,
  StrategyCollectionView,
  StrategyQueryView,
  StrategyStepView,
  StrategyView,
} from '../model/strategy-view.js';
import type { AskButton, TonedWords } from '../model/panel-messages.js';
import { sizeText } from './ensure-warnings.js';
import { counted, keyPatternText, optionWords } from './index-words.js';
import { examinedWords, measuredNotes } from './measured-words.js';
import { queryWords } from './query-words.js';
import { placeText } from './relative-path.js';
import { costsOf } from './strategy-costs.js';

/** Strategies that are shown, and what the user chose of them. */
export interface StrategyPlan {
  readonly strategies: readonly CollectionStrategy[];
  /** The connection in words; null: none. */
  readonly where: string | null;
  /** Of how many collections documents were looked at. */
  readonly sampled: number;
  /** Steps that the user does not want: the strategies' own objects. */
  readonly unticked: ReadonlySet<StrategyStep>;
  /** The workspace's folder: places are told below it. */
  readonly root: string;
  /** Queries whose collection is not known. */
  readonly unplaced: number;
  /** Some collection is there to be copied, and its strategy measured on the copy. */
  readonly measurable: boolean;
  /** Names of the files that were just edited; null: nothing was applied. */
  readonly applied: readonly string[] | null;
}

export function strategyView(shown: StrategyPlan): StrategyView {
  const { strategies, where } = shown;
  const views = strategies.map((one, at) => ({ one, view: collectionView(shown, one, String(at)) }));
  const settled = views.filter(({ one }) => isSettled(one)).map(({ view }) => view);
  const [only, ...others] = strategies;
  return {
    title: only && others.length === 0 ? `Index Strategy of ${only.collection}` : 'Index Strategy',
    where: where ?? 'Not connected: planned on the code alone',
    headline: headline(shown),
    notes: notes(shown),
    buttons: buttons(shown),
    collections: views.filter(({ one }) => !isSettled(one)).map(({ view }) => view),
    settled: { title: `Nothing to change in ${counted(settled.length, 'collection')}`, collections: settled },
  };
}

/** The steps that an id of the view names: of one row, or of a whole collection. */
export function stepsOf({ strategies }: StrategyPlan, id: string): readonly StrategyStep[] {
  const [at = '', step] = id.split('.');
  const collection = strategies[Number(at)];
  if (!collection) return [];
  const steps = collection.strategy.steps;
  return step === undefined
    ? steps.filter((one) => isChange(collection, one))
    : steps.slice(Number(step), Number(step) + 1);
}

/** The query site that an id of the view names. */
export function siteOf({ strategies }: StrategyPlan, id: string): QuerySite | null {
  const [at = '', step = '', site = ''] = id.split('.');
  const strategy = strategies[Number(at)]?.strategy;
  const sites = step === 'u' ? strategy?.unserved : strategy?.steps[Number(step)]?.serves;
  return sites?.[Number(site)] ?? null;
}

/** Removals that the user has to ask for: code that is not in this workspace may need what no query here does. */
export function doubtfulSteps(strategies: readonly CollectionStrategy[]): StrategyStep[] {
  return strategies.flatMap(({ strategy: { steps } }) => {
    const stay = steps.filter(({ act }) => act !== 'remove').map(({ index }) => index);
    const removals = steps.filter(({ act }) => act === 'remove');
    // From the longest on: what stays in doubt may be what a shorter one begins.
    return removals
      .toSorted((a, b) => b.index.key.length - a.index.key.length)
      .filter(({ index }) => {
        if (stay.some((other) => begins(index, other))) return false;
        stay.push(index);
        return true;
      });
  });
}

/** What is not ticked of newer strategies: as the user left it where a step is the same as before, else what is in doubt. */
export function untickedAfter(
  before: StrategyPlan,
  strategies: readonly CollectionStrategy[],
): ReadonlySet<StrategyStep> {
  const doubtful = doubtfulSteps(strategies);
  const unticked = strategies.flatMap(({ collection, strategy }) => {
    const known = before.strategies.find((one) => one.collection === collection)?.strategy.steps ?? [];
    return strategy.steps.filter((step) => {
      const same = known.find((one) => stepText(one) === stepText(step));
      return same ? before.unticked.has(same) : doubtful.includes(step);
    });
  });
  return new Set(unticked);
}

function stepText({ act, index: { key, options }, replaces }: StrategyStep): string {
  return JSON.stringify([act, key, options, replaces]);
}

function begins(index: IndexSpecification, longer: IndexSpecification): boolean {
  return (
    keyPatternText(longer.key.slice(0, index.key.length)) === keyPatternText(index.key) &&
    JSON.stringify(longer.options) === JSON.stringify(index.options)
  );
}

/** What is chosen of a collection, to be written into its code. */
export function chosenSteps({ unticked }: StrategyPlan, collection: CollectionStrategy): StrategyStep[] {
  return collection.strategy.steps.filter((step) => isChange(collection, step) && !unticked.has(step));
}

/** Whether a step changes code: what is only live is dropped on the server. */
function isChange({ models }: CollectionStrategy, { act, index }: StrategyStep): boolean {
  if (act === 'keep' || models.length === 0) return false;
  return act !== 'remove' || models.some(({ indexes }) => indexes.some(({ name }) => name === index.name));
}

function headline(shown: StrategyPlan): TonedWords {
  if (shown.applied) {
    const files = shown.applied.join(', ');
    return { tone: 'good', words: `Written into ${files}. Save, then ensure what is new.` };
  }
  const { strategies } = shown;
  if (strategies.length === 0) return { tone: 'calm', words: 'No queries and no definitions were found' };
  if (strategies.every(isSettled))
    return { tone: 'good', words: 'The indexes serve all queries: nothing to change' };
  const chosen = strategies.flatMap((one) => chosenSteps(shown, one));
  const parts = (['add', 'extend', 'merge', 'remove'] as const).flatMap((act) => {
    const count = chosen.filter((step) => step.act === act).length;
    return count === 0 ? [] : [`${count} to ${act}`];
  });
  if (parts.length === 0) return { tone: 'calm', words: 'Nothing is ticked' };
  const before = strategies.reduce((sum, { strategy }) => sum + strategy.before, 0);
  const after = strategies.reduce((sum, one) => sum + indexesAfter(shown, one), 0);
  const sizes =
    after === before
      ? `${counted(after, 'index')} as now`
      : `${counted(after, 'index')} instead of ${before}`;
  return { tone: 'new', words: `${parts.join(', ')}: ${sizes}` };
}

/** How many indexes a collection has, with `_id_`, when what is ticked was done. */
function indexesAfter(shown: StrategyPlan, one: CollectionStrategy): number {
  return chosenSteps(shown, one).reduce(
    (count, { act, replaces }) => count + (act === 'remove' ? -1 : 1) - replaces.length,
    one.strategy.before,
  );
}

function isSettled({ strategy }: CollectionStrategy): boolean {
  return strategy.steps.every(({ act }) => act === 'keep');
}

function notes(shown: StrategyPlan): readonly string[] {
  const { strategies, unplaced, unticked } = shown;
  const doubtful = doubtfulSteps(strategies).filter((step) => unticked.has(step)).length;
  return [
    isMeasured(shown)
      ? 'The server ran the queries on a copy that it has dropped again, with values of its documents. Of a part of a collection, figures are those of the part.'
      : `Predicted from the code, by the rules of the planner; no query was run. ${basis(shown)}`,
    ...(doubtful > 0
      ? [
          `No query of this code needs ${counted(doubtful, 'more index')}: not ticked, as other programs may ask the same database.`,
        ]
      : []),
    ...(unplaced > 0
      ? [`The collection of ${counted(unplaced, 'query')} could not be read, so nothing is removed.`]
      : []),
  ];
}

function isMeasured({ strategies }: StrategyPlan): boolean {
  return strategies.some(({ measured }) => measured !== null);
}

/** What costs are estimated by. */
function basis({ where, sampled }: StrategyPlan): string {
  if (sampled > 0)
    return `How much each condition leaves was counted on up to 1,000 documents of ${counted(sampled, 'collection')}.`;
  const reason = where === null ? 'without a connection' : 'without documents to look at';
  return `How much each condition leaves is guessed by its kind, ${reason}.`;
}

function buttons(shown: StrategyPlan): readonly AskButton<StrategyAskType>[] {
  const count = shown.strategies.reduce((sum, one) => sum + chosenSteps(shown, one).length, 0);
  const isWritable = shown.strategies.some((one) => one.strategy.steps.some((step) => isChange(one, step)));
  const missing = shown.strategies.some(
    ({ live }) => live?.indexes.some(({ status }) => status === 'missing') ?? false,
  );
  return [
    ...(isWritable
      ? [
          {
            type: 'apply',
            label: `Write ${counted(count, 'Change')} into the Code`,
            main: true,
            enabled: count > 0,
          } as const,
        ]
      : []),
    ...(shown.measurable
      ? [{ type: 'measure', label: 'Measure on a Copy…', main: false, enabled: !isMeasured(shown) } as const]
      : []),
    ...(missing ? [{ type: 'ensure', label: 'Ensure…', main: false, enabled: true } as const] : []),
    { type: 'again', label: 'Plan Again', main: false, enabled: true },
  ];
}

function collectionView(shown: StrategyPlan, one: CollectionStrategy, id: string): StrategyCollectionView {
  const { collection, models, complete, strategy, live } = one;
  const names = models.flatMap(({ model }) => model ?? []);
  const changing = strategy.steps.filter((step) => isChange(one, step));
  const chosen = chosenSteps(shown, one).length;
  const { before, budget, unserved } = strategy;
  const after = indexesAfter(shown, one);
  const counts =
    before === after ? counted(after, 'index') : `${counted(before, 'index')} now, ${after} after`;
  const warnings = [
    ...(complete ? [] : ['Not everything of it could be read: nothing is removed.']),
    ...(after > budget ? [`The budget of ${budget} does not hold them all.`] : []),
  ];
  return {
    id,
    title: names.length > 0 ? names.join(', ') : collection,
    facts: [collection, ...(live?.exists ? [sizeText(live)] : []), `${counts}, budget ${budget}`].join(' · '),
    ticked: changing.length === 0 ? null : chosen === changing.length || (chosen > 0 && 'some'),
    notes: [...warnings.map((words): TonedWords => ({ tone: 'warning', words })), ...measuredNotes(one)],
    steps: strategy.steps.map((step, at) => stepView(shown, one, step, `${id}.${at}`)),
    unserved: {
      title: `${counted(unserved.length, 'query')} without an index`,
      queries: unserved.map((site, at) => queryView(shown, one, site, `${id}.u.${at}`)),
    },
  };
}

function stepView(
  shown: StrategyPlan,
  collection: CollectionStrategy,
  step: StrategyStep,
  id: string,
): StrategyStepView {
  const { index, serves, reason } = step;
  const note = noteOf(collection, step);
  return {
    id,
    name: index.name,
    key: keyPatternText(index.key),
    options: optionWords(index.options).join(', '),
    ticked: isChange(collection, step) ? !shown.unticked.has(step) : null,
    act: actWords(step),
    reason,
    costs: costsOf(collection, step),
    notes: note === null ? [] : [{ tone: 'calm', words: note }],
    served: counted(serves.length, 'query'),
    queries: serves.map((site, at) => queryView(shown, collection, site, `${id}.${at}`)),
  };
}

const tones: Readonly<Record<StrategyAct, TonedWords['tone']>> = {
  keep: 'calm',
  add: 'new',
  extend: 'new',
  merge: 'new',
  remove: 'warning',
};

function actWords({ act, replaces }: StrategyStep): TonedWords {
  const words = { keep: 'Keep', add: 'Add', extend: 'Extend', merge: 'Merge', remove: 'Remove' }[act];
  return { tone: tones[act], words: [words, replaces.join(', ')].filter(Boolean).join(' ') };
}

/** What the code cannot do alone. */
function noteOf(collection: CollectionStrategy, step: StrategyStep): string | null {
  const gone = step.act === 'remove' ? [step.index.name] : step.replaces;
  const isLive = collection.live?.indexes.some(({ name, live }) => live && gone.includes(name)) ?? false;
  if (step.act !== 'keep' && collection.models.length === 0)
    return 'No code defines indexes of this collection: create or drop it in the Indexes view.';
  if (!isLive) return null;
  return isChange(collection, step)
    ? `${gone.join(', ')} stays live until it is dropped: hide it first.`
    : `It is live and defined nowhere: hide or drop it in the Indexes view.`;
}

function queryView(
  { root }: StrategyPlan,
  collection: CollectionStrategy,
  site: QuerySite,
  id: string,
): StrategyQueryView {
  const examined = examinedWords(collection, site);
  return { id, place: placeText(root, site.place), words: queryWords(site), examined };
}

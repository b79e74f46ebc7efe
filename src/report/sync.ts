import type { FailedIndex } from '../model/ensure.js';
import { deletesDocuments, type ChangeOutcome, type IndexChange } from '../model/index-change.js';
import type { SyncOutcome, SyncPlan } from '../model/sync.js';
import { creationLines, dryRunJson, ensureJson, ensureText } from './ensure.js';
import { counted } from './index-words.js';
import type { Paint } from './paint.js';
import { keyText, optionsText } from './words.js';

/** Extras that are shown and stay, unless they shall be dropped. */
export interface KeptExtras {
  readonly plan: SyncPlan;
  /** What stays of what the whole plan would drop. */
  readonly kept: readonly IndexChange[];
}

/** What a sync would do, shown before it is asked for. */
export function syncPlanText({ plan, kept }: KeptExtras, paint: Paint): string {
  const { ensure, settle, drop, sharding, incomplete } = plan;
  return [
    ...creationLines(ensure, paint),
    ...(settle.length > 0 ? [`🔶 ${counted(settle.length, 'index')} to settle:`] : []),
    ...settle.flatMap((change) => changeLines('~', change)),
    ...(drop.length > 0 ? [paint.bad(`🗑️ ${counted(drop.length, 'index')} to drop:`)] : []),
    ...drop.flatMap((change) => [indexLine('-', change), `      ${change.costs}`]),
    ...keptLines(kept, paint),
    ...(sharding.length > 0
      ? [
          paint.notice(
            `🔑 ${counted(sharding.length, 'index')} that no model defines and the shard key may need; left alone:`,
          ),
        ]
      : []),
    ...sharding.map((change) => indexLine('·', change)),
    ...incomplete.map((collection) =>
      paint.notice(
        `⚠️ ${collection}: the code that defines it could not be read to the end, so nothing is settled or dropped.`,
      ),
    ),
  ].join('\n');
}

/** What is gone after a sync, in sentences; empty: nothing. It is asked for by the database's name. */
export function takenAway({ ensure, settle, drop }: SyncPlan): string {
  const { database } = ensure;
  const steps = [...settle, ...drop].filter((change) => change.takesAway).flatMap((change) => change.steps);
  return [
    ...(steps.some(({ kind }) => kind === 'drop') ? [`Indexes of ${database} are dropped for this.`] : []),
    ...(steps.some(deletesDocuments) ? [`Documents of ${database} expire sooner, and are deleted.`] : []),
    ...(steps.some(({ kind }) => kind === 'unprepare-unique')
      ? [`Duplicates in ${database} are not refused any more.`]
      : []),
  ].join(' ');
}

/** What a sync did. */
export function syncText({ plan, kept }: KeptExtras, outcome: SyncOutcome, paint: Paint): string {
  return [
    ensureText(plan.ensure, outcome.ensure, paint),
    ...outcome.changes.flatMap((one) => outcomeLines(one, paint)),
    ...keptLines(kept, paint),
  ].join('\n');
}

/** The `ensure` document with what was settled, dropped, or kept though it is extra. */
export function syncJson({ plan, kept }: KeptExtras, outcome: SyncOutcome) {
  const { ensure, changes } = outcome;
  const document = ensureJson(plan.ensure, ensure);
  const done = changes.filter(({ result }) => result === 'done');
  return {
    ...document,
    failed: [...document.failed, ...changes.flatMap(failedIndex)],
    settled: done.filter(({ change }) => change.kind !== 'drop').map(({ change, ms }) => settled(change, ms)),
    dropped: done.filter(({ change }) => change.kind === 'drop').map(({ change }) => named(change)),
    extra: [...kept, ...plan.sharding].map(named),
  };
}

/** The same for a dry run: what would be settled and dropped. */
export function syncDryRunJson({ plan, kept }: KeptExtras) {
  return {
    ...dryRunJson(plan.ensure),
    settled: plan.settle.map((change) => settled(change, null)),
    dropped: plan.drop.map(named),
    extra: [...kept, ...plan.sharding].map(named),
  };
}

function settled(change: IndexChange, ms: number | null) {
  return { ...named(change), how: change.kind, ms };
}

function named({ collection, index: { name, key } }: IndexChange) {
  return { collection, name, key };
}

function failedIndex({ change, failure }: ChangeOutcome): FailedIndex[] {
  return failure ? [{ ...named(change), ...failure }] : [];
}

function keptLines(kept: readonly IndexChange[], paint: Paint): readonly string[] {
  if (kept.length === 0) return [];
  return [
    paint.notice(`➕ ${counted(kept.length, 'index')} that no model defines; --drop-extra would drop:`),
    ...kept.map((change) => indexLine('·', change)),
  ];
}

function changeLines(mark: string, change: IndexChange): readonly string[] {
  return [indexLine(mark, change), `      ${change.does}`, `      ${change.costs}`];
}

function indexLine(mark: string, { collection, index }: IndexChange): string {
  const options = optionsText(index.options);
  return `   ${mark} ${collection}.${index.name}: ${keyText(index.key)}${options === '' ? '' : ` ${options}`}`;
}

function outcomeLines({ change, result, failure }: ChangeOutcome, paint: Paint): readonly string[] {
  const name = `${change.collection}.${change.index.name}`;
  const settled =
    change.kind === 'drop' ? `🗑️ ${name} dropped` : `✅ ${name} settled: ${words[change.kind] ?? 'changed'}`;
  const mark = result === 'failed' ? '❌' : '🔶';
  return [
    ...(result === 'done' ? [settled] : []),
    ...(failure ? [paint.bad(`${mark} ${name}: ${failure.message}`), `      ${failure.hint}`] : []),
  ];
}

const words: Readonly<Partial<Record<IndexChange['kind'], string>>> = {
  rebuild: 'built anew, another index stood in for it',
  replace: 'dropped and built anew',
  'set-ttl': 'its expireAfterSeconds is set',
  'make-unique': 'converted to unique',
  hide: 'hidden',
};

import type { EnsureCollection, EnsureOutcome, EnsurePlan, SkippedIndex } from '../model/ensure.js';
import { duplicatesCommand } from './duplicates-text.js';
import { counted } from './index-words.js';
import type { Paint } from './paint.js';
import { keyText, number, optionsText, some } from './words.js';

/** The `ensure` document of the command line's contract, version 1, of an ensure that was carried out. */
export function ensureJson(plan: EnsurePlan, outcome: EnsureOutcome) {
  return {
    version: 1,
    dryRun: false,
    created: outcome.created.map(({ collection, name, key, ms }) => ({ collection, name, key, ms })),
    existing: outcome.existing,
    skipped: [
      ...outcome.skipped.map(jsonSkipped),
      ...plan.collections
        .filter(({ collection }) => outcome.cancelled.includes(collection))
        .flatMap(({ collection, create }) =>
          create.map(({ name }) => ({ collection, name, reason: 'cancelled' })),
        ),
    ],
    failed: outcome.failed.map(({ collection, name, key, code, codeName, message, hint }) => ({
      collection,
      name,
      key,
      code,
      codeName,
      message,
      hint,
    })),
  };
}

/** The same document for a dry run: `created` is what would be, with `ms` null. */
export function dryRunJson(plan: EnsurePlan) {
  return {
    version: 1,
    dryRun: true,
    created: plan.collections.flatMap(({ collection, create }) =>
      create.map(({ name, key }) => ({ collection, name, key, ms: null })),
    ),
    existing: plan.collections.reduce((sum, { existing }) => sum + existing.length, 0),
    skipped: plan.collections.flatMap(({ skipped }) => skipped.map(jsonSkipped)),
    failed: [],
  };
}

function jsonSkipped({ collection, name, reason }: SkippedIndex) {
  return { collection, name, reason };
}

/** What an ensure would do, shown before it is asked for. */
export function planText(plan: EnsurePlan, paint: Paint): string {
  const isCreating = plan.collections.some(({ create }) => create.length > 0);
  return [
    ...creationLines(plan, paint),
    ...(isCreating
      ? ['Nothing is dropped or changed. Reads and writes go on while the server builds, only slower.']
      : []),
  ].join('\n');
}

/** What would be created and what is left alone, a line each. */
export function creationLines(plan: EnsurePlan, paint: Paint): readonly string[] {
  const changing = plan.collections.filter(({ create }) => create.length > 0);
  const count = changing.reduce((sum, { create }) => sum + create.length, 0);
  const skipped = plan.collections.flatMap((one) => one.skipped);
  return [
    count === 0
      ? `Nothing to create in \`${plan.database}\`.`
      : `🔧 ${counted(count, 'index')} to create in \`${plan.database}\`:`,
    ...changing.flatMap((one) => [
      `📊 ${paint.strong(titleOf(one))} (${sizeText(one)})`,
      ...one.create.map(({ name, key, options }) => {
        const details = optionsText(options);
        return `   + ${name}: ${keyText(key)}${details ? ` ${details}` : ''}`;
      }),
    ]),
    ...skipped.map((index) => paint.notice(skippedLine(index))),
  ];
}

/** What an ensure did: for each model how many indexes there are and how many are new, then those by name. */
export function ensureText(plan: EnsurePlan, outcome: EnsureOutcome, paint: Paint): string {
  const calm = plan.collections.filter((one) => isCalm(one, outcome));
  const calmIndexes = calm.reduce((sum, { existing }) => sum + existing.length, 0);
  return [
    `🔧 Ensuring the indexes of \`${plan.database}\`…`,
    ...plan.collections
      .filter((one) => !calm.includes(one))
      .flatMap((one) => collectionLines(one, outcome, paint)),
    ...(calm.length > 0
      ? [`✅ Nothing new for ${some(calm.map(titleOf))} (${counted(calmIndexes, 'index')})`]
      : []),
    closing(plan, outcome, paint),
  ].join('\n');
}

function collectionLines(one: EnsureCollection, outcome: EnsureOutcome, paint: Paint): string[] {
  const { collection, existing, skipped } = one;
  const created = outcome.created.filter((index) => index.collection === collection);
  const failed = outcome.failed.filter((index) => index.collection === collection);
  const cancelled = outcome.cancelled.includes(collection);
  const mark = failed.length > 0 ? '❌' : cancelled || skipped.length > 0 ? '🔶' : '✅';
  // One command builds them all, so that each has its time.
  const ms = Math.max(0, ...created.map((index) => index.ms));
  const took = created.length > 0 ? ` ${paint.faint(`in ${number(Math.round(ms))} ms`)}` : '';
  return [
    `${mark} ${paint.strong(titleOf(one))}: ${counted(existing.length + created.length, 'index')} (${created.length} new)${took}`,
    ...created.map(({ name, key }) => `   + ${name}: ${key.map(([path]) => path).join(', ')}`),
    ...failed.flatMap(({ name, message, hint, code }) => [
      `   ${paint.bad(`❌ ${name}: ${message}`)}`,
      `      ${hint}`,
      ...(code === 11000 ? listingLines(one, name) : []),
    ]),
    ...outcome.skipped
      .filter((index) => index.collection === collection)
      .map((index) => `   ${paint.notice(skippedLine(index))}`),
    ...(cancelled ? [`   ${paint.notice('Cancelled before its turn.')}`] : []),
  ];
}

/** What lists the duplicates; of values in arrays it takes the longer form, which the editor copies. */
function listingLines({ collection, create }: EnsureCollection, name: string): readonly string[] {
  const index = create.find((each) => each.name === name);
  if (!index) return [];
  const listing = duplicatesCommand(collection, index, true).split('\n');
  return [
    '      In mongosh this lists them, but for values in arrays:',
    ...listing.map((line) => `      ${line}`),
  ];
}

function closing(
  plan: EnsurePlan,
  { created, failed, skipped, cancelled }: EnsureOutcome,
  paint: Paint,
): string {
  const of = (wanted: SkippedIndex['reason']) => skipped.filter(({ reason }) => reason === wanted).length;
  const [different, building, stale] = [of('different'), of('building'), of('stale')];
  const unlisted = of('not-permitted');
  const faults = [
    failed.length > 0 ? `${counted(failed.length, 'index')} failed` : '',
    different > 0 ? `${counted(different, 'different index')} left alone` : '',
    building > 0 ? `${counted(building, 'index')} still building` : '',
    stale > 0 ? `${counted(stale, 'index')} being edited` : '',
    unlisted > 0 ? `${counted(unlisted, 'index')} not known, for want of permission` : '',
    cancelled.length > 0 ? `cancelled before ${some(cancelled)}` : '',
  ].filter(Boolean);
  if (faults.length > 0)
    return paint.strong(`${counted(created.length, 'index')} created, ${faults.join(', ')}.`);
  return paint.good(
    created.length > 0
      ? `✅ All indexes of \`${plan.database}\` ensured: ${counted(created.length, 'index')} created.`
      : `✅ All indexes of \`${plan.database}\` were there already.`,
  );
}

function isCalm({ collection, skipped }: EnsureCollection, outcome: EnsureOutcome): boolean {
  const touched = [...outcome.created, ...outcome.failed].some((index) => index.collection === collection);
  return !touched && skipped.length === 0 && !outcome.cancelled.includes(collection);
}

function titleOf({ models, collection }: EnsureCollection): string {
  return models.length > 0 ? models.join(', ') : collection;
}

function sizeText({ exists, documents }: EnsureCollection): string {
  if (!exists) return 'a new collection';
  return documents === null ? 'size unknown' : counted(documents, 'document');
}

/** Why an index of the plan is left alone. */
export function skippedLine({ collection, name, reason, differences, live }: SkippedIndex): string {
  const index = `${collection}.${name}`;
  switch (reason) {
    case 'building':
      return `⏳ ${index} is being built already.`;
    case 'stale':
      return `✏️ ${index} is left alone: its definition is being edited.`;
    case 'not-permitted':
      return `❔ ${index} is left alone: the indexes of ${collection} may not be listed for this user.`;
    case 'different':
      return live
        ? `🔶 ${index} is live, but differs: ${differences.join(', ')}; left alone.`
        : `🔶 ${index} is left alone: another definition of ${collection} contradicts it in ${differences.join(', ')}.`;
  }
}

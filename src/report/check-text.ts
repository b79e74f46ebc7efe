import type { ComparedCollection, ComparedIndex, Comparison } from '../model/comparison.js';
import type { LiveIndex } from '../model/index-specification.js';
import { adviceText, allAdvice } from './advice-words.js';
import { costWords, counted, optionWords } from './index-words.js';
import type { Paint } from './paint.js';
import { problemText } from './relative-path.js';
import { closingLine, statusMarks, statusText } from './status-words.js';
import { keyText, number, some } from './words.js';

export interface CheckTextOptions {
  readonly root: string;
  /** Hosts, without credentials. */
  readonly address: string;
  /** Every collection and index, not only what needs attention. */
  readonly all: boolean;
  /** Says which commands of the command line go on from here. */
  readonly commands: boolean;
  readonly paint: Paint;
}

/** The report for people: what needs attention first hand, the rest in a line. */
export function checkText(comparison: Comparison, options: CheckTextOptions): string {
  const { all, commands, paint, root } = options;
  const shown = comparison.collections.filter((one) => all || (isDefined(one) && needsAttention(one)));
  const calm = comparison.collections.filter((one) => isDefined(one) && !needsAttention(one));
  const undefinedOnes = comparison.collections.filter((one) => !isDefined(one) && needsAttention(one));
  return [
    heading(comparison, options),
    '',
    ...shown.flatMap((one) => [...collectionLines(one, options), '']),
    ...(all ? [] : [...calmLines(calm, shown.length > 0), ...undefinedLines(undefinedOnes)]),
    ...adviceLines(comparison, options),
    ...comparison.problems.map((problem) => paint.notice(`⚠️ ${problemText(root, problem)}`)),
    ...(comparison.problems.length > 0 ? [''] : []),
    paint.strong(closingLine(comparison)),
    ...(commands ? nextSteps(comparison) : []),
  ].join('\n');
}

function heading({ database, server }: Comparison, { address, paint }: CheckTextOptions): string {
  return `🔍 ${paint.strong(database)} on ${address} ${paint.faint(`(MongoDB ${server.version}, ${topologyWords[server.topology]})`)}`;
}

const topologyWords = {
  standalone: 'standalone',
  replicaSet: 'replica set',
  sharded: 'sharded cluster',
  loadBalanced: 'load balanced',
};

function isDefined({ models, indexes, unlisted }: ComparedCollection): boolean {
  return models.length + unlisted.length > 0 || indexes.some((index) => index.defined);
}

function needsAttention({ indexes, unjudged, unlisted }: ComparedCollection): boolean {
  return unjudged.length + unlisted.length > 0 || indexes.some((index) => index.status !== 'applied');
}

function collectionLines(compared: ComparedCollection, { all, paint }: CheckTextOptions): string[] {
  const { collection, indexes, idIndex, unjudged, unlisted, exists, documents } = compared;
  if (unlisted.length > 0) return unlistedLines(compared, paint);
  const total = indexes.filter((index) => index.live).length + unjudged.length + (idIndex ? 1 : 0);
  const size = !exists ? ', not there yet' : documents === null ? '' : `, ${counted(documents, 'document')}`;
  const quiet = indexes.filter((index) => index.status === 'applied').length;
  return [
    `📊 ${paint.strong(collection)} (${counted(total, 'index')}${size}):`,
    ...(all && idIndex ? [`   ✅ ${keyText(idIndex.key)}`] : []),
    ...indexes
      .filter((index) => all || index.status !== 'applied')
      .map((index) => `   ${indexLine(index, paint)}`),
    ...unjudged.map(
      (live) =>
        `   ❔ ${keyText(live.key)} (${live.name}) ${paint.notice(unjudgedWords)}${cost(live, paint)}`,
    ),
    ...(!all && quiet > 0 ? [`   ✅ ${number(quiet)} applied`] : []),
  ];
}

/** Nothing is known of what such a collection has. */
function unlistedLines({ collection, unlisted }: ComparedCollection, paint: Paint): string[] {
  return [
    `📊 ${paint.strong(collection)} (its indexes may not be listed):`,
    ...unlisted.map(({ key, name }) => `   ❔ ${keyText(key)} (${name}) ${paint.notice('not known')}`),
  ];
}

const unjudgedWords = 'live, and not judged: a definition may not have been read';

function indexLine(index: ComparedIndex, paint: Paint): string {
  const { key, name, options, status, live } = index;
  const colour = status === 'missing' || status === 'different' ? paint.bad : paint.notice;
  const words = statusText(index);
  return `${statusMarks[status]} ${keyText(key)} (${[name, ...optionWords(options)].join(', ')})${words ? ` ${colour(words)}` : ''}${live ? cost(live, paint) : ''}`;
}

function cost(live: LiveIndex, paint: Paint): string {
  const since = live.usage ? ` since ${live.usage.since.slice(0, 10)}` : '';
  const words = costWords(live).join(', ');
  return words ? ` ${paint.faint(`${words}${since}`)}` : '';
}

function calmLines(calm: readonly ComparedCollection[], others: boolean): string[] {
  if (calm.length === 0) return [];
  const indexes = calm.reduce((sum, one) => sum + one.indexes.length, 0);
  const names = some(calm.map((one) => one.collection));
  const lead = others ? 'Nothing to do in' : 'All applied in';
  return [`✅ ${lead} ${counted(calm.length, 'collection')} (${counted(indexes, 'index')}): ${names}`, ''];
}

function undefinedLines(collections: readonly ComparedCollection[]): string[] {
  if (collections.length === 0) return [];
  const indexes = collections.reduce((sum, one) => sum + one.indexes.length + one.unjudged.length, 0);
  const names = some(collections.map((one) => one.collection));
  return [
    `➕ No model defines ${counted(collections.length, 'collection')} (${counted(indexes, 'index')}): ${names}`,
    '',
  ];
}

const adviceShown = 5;

/** Advice asks for nothing: without `all` a few lines of it. */
function adviceLines(comparison: Comparison, { all, paint }: CheckTextOptions): string[] {
  const given = allAdvice(comparison);
  const shown = all || given.length <= adviceShown + 1 ? given : given.slice(0, adviceShown);
  const rest = given.length - shown.length;
  return [
    ...shown.map(({ collection, advice }) => `💡 ${paint.strong(collection)}: ${adviceText(advice)}`),
    ...(rest > 0 ? [`💡 ${number(rest)} more: --all lists them.`] : []),
    ...(given.length > 0 ? [''] : []),
  ];
}

function nextSteps({ summary }: Comparison): string[] {
  return [
    ...(summary.missing > 0 ? ['Run `index-lens ensure` to create what is missing.'] : []),
    ...(summary.different > 0
      ? ['Run `index-lens ensure --sync` to settle what differs, or change the definition.']
      : []),
  ];
}

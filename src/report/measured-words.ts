import type { TonedWords } from '../model/panel-messages.js';
import type { QuerySite } from '../model/query.js';
import type { CollectionStrategy, MeasuredQuery, StrategyMeasurement } from '../model/strategy.js';
import { counted } from './index-words.js';
import { number } from './words.js';

/** What came of measuring a strategy, as notes of its collection; none where it was not measured. */
export function measuredNotes({ measured, strategy }: CollectionStrategy): readonly TonedWords[] {
  if (measured === null) return [];
  const { queries, indexesOfEach, isOtherSet, left } = measured;
  const sums = {
    now: sumOf(queries, ({ now }) => now),
    after: sumOf(queries, ({ after }) => after),
    each: sumOf(queries, ({ each }) => each),
  };
  const examine = queries.length === 1 ? 'examines' : 'examine';
  const figures = `${counted(queries.length, 'query')} ${examine} ${number(sums.after)} keys and documents, instead of ${number(sums.now)} by what is defined or live now, and ${number(sums.each)} by one index for each query`;
  const isWorse = sums.after > sums.each;
  return [
    {
      tone: isWorse ? 'warning' : 'good',
      words: `Measured on ${copyWords(measured)}: ${figures}.`,
    },
    ...(isOtherSet
      ? [calm('The indexes that were predicted to do best examined more; these took their place.')]
      : []),
    ...(isWorse && indexesOfEach >= strategy.budget
      ? [calm('An index for each query does not fit into the budget; nothing that was tried does as well.')]
      : []),
    ...(left > 0
      ? [calm(`Not run: ${counted(left, 'query')} whose filter is known only when the program runs.`)]
      : []),
  ];
}

/** `12 keys and documents examined, now 20,000`; null: its query was not run. */
export function examinedWords({ measured }: CollectionStrategy, site: QuerySite): string | null {
  const query = measured?.queries.find(({ sites }) => sites.includes(site));
  return query ? `${number(query.after)} keys and documents examined, now ${number(query.now)}` : null;
}

function copyWords({ documents, of }: StrategyMeasurement): string {
  const all = of === null || of <= documents;
  return all
    ? `a copy of ${counted(documents, 'document')}`
    : `a copy of ${number(documents)} of ${counted(of, 'document')}`;
}

function calm(words: string): TonedWords {
  return { tone: 'calm', words };
}

function sumOf(queries: readonly MeasuredQuery[], of: (query: MeasuredQuery) => number): number {
  return queries.reduce((sum, query) => sum + of(query), 0);
}

import { fewDocuments, type PlanFacts } from '../plan-facts.js';
import { count, thousands } from '../plan-words.js';
import { filterOf, pathsIn, type Search } from '../searches.js';
import { bad, inCollection, listed, note, type PlanRule, warning } from './rule.js';

/** Documents or keys read for each one found, from where on an index is a poor fit. */
const poorRatio = 10;
/** Fewer keys or documents than this are read in no time. */
const fewReads = 100;
/** From here on a good index returns more than people or pages take. */
const many = 10_000;

/** Searches by an index that ran to their end. */
function byIndex({ searches, plan }: PlanFacts): readonly Search[] {
  return plan.metrics === null || plan.failure
    ? []
    : searches.filter(({ scan, found, tellsReads }) => scan === null && found !== null && tellsReads);
}

/** A sort before a limit needs all that match: that is the sort's doing, not the index's. A skip needs what it skips. */
export function needed({ found, sorted, stages }: Search): number {
  const skipped = stages
    .filter(({ stage }) => stage === 'SKIP')
    .reduce((sum, { rowsIn, returned }) => sum + Math.max(0, (rowsIn ?? 0) - (returned ?? 0)), 0);
  return Math.max((found ?? 0) + skipped, sorted);
}

/** Paths that only the documents tell, as the index does not hold them. */
function checkedOnDocuments({ stages }: Search): readonly string[] {
  return [
    ...new Set(
      stages.filter(({ stage }) => stage === 'FETCH').flatMap((stage) => pathsIn(filterOf(stage) ?? {})),
    ),
  ];
}

export function isPoor(search: Search): boolean {
  const most = Math.max(search.docsExamined, search.keysExamined);
  return most >= fewReads && most / Math.max(needed(search), 1) > poorRatio;
}

export const examinedRatio: PlanRule = {
  id: 'examined-ratio',
  number: 10,
  judge: (facts) =>
    byIndex(facts)
      .filter(isPoor)
      .map((search) => {
        const { keysExamined, docsExamined } = search;
        const paths = checkedOnDocuments(search);
        const what =
          keysExamined >= docsExamined ? count(keysExamined, 'key') : count(docsExamined, 'document');
        const cause = paths.length > 0 ? ` The index does not hold ${listed(paths)}.` : '';
        const message = `The index narrows the search badly${inCollection(search)}: ${what} examined, ${thousands(needed(search))} found.${cause}`;
        return Math.max(keysExamined, docsExamined) >= fewDocuments ? bad(message) : warning(message);
      }),
};

export const fetchOverhead: PlanRule = {
  id: 'fetch-overhead',
  number: 11,
  judge: (facts) =>
    byIndex(facts)
      .filter((search) => !isPoor(search))
      .flatMap(({ stages, ...search }) =>
        stages.flatMap((stage) => {
          const filter = filterOf(stage);
          const read = stage.docsExamined ?? 0;
          const left = read - (stage.returned ?? 0);
          if (stage.stage !== 'FETCH' || !filter || left < fewReads || left * 2 < read) return [];
          const message = `${thousands(left)} of ${count(read, 'document')}${inCollection({ stages, ...search })} are read only to be left out: the index does not hold ${listed(pathsIn(filter))}.`;
          return [left >= fewDocuments ? warning(message) : note(message)];
        }),
      ),
};

export const lowSelectivity: PlanRule = {
  id: 'low-selectivity',
  number: 12,
  judge: (facts) =>
    byIndex(facts).flatMap((search) => {
      const { documents } = facts;
      if (documents === null || !isMostOf(search, documents) || isPoor(search)) return [];
      const share = Math.round((search.docsExamined / documents) * 100);
      return [
        warning(
          `The index leads to ${Math.min(share, 100)} % of the collection: to read that much through an index costs more than to read the collection as it lies.`,
        ),
      ];
    }),
};

/** The index leads to half of the query's collection or more. */
export function isMostOf(search: Search, documents: number | null): boolean {
  const { collection, docsExamined, limited, stages } = search;
  const isText = stages.some(({ stage }) => stage.startsWith('TEXT') || stage.startsWith('GEO'));
  if (collection !== null || limited || isText || documents === null) return false;
  return docsExamined >= fewDocuments && docsExamined * 2 >= documents;
}

export const manyDocuments: PlanRule = {
  id: 'many-documents',
  number: 13,
  judge: (facts) =>
    byIndex(facts).flatMap((search) =>
      (search.found ?? 0) >= many && search.docsExamined >= many
        ? [
            warning(
              `It finds ${count(search.found ?? 0, 'document')}${inCollection(search)}: a limit or a narrower filter would spare most of the work.`,
            ),
          ]
        : [],
    ),
};

export const skipOverMany: PlanRule = {
  id: 'skip-over-many',
  number: 14,
  judge: ({ stages, plan }) =>
    stages.flatMap(({ stage, details, rowsIn, returned }) => {
      const asked = typeof details.skipAmount === 'number' ? details.skipAmount : 0;
      const left = rowsIn === null || returned === null ? asked : rowsIn - returned;
      if (stage !== 'SKIP' || plan.failure || left < fewReads) return [];
      const message = `${count(left, 'row')} are found only to be skipped, more with each page: go on from the last value seen instead.`;
      return [left >= fewDocuments ? warning(message) : note(message)];
    }),
};

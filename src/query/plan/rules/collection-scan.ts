import { fewDocuments, type PlanFacts } from '../plan-facts.js';
import { count, thousands } from '../plan-words.js';
import { filterOf, type Search } from '../searches.js';
import { bad, type PlanFinding, good, inCollection, listed, note, type PlanRule, warning } from './rule.js';

export const collectionScan: PlanRule = {
  id: 'collection-scan',
  number: 5,
  judge: (facts) =>
    facts.searches.flatMap((search) =>
      search.scan && search.scanFilters && !runsOnlyJavascript(search) ? scanFor(search, facts) : [],
    ),
};

function scanFor(search: Search, { small, documents, plan }: PlanFacts): readonly PlanFinding[] {
  const { limited, docsExamined, found, sorted, notIndexed } = search;
  const where = `${notIndexed.length > 0 ? ` on ${listed(notIndexed)}` : ''}${inCollection(search)}`;
  // Other collections are as large as their scan, which is only known where it ended by itself.
  const held = search.collection === null ? documents : limited ? null : docsExamined;
  if (documents === 0 && search.collection === null) return [];
  if (matchesNothing(search)) {
    return [
      warning(
        `The filter can match nothing, and the server reads ${count(docsExamined, 'document')} to find none.`,
      ),
    ];
  }
  if (search.collection === null ? small : held !== null && held < fewDocuments && found !== null) {
    return [
      note(
        `No index serves the filter${where}; below ${thousands(fewDocuments)} documents it hardly matters.`,
      ),
    ];
  }
  if (isForced(plan.planner.hint)) {
    return [
      bad(
        `The hint $natural makes the server read the whole collection${where}, whatever indexes there are.`,
      ),
    ];
  }
  if (limited && sorted === 0 && held !== null && docsExamined < held / 2) {
    return [
      bad(
        `No index serves the filter${where}. The scan met its limit early; for other values it reads all ${thousands(held)} documents.`,
      ),
    ];
  }
  const kept = Math.max(found ?? 0, sorted);
  if (found !== null && kept * 2 >= docsExamined && !plan.failure) {
    return [
      warning(`No index serves the filter${where}; as it keeps most documents, one would save little.`),
    ];
  }
  return [bad(`No index serves the filter${where}: the server reads the whole collection each time.`)];
}

export function isForced(hint: PlanFacts['plan']['planner']['hint']): boolean {
  return typeof hint === 'object' && hint !== null && '$natural' in hint;
}

function matchesNothing({ scan }: Search): boolean {
  return scan !== null && '$alwaysFalse' in (filterOf(scan) ?? {});
}

/** Nothing is filtered away, so the filter needs no index. */
export const noFilter: PlanRule = {
  id: 'no-filter',
  number: 6,
  judge: ({ searches, small, plan, documents }) =>
    searches.flatMap((search) => {
      const { scan, scanFilters, limited, sorted, docsExamined, found } = search;
      if (!scan || scanFilters || plan.failure || documents === 0) return [];
      const where = inCollection(search);
      if ((search.collection === null && small) || (limited && sorted === 0) || docsExamined < fewDocuments) {
        return [
          good(`Documents are asked for without a filter${where}, so no index is needed to find them.`),
        ];
      }
      return [
        warning(
          found !== null && sorted > found
            ? `All ${count(docsExamined, 'document')}${where} are read and sorted for ${thousands(found)}: an index in the order of the sort would spare that.`
            : `There is no filter: all ${count(docsExamined, 'document')}${where} are read.`,
        ),
      ];
    }),
};

/** https://www.mongodb.com/docs/manual/reference/operator/query/where/ */
export const javascript: PlanRule = {
  id: 'javascript',
  number: 7,
  judge: (facts) =>
    facts.searches.flatMap((search) => {
      const runs = search.stages.some((stage) =>
        /"\$(?:where|function)"/u.test(JSON.stringify(filterOf(stage))),
      );
      if (!runs) return [];
      const message = `JavaScript runs for each document${inCollection(search)} ($where, $function), and no index can help: write the condition with operators, or with $expr.`;
      if (facts.small) return [note(message)];
      return [runsOnlyJavascript(search) ? bad(message) : warning(message)];
    }),
};

function runsOnlyJavascript({ scan }: Search): boolean {
  const keys = Object.keys((scan && filterOf(scan)) ?? {});
  return keys.length === 1 && keys[0] === '$where';
}

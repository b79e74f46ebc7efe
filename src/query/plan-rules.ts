import type { PlanStage, Verdict } from '../model/plan.js';
import { fewDocuments, type PlanFacts } from './plan-facts.js';
import { count, thousands } from './plan-words.js';

interface Finding {
  readonly verdict: Verdict;
  readonly message: string;
}

/** One thing to say of a plan; null where it does not apply. Time is never a reason: it depends on the machine. */
type Rule = (facts: PlanFacts) => Finding | null;

/** Documents or keys read for each one found, from where on an index is a poor fit. */
const poorRatio = 10;
/** From here on a good index returns more than people or pages take. */
const many = 10_000;

/** By id, in the order in which the reasons are told. */
export const planRules: Readonly<Record<string, Rule>> = {
  failure: ({ plan }) => (plan.failure === null ? null : bad(plan.failure)),

  'no-documents': ({ documents, stages }) =>
    documents === 0 || stages.some(({ stage }) => stage === 'EOF')
      ? warning(
          'There is nothing to read here, so the plan says little of a collection that holds documents.',
        )
      : null,

  'collection-scan': (facts) => {
    const { scan, scanFilters, small, docsExamined, documents, found, stages } = facts;
    const limited = stages.some(({ stage }) => stage === 'LIMIT');
    if (!scan || documents === 0) return null;
    if (!scanFilters) return facts.plan.failure === null ? wholeCollection(facts) : null;
    if (small) {
      return good(
        `No index serves the filter; below ${thousands(fewDocuments)} documents it hardly matters.`,
      );
    }
    if (limited && docsExamined !== null && documents !== null && docsExamined < documents / 2) {
      return bad(
        `No index serves the filter. The scan met its limit early; for other values it reads all ${thousands(documents)} documents.`,
      );
    }
    if (docsExamined !== null && found !== null && found * 2 >= docsExamined) {
      return warning('No index serves the filter, but as it keeps most documents, one would save little.');
    }
    return bad('No index serves the filter: the server reads the whole collection each time.');
  },

  'sort-spilled': ({ stages }) =>
    stages.some(({ details }) => details.usedDisk === true)
      ? bad('The sort did not fit into memory and went through temporary files on disk.')
      : null,

  'sort-in-memory': ({ stages, scan, plan }) => {
    const sorts = stages.filter(
      ({ stage, details }) => stage === 'SORT' && !sortsByScore(details.sortPattern),
    );
    if (sorts.length === 0) return null;
    const sorted = plan.metrics === null || plan.failure !== null ? null : rowsInto(sorts);
    const message = `The server sorts ${sorted === null ? '' : `${count(sorted, 'document')} `}in memory: no index ${scan ? 'gives' : 'it used gives'} the order.`;
    return sorted === null || sorted >= fewDocuments ? warning(message) : good(message);
  },

  'examined-ratio': ({ scan, found: returned, docsExamined, keysExamined, plan, stages }) => {
    // A sort before a limit needs all that match: that is the sort's doing, not the index's.
    const sorted = rowsInto(stages.filter(({ stage }) => stage === 'SORT'));
    const found = returned === null ? null : Math.max(returned, sorted);
    if (scan || plan.failure !== null || found === null || docsExamined === null || keysExamined === null)
      return null;
    const most = Math.max(docsExamined, keysExamined);
    const ratio = most / Math.max(found, 1);
    if (most < 100 || ratio <= poorRatio) return null;
    const what = keysExamined >= docsExamined ? count(keysExamined, 'key') : count(docsExamined, 'document');
    const message = `The index narrows the search badly: ${what} examined, ${thousands(found)} found.`;
    return most >= fewDocuments ? bad(message) : warning(message);
  },

  'many-documents': ({ scan, found, docsExamined }) =>
    !scan && found !== null && docsExamined !== null && found >= many && docsExamined >= many
      ? warning(
          `The query returns ${count(found, 'document')}: a limit or a narrower filter would spare most of the work.`,
        )
      : null,

  'no-results': ({ found, small, plan, documents, scan }) =>
    found === 0 &&
    !small &&
    documents !== 0 &&
    plan.failure === null &&
    (scan !== null || plan.indexes.length > 0)
      ? good('No document matches these values; for values that match, the figures will differ.')
      : null,

  'id-lookup': ({ byId }) => (byId ? good('The server goes straight to the document by its _id.') : null),

  covered: ({ covered, found }) =>
    covered && found !== 0 ? good('The index alone answers the query; no document is read.') : null,

  'exact-index': ({ scan, covered, byId, found, docsExamined, keysExamined, plan }) =>
    !scan &&
    !covered &&
    !byId &&
    plan.indexes.length > 0 &&
    found !== null &&
    found > 0 &&
    docsExamined !== null &&
    keysExamined !== null &&
    Math.max(docsExamined, keysExamined - 1) <= found
      ? good('The index leads to just the documents that are returned.')
      : null,
};

/** Nothing is filtered away, so the filter needs no index. */
function wholeCollection({ docsExamined, found, small, stages }: PlanFacts): Finding {
  const limited = stages.some(({ stage }) => stage === 'LIMIT');
  const sorts = stages.some(({ stage }) => stage === 'SORT');
  if (small || (limited && !sorts) || docsExamined === null || docsExamined < fewDocuments) {
    return good('The query asks for documents without a filter, so no index is needed to find them.');
  }
  return warning(
    sorts && found !== null && found < docsExamined
      ? `All ${count(docsExamined, 'document')} are read and sorted for ${thousands(found)}: an index in the order of the sort would spare that.`
      : `The query has no filter and reads all ${count(docsExamined, 'document')}.`,
  );
}

/** Each shard sorts its own. */
function rowsInto(sorts: readonly PlanStage[]): number {
  return sorts.flatMap(({ inputs }) => inputs).reduce((sum, { returned }) => sum + (returned ?? 0), 0);
}

/** An order by text score exists only once the search has run. */
function sortsByScore(pattern: PlanStage['details'][string] | undefined): boolean {
  return JSON.stringify(pattern ?? null).includes('"$meta"');
}

function good(message: string): Finding {
  return { verdict: 'good', message };
}

function warning(message: string): Finding {
  return { verdict: 'warning', message };
}

function bad(message: string): Finding {
  return { verdict: 'bad', message };
}

import type { KeyPattern } from '../../../model/index-specification.js';
import type { Json } from '../../../model/json.js';
import { asObject } from '../../json-access.js';
import type { PlanFacts } from '../plan-facts.js';
import { thousands } from '../plan-words.js';
import { filterOf, type Search } from '../searches.js';
import { good, listed, note, type PlanRule } from './rule.js';
import { isMostOf, isPoor, needed } from './selectivity.js';

export const idLookup: PlanRule = {
  id: 'id-lookup',
  number: 22,
  judge: ({ byId }) => (byId ? [good('The server goes straight to the document by its _id.')] : []),
};

/** https://www.mongodb.com/docs/manual/core/query-optimization/#covered-query */
export const covered: PlanRule = {
  id: 'covered',
  number: 23,
  judge: (facts) =>
    facts.covered && facts.found !== 0
      ? [good('The index alone answers the query; no document is read.')]
      : [],
};

export const exactIndex: PlanRule = {
  id: 'exact-index',
  number: 24,
  judge: (facts) =>
    isServed(facts) && facts.searches.every(isExact)
      ? [good('The index leads to just the documents that match.')]
      : [],
};

export const narrowIndex: PlanRule = {
  id: 'narrow-index',
  number: 25,
  judge: (facts) => {
    const [main] = facts.searches;
    if (!isServed(facts) || !main || facts.searches.every(isExact) || facts.searches.some(isPoor)) return [];
    const read = Math.max(main.keysExamined, main.docsExamined);
    return [
      good(
        `The index narrows the search well: ${thousands(read)} examined for ${thousands(needed(main))} found.`,
      ),
    ];
  },
};

/** By indexes that are neither said to be more than that, nor of little use. */
function isServed({ searches, covered: isCovered, byId, plan, documents }: PlanFacts): boolean {
  if (isCovered || byId || plan.failure || searches.length === 0 || plan.metrics === null) return false;
  return searches.every(
    (search) =>
      search.scan === null &&
      search.tellsReads &&
      search.stages.some(({ use }) => use !== null) &&
      (search.found ?? 0) > 0 &&
      !isMostOf(search, documents) &&
      !search.stages.some(({ stage, use }) => stage === 'IXSCAN' && use?.bounds[0]?.kind === 'all'),
  );
}

function isExact(search: Search): boolean {
  const { stages, docsExamined, keysExamined } = search;
  return Math.max(docsExamined, keysExamined - intervalsIn(stages)) <= needed(search);
}

/** At the end of each interval a scan looks at one key more. */
function intervalsIn(stages: PlanFacts['stages']): number {
  return stages.reduce(
    (sum, { use }) => sum + (use?.bounds.reduce((product, { intervals }) => product * intervals, 1) ?? 0),
    0,
  );
}

/** More paths than this make an index wide for the sake of one query. */
const fewPaths = 2;

export const coverable: PlanRule = {
  id: 'coverable',
  number: 26,
  judge: ({ searches, plan, stages }) => {
    const [main] = searches;
    const fetch = main?.stages.find(({ stage }) => stage === 'FETCH');
    const [scan] = fetch?.inputs ?? [];
    const projection = main?.stages.find(({ stage }) => stage === 'PROJECTION_SIMPLE');
    if (!fetch || filterOf(fetch) || scan?.stage !== 'IXSCAN' || !scan.use || scan.use.isMultikey) return [];
    if (scan.use.key.some(([, direction]) => typeof direction === 'string') || plan.failure) return [];
    const wanted = wantedPaths(projection?.details.transformBy);
    if (!wanted || (scan.returned ?? 1) === 0) return [];
    const lacking = wanted.filter((path) => !holds(scan.use?.key ?? [], path));
    // An index on arrays cannot answer alone.
    if (stages.some(({ stage, details }) => stage === '$unwind' && unwinds(details.$unwind, lacking)))
      return [];
    const onlyId = lacking.length === 1 && lacking[0] === '_id';
    if (onlyId) {
      return [
        note('Only _id keeps the index from answering alone: leave it out (_id: 0) where it is not needed.'),
      ];
    }
    const added = lacking.filter((path) => path !== '_id');
    if (added.length > fewPaths) return [];
    const id = lacking.includes('_id') ? ', and _id left out of the result,' : '';
    return [
      note(
        `With ${listed(added)} at its end${id} the index ${scan.index ?? ''} could answer alone, unless ${added.length === 1 ? 'that holds' : 'those hold'} arrays.`,
      ),
    ];
  },
};

/** Paths that a projection takes; null: it takes all but some. `_id` comes with it unless it is left out. */
function wantedPaths(transform: Json | undefined): readonly string[] | null {
  const entries = Object.entries(asObject(transform) ?? {});
  const taken = entries.filter(([, value]) => value === 1 || value === true).map(([path]) => path);
  if (entries.length === 0 || taken.length === 0) return null;
  const leavesId = entries.some(([path, value]) => path === '_id' && (value === 0 || value === false));
  return leavesId || taken.includes('_id') ? taken : [...taken, '_id'];
}

function unwinds(unwind: Json | undefined, paths: readonly string[]): boolean {
  const path = asObject(unwind)?.path;
  return typeof path === 'string' && paths.some((lacking) => `${path}.`.startsWith(`$${lacking}.`));
}

function holds(key: KeyPattern, path: string): boolean {
  return key.some(([held]) => held === path);
}

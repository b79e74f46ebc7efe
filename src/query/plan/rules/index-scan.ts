import { fewDocuments } from '../plan-facts.js';
import { count, thousands } from '../plan-words.js';
import { inCollection, listed, note, type PlanRule, warning } from './rule.js';

/** Keys for each document, from where on arrays make an index large to walk. */
const blownUp = 3;

export const unboundedIndexScan: PlanRule = {
  id: 'unbounded-index-scan',
  number: 15,
  judge: ({ searches, plan }) =>
    searches.flatMap((search) =>
      search.stages.flatMap(({ stage, use, index, keysExamined }) => {
        const [first] = use?.bounds ?? [];
        if ((stage !== 'IXSCAN' && stage !== 'COUNT_SCAN') || first?.kind !== 'all' || plan.failure)
          return [];
        // The filter of a sparse or partial index is a bound by itself; what is tried key by key has a rule of its own.
        if (use?.isSparse || use?.isPartial || first.text.includes('tried against')) return [];
        const bounded = (use?.bounds ?? []).slice(1).find(({ kind }) => kind !== 'all');
        const why = bounded
          ? ` ${bounded.path} stands behind ${first.path} in it, so its bounds cut off little.`
          : search.stages.some((below) => below.stage === 'SORT')
            ? ''
            : ' It serves for its order alone.';
        const keys = keysExamined === null ? '' : ` (${count(keysExamined, 'key')})`;
        const message = `Nothing bounds the index ${index ?? ''}${inCollection(search)}: it is walked from its start${keys}.${bounded || filters(search.stages) ? why : ''}`;
        const many = (keysExamined ?? 0) >= fewDocuments && (keysExamined ?? 0) > 2 * (search.found ?? 0);
        return [many ? warning(message) : note(message)];
      }),
    ),
};

function filters(stages: readonly { readonly details: Readonly<Record<string, unknown>> }[]): boolean {
  return stages.some(({ details }) => 'filter' in details);
}

/** Of arrays an index holds a key for each element: https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/ */
export const multikeyBlowUp: PlanRule = {
  id: 'multikey-blow-up',
  number: 16,
  judge: ({ searches }) =>
    searches.flatMap((search) =>
      search.stages.flatMap(({ use, index, keysExamined, returned }) => {
        if (!use?.isMultikey || keysExamined === null || returned === null || keysExamined < 100) return [];
        const isText = use.key.some(([, direction]) => typeof direction === 'string');
        if (isText || keysExamined <= blownUp * Math.max(returned, 1)) return [];
        const paths = use.multikeyPaths.length > 0 ? use.multikeyPaths : use.key.map(([path]) => path);
        const message = `${listed(paths)} ${paths.length === 1 ? 'holds' : 'hold'} arrays: the index ${index ?? ''} has a key for each element, and ${thousands(keysExamined)} keys led to ${count(returned, 'document')}${inCollection(search)}.`;
        return [keysExamined >= fewDocuments ? warning(message) : note(message)];
      }),
    ),
};

/** https://www.mongodb.com/docs/manual/core/index-intersection/ */
export const indexIntersection: PlanRule = {
  id: 'index-intersection',
  number: 17,
  judge: ({ stages }) =>
    stages.some(({ stage }) => stage === 'AND_SORTED' || stage === 'AND_HASH')
      ? [
          note(
            'Two indexes are walked and what both find is kept: one index on the paths of both reads less.',
          ),
        ]
      : [],
};

import type { PlanStage } from '../../../model/plan.js';
import { fewDocuments } from '../plan-facts.js';
import { bytes, count } from '../plan-words.js';
import { bad, note, type PlanRule, warning } from './rule.js';

export const sortInMemory: PlanRule = {
  id: 'sort-in-memory',
  number: 8,
  judge: ({ searches, plan }) =>
    searches.flatMap(({ stages, scan, sorted }) => {
      if (!stages.some(({ stage, details }) => stage === 'SORT' && !sortsByScore(details.sortPattern)))
        return [];
      const ran = plan.metrics !== null && !plan.failure;
      const what = ran ? `${count(sorted, 'document')} ` : '';
      const message = `The server sorts ${what}in memory: no index${scan ? '' : ' that it used'} gives the order.`;
      return [!ran || sorted >= fewDocuments ? warning(message) : note(message)];
    }),
};

/** An order by text score exists only once the search has run. */
function sortsByScore(pattern: PlanStage['details'][string] | undefined): boolean {
  return JSON.stringify(pattern ?? null).includes('"$meta"');
}

export const spilled: PlanRule = {
  id: 'spilled',
  number: 9,
  judge: ({ stages }) =>
    stages.flatMap(({ stage, memory }) => {
      if (!memory?.spilled) return [];
      const limit = memory.limitBytes === null ? 'its memory' : `${bytes(memory.limitBytes)} of memory`;
      const size = memory.spilledBytes === null ? '' : ` with ${bytes(memory.spilledBytes)}`;
      const times = memory.spills === null ? '' : `, ${count(memory.spills, 'time')}`;
      return [
        bad(`${stage} did not fit into ${limit} and went through temporary files on disk${size}${times}.`),
      ];
    }),
};

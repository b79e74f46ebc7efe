import { count, sentence, thousands } from '../plan-words.js';
import { bad, note, type PlanRule, warning } from './rule.js';

/** MaxTimeMSExpired: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const timeLimit = 50;

export const failure: PlanRule = {
  id: 'failure',
  number: 1,
  judge: ({ plan }) =>
    plan.failure && plan.failure.code !== timeLimit
      ? [bad(`The server gave up: ${sentence(plan.failure.message)}`)]
      : [],
};

/** Not by the time alone: the command's own limit says what is too long. */
export const timeOut: PlanRule = {
  id: 'time-out',
  number: 2,
  judge: ({ plan: { failure, metrics, planner } }) => {
    if (failure?.code === timeLimit) {
      const read = metrics
        ? ` By then it had read ${count(metrics.keysExamined, 'key')} and ${count(metrics.docsExamined, 'document')}.`
        : '';
      return [bad(`The time limit ended it before it was done.${read}`)];
    }
    const { maxTimeMS } = planner;
    if (maxTimeMS === null || maxTimeMS === 0 || !metrics || metrics.ms <= maxTimeMS) return [];
    return [
      warning(
        `The query sets itself a limit of ${thousands(maxTimeMS)} ms (maxTimeMS), and took ${thousands(metrics.ms)} ms: outside of explain the server would have ended it.`,
      ),
    ];
  },
};

export const noDocuments: PlanRule = {
  id: 'no-documents',
  number: 3,
  judge: ({ documents, stages }) =>
    documents === 0 || stages.some(({ stage }) => stage === 'EOF')
      ? [
          warning(
            'There is nothing to read here, so the plan says little of a collection that holds documents.',
          ),
        ]
      : [],
};

export const noResults: PlanRule = {
  id: 'no-results',
  number: 4,
  judge: ({ found, plan, documents, stages }) => {
    if (found !== 0 || documents === 0 || plan.failure || stages.some(({ stage }) => stage === 'EOF'))
      return [];
    const inserts = stages.some(({ details }) => details.nWouldUpsert === 1 || details.wouldInsert === true);
    return [
      note(
        inserts
          ? 'No document matches, so it would insert one (upsert).'
          : 'No document matches these values; for values that match, the figures will differ.',
      ),
    ];
  },
};

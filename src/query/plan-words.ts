import type { PlanFacts } from './plan-facts.js';

/** `100,000`; written out, because `Intl` depends on how the host was built. */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/gu, ',');
}

/** `1 document`, `1,000 documents`, `no document`. */
export function count(value: number, noun: string): string {
  if (value === 0) return `no ${noun}`;
  return `${thousands(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** One sentence: how the documents were found, what was read for it, what came of it. */
export function headline(facts: PlanFacts): string {
  const { plan, stages, found, docsExamined, keysExamined } = facts;
  if (plan.failure !== null) return `The server could not finish the query: ${sentence(plan.failure)}`;
  if (stages.some(({ stage }) => stage === 'EOF')) {
    return 'Nothing to read: the collection is empty or missing, or no document can match.';
  }
  const way = wayOf(facts);
  if (found === null || docsExamined === null || keysExamined === null)
    return `${way}: the server gave no figures.`;
  const read = facts.scan
    ? count(docsExamined, 'document')
    : `${count(keysExamined, 'key')} and ${count(docsExamined, 'document')}`;
  return `${way}: read ${read} to ${resultOf(facts)} ${thousands(found)}.`;
}

function wayOf({ scan, byId, plan, stages }: PlanFacts): string {
  if (scan) return 'Collection scan';
  if (byId) return 'Look-up by _id';
  if (stages.some(({ stage }) => stage === 'CLUSTERED_IXSCAN'))
    return 'Clustered collection in the order of _id';
  const [first, ...more] = plan.indexes;
  if (first === undefined) return plan.winning.stage;
  return more.length === 0
    ? `Index ${first}`
    : `Indexes ${[first, ...more].join(', ').replace(/, ([^,]*)$/u, ' and $1')}`;
}

function resultOf({ stages, plan, found }: PlanFacts): string {
  if (stages.some(({ stage }) => stage === 'COUNT')) return 'count';
  return found === plan.metrics?.returned ? 'return' : 'find';
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text) ? text : `${text}.`;
}

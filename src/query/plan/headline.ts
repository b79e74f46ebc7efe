import type { PlanFacts } from './plan-facts.js';
import { count, sentence, thousands } from './plan-words.js';

/** One sentence: how the documents were found, what was read for it, what came of it. */
export function headline(facts: PlanFacts): string {
  const { plan, stages, found } = facts;
  if (plan.failure) return `The server could not finish the query: ${sentence(plan.failure.message)}`;
  if (stages.some(({ stage }) => stage === 'EOF')) {
    return 'Nothing to read: the collection is empty or missing, or no document can match.';
  }
  const way = wayOf(facts);
  const main = facts.searches[0];
  if (plan.metrics === null) return `${way}: planned, not run.`;
  if (found === null || !main) return `${way}: the server gave no figures.`;
  if (stages.some(({ stage }) => stage === 'RECORD_STORE_FAST_COUNT')) return `${way}: ${thousands(found)}.`;
  if (stages.some(({ stage }) => stage === 'MULTI_ITERATOR')) return `${way}: ${thousands(found)} drawn.`;
  if (!main.tellsReads)
    return `${way}: returned ${thousands(found)}; this server does not tell what it read.`;
  const { keysExamined, docsExamined } = main;
  const read =
    main.scan || keysExamined === 0
      ? count(docsExamined, 'document')
      : `${count(keysExamined, 'key')} and ${count(docsExamined, 'document')}`;
  const others = otherReads(facts);
  const more = others > 0 ? `, and ${thousands(others)} more in other collections` : '';
  const result = found === 0 ? 'and found none' : `to ${verbOf(facts)} ${thousands(found)}`;
  return `${way}: read ${read} ${result}${more}.`;
}

function wayOf({ searches, byId, plan, stages }: PlanFacts): string {
  const [main] = searches;
  if (main?.scan) return 'Collection scan';
  if (byId) return 'Look-up by _id';
  if (main?.stages.some(({ stage }) => stage === 'CLUSTERED_IXSCAN'))
    return 'Clustered collection in the order of _id';
  if (stages.some(({ stage }) => stage === 'RECORD_STORE_FAST_COUNT')) return 'Count kept by the server';
  if (stages.some(({ stage }) => stage === 'MULTI_ITERATOR')) return 'Random sample';
  const used = main?.stages.flatMap(({ index }) => index ?? []) ?? [];
  const [first, ...more] = used.length > 0 ? [...new Set(used)] : plan.indexes;
  if (first === undefined) return plan.winning.stage;
  return more.length === 0
    ? `Index ${first}`
    : `Indexes ${[first, ...more].join(', ').replace(/, ([^,]*)$/u, ' and $1')}`;
}

/** Documents that `$lookup`, `$unionWith` and the like read. */
function otherReads({ plan, searches }: PlanFacts): number {
  return (plan.metrics?.docsExamined ?? 0) - (searches[0]?.docsExamined ?? 0);
}

const verbs: Readonly<Record<string, string>> = {
  COUNT: 'count',
  UPDATE: 'update',
  DELETE: 'delete',
  BATCHED_DELETE: 'delete',
};

function verbOf({ stages, plan, found }: PlanFacts): string {
  const verb = stages.map(({ stage }) => verbs[stage]).find((word) => word !== undefined);
  return verb ?? (found === plan.metrics?.returned ? 'return' : 'find');
}

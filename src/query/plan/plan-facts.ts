import type { Plan, PlanStage } from '../../model/plan.js';
import { numberAt } from '../json-access.js';
import { type Search, searchesOf } from './searches.js';
import { stagesIn } from './stage-tree.js';

/** What the rules judge by. */
export interface PlanFacts {
  readonly plan: Plan;
  readonly stages: readonly PlanStage[];
  /** The query's own search first, then those of `$unionWith` and the like. Empty: nothing is searched. */
  readonly searches: readonly Search[];
  /** Documents that the query's own search found: what a find returns, a count counts, an update goes on to change. */
  readonly found: number | null;
  /** In the query's collection; null: unknown. */
  readonly documents: number | null;
  /** The collection is known to hold fewer documents than an index matters for. */
  readonly small: boolean;
  readonly byId: boolean;
  readonly covered: boolean;
  /** Indexes of the plan that the plan cache holds for this shape; null: it holds none, or it is not known. */
  readonly cached: readonly string[] | null;
}

/** Below this many documents any plan is quick, and the server may well prefer a scan. */
export const fewDocuments = 1_000;

const idLookups = /^(?:IDHACK|EXPRESS_IDHACK|EXPRESS_CLUSTERED_IXSCAN)$/u;

/** What reads documents by the places that an index gives. */
const fetches = /^(?:FETCH|TEXT_OR|COLLSCAN|CLUSTERED_IXSCAN|IDHACK|EXPRESS_.+)$/u;

export function factsOf(
  plan: Plan,
  documents: number | null,
  cached: readonly string[] | null = null,
): PlanFacts {
  const stages = stagesIn(plan.winning);
  const searches = searchesOf(plan.winning);
  const [main] = searches;
  // A scan that ended by itself has seen the whole collection; one below a limit, or that was cut off, has not.
  const ended = main?.scan && !main.limited && plan.metrics && !plan.failure ? main.docsExamined : null;
  const held = documents ?? ended;
  return {
    plan,
    stages,
    searches,
    found: plan.metrics === null ? null : (counted(stages) ?? main?.found ?? plan.metrics.returned),
    documents,
    small: held !== null && held < fewDocuments && (plan.metrics?.docsExamined ?? 0) < fewDocuments,
    byId: main?.stages.some(({ stage }) => idLookups.test(stage)) ?? false,
    covered:
      plan.indexes.length > 0 &&
      searches.every(({ tellsReads }) => tellsReads || plan.metrics === null) &&
      !stages.some(({ stage }) => fetches.test(stage)),
    cached,
  };
}

/** A count hands on no document. */
function counted(stages: readonly PlanStage[]): number | null {
  const fast = stages.find(({ stage }) => stage === 'RECORD_STORE_FAST_COUNT');
  return fast ? numberAt(fast.details, 'nCounted') : null;
}

import type { Plan, PlanStage } from '../model/plan.js';
import { asObject } from './json-access.js';
import { stagesIn } from './stage-tree.js';

/** What the rules judge by. */
export interface PlanFacts {
  readonly plan: Plan;
  readonly stages: readonly PlanStage[];
  readonly scan: PlanStage | null;
  /** The scan has to leave documents out, so that an index could find the others. */
  readonly scanFilters: boolean;
  /** Documents that the search found: what a find returns, a count counts, an update goes on to change. */
  readonly found: number | null;
  readonly docsExamined: number | null;
  readonly keysExamined: number | null;
  /** In the collection; null: unknown. */
  readonly documents: number | null;
  /** Known to hold fewer documents than an index matters for. */
  readonly small: boolean;
  readonly byId: boolean;
  readonly covered: boolean;
}

/** Below this many documents any plan is quick, and the server may well prefer a scan. */
export const fewDocuments = 1_000;

const idLookups = /^(?:IDHACK|EXPRESS_IDHACK|EXPRESS_CLUSTERED_IXSCAN)$/u;

/** Make something else of the documents that come to them: what they return says nothing of the search. */
const consumers = /^(?:\$.+|COUNT|GROUP|UPDATE|DELETE|BATCHED_DELETE|BULK_WRITE|SHARD_WRITE|EQ_LOOKUP)$/u;

export function factsOf(plan: Plan, documents: number | null): PlanFacts {
  const stages = stagesIn(plan.winning);
  const scan = stages.find(({ stage }) => stage === 'COLLSCAN') ?? null;
  const docsExamined = plan.metrics?.docsExamined ?? null;
  // A scan that ended by itself has seen the whole collection; one below a limit has not.
  const ended = scan && !stages.some(({ stage }) => stage === 'LIMIT') ? docsExamined : null;
  const held = documents ?? ended;
  return {
    plan,
    stages,
    scan,
    scanFilters: scan !== null && Object.keys(asObject(scan.details.filter) ?? {}).length > 0,
    found: plan.metrics === null ? null : foundBy(plan.winning),
    docsExamined,
    keysExamined: plan.metrics?.keysExamined ?? null,
    documents,
    small: held !== null && held < fewDocuments && (docsExamined ?? 0) < fewDocuments,
    byId: stages.some(({ stage }) => idLookups.test(stage)),
    covered: plan.indexes.length > 0 && docsExamined === 0 && !stages.some(({ stage }) => stage === 'FETCH'),
  };
}

function foundBy(stage: PlanStage): number | null {
  if (!consumers.test(stage.stage) || stage.inputs.length === 0) return stage.returned;
  // What follows the first input of a facet has come through it.
  const inputs = stage.stage === '$facet' ? stage.inputs.slice(0, 1) : stage.inputs;
  const found = inputs.map(foundBy).filter((value) => value !== null);
  return found.length > 0 ? found.reduce((sum, value) => sum + value, 0) : stage.returned;
}

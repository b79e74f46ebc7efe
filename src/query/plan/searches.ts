import type { Json, JsonObject } from '../../model/json.js';
import type { PlanStage } from '../../model/plan.js';
import { asObject } from '../json-access.js';
import { stagesIn } from './stage-tree.js';

/** How the documents of one collection are found: on each shard that was asked, the same way. */
export interface Search {
  /** Null: the one that the query itself is about. */
  readonly collection: string | null;
  /** What hands the documents on, of each shard. */
  readonly tops: readonly PlanStage[];
  readonly stages: readonly PlanStage[];
  /** The collection scan in it. */
  readonly scan: PlanStage | null;
  /** Paths that Azure Cosmos DB says it has no index for; empty: not told. */
  readonly notIndexed: readonly string[];
  /** The scan has to leave documents out, so that an index could find the others. */
  readonly scanFilters: boolean;
  /** It ends as soon as it has enough. */
  readonly limited: boolean;
  /** Null: not run. */
  readonly found: number | null;
  readonly docsExamined: number;
  readonly keysExamined: number;
  /** False: this server does not say what it examined, and the two figures are nothing. */
  readonly tellsReads: boolean;
  /** Documents that go into a sort, which needs them all before it gives one. */
  readonly sorted: number;
}

/** Make something else of the documents that come to them: what they return says nothing of the search. */
const consumers =
  /^(?:\$.+|COUNT|GROUP|UPDATE|DELETE|BATCHED_DELETE|BULK_WRITE|SHARD_WRITE|EQ_LOOKUP|EQ_LOOKUP_UNWIND|UNWIND|WINDOW)$/u;

interface Found {
  readonly collection: string | null;
  readonly top: PlanStage;
}

/** The searches of a plan, the query's own first. Those of several shards for the same collection are one. */
export function searchesOf(winning: PlanStage): readonly Search[] {
  const found = searchesBelow(winning, null);
  const collections = [...new Set(found.map(({ collection }) => collection))];
  return collections.map((collection) =>
    searchOf(
      collection,
      found.filter((search) => search.collection === collection).map(({ top }) => top),
    ),
  );
}

function searchesBelow(stage: PlanStage, collection: string | null): readonly Found[] {
  const isSearch = stage.inputs.length === 0 || !stagesIn(stage).some((below) => consumers.test(below.stage));
  if (isSearch) return [{ collection, top: stage }];
  // What follows the first input of a facet has come through it.
  const inputs = stage.stage === '$facet' ? stage.inputs.slice(0, 1) : stage.inputs;
  return inputs.flatMap((input) =>
    searchesBelow(input, input.branch?.startsWith('documents of ') ? input.branch.slice(13) : collection),
  );
}

function searchOf(collection: string | null, tops: readonly PlanStage[]): Search {
  const stages = tops.flatMap(stagesIn);
  const notIndexed = stages.flatMap(pathsNotIndexed);
  const scan =
    stages.find((stage) => stage.stage === 'COLLSCAN' || pathsNotIndexed(stage).length > 0) ?? null;
  const returned = tops.map((top) => top.returned);
  return {
    collection,
    tops,
    stages,
    scan,
    notIndexed,
    scanFilters: scan !== null && (filterOf(scan) !== null || notIndexed.length > 0),
    limited: stages.some(({ stage }) => stage === 'LIMIT' || stage === 'LIMIT_SKIP'),
    found: returned.includes(null) ? null : sum(returned),
    docsExamined: sum(stages.map(({ docsExamined }) => docsExamined)),
    keysExamined: sum(stages.map(({ keysExamined }) => keysExamined)),
    tellsReads: stages.some(
      ({ docsExamined, keysExamined }) => docsExamined !== null || keysExamined !== null,
    ),
    sorted: sum(stages.filter(({ stage }) => stage === 'SORT').map(({ rowsIn }) => rowsIn)),
  };
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function pathsNotIndexed({ details }: PlanStage): readonly string[] {
  const paths = asObject(details.details)?.pathsNotIndexed;
  return Array.isArray(paths) ? (paths as readonly Json[]).filter((path) => typeof path === 'string') : [];
}

/** A stage's filter; null: it lets everything through. */
export function filterOf({ details }: PlanStage): JsonObject | null {
  const filter = asObject(details.filter);
  return filter && Object.keys(filter).length > 0 ? filter : null;
}

/** Paths that a filter tests, each once: `{ $and: [{ a: … }, { b: … }] }` tests a and b. */
export function pathsIn(filter: Json | undefined): readonly string[] {
  const found = new Set<string>();
  visit(filter ?? null);
  return [...found];

  function visit(part: Json): void {
    if (Array.isArray(part)) (part as readonly Json[]).forEach(visit);
    for (const [key, value] of Object.entries(asObject(part) ?? {})) {
      if (!key.startsWith('$')) found.add(key);
      else if (Array.isArray(value)) visit(value);
    }
  }
}

import { sampledValues } from './explain.js';
import type { Catalog } from './model/catalog.js';
import type { QueryCommand } from './model/command.js';
import type { QuerySite } from './model/query.js';
import type { Steps } from './model/steps.js';
import type { CollectionStrategy, MeasuredQuery, Strategy, StrategyMeasurement } from './model/strategy.js';
import { UserError } from './model/user-error.js';
import {
  collectionProblems,
  fewDocuments,
  type CollectionProblem,
  type Connected,
  type StrategyScope,
} from './plan-strategies.js';
import { commandOf } from './query/command/command.js';
import { optionalPartsOf, withoutParts } from './query/command/optional-parts.js';
import { readPlan } from './query/plan/read-plan.js';
import type { Candidate } from './query/proposing/candidate.js';
import {
  measuredQueries,
  measuredSet,
  poolOf,
  takenBy,
  type MeasuredRun,
  type MeasuredSet,
  type Measuring,
} from './query/proposing/measured-set.js';
import { smallestSet } from './query/proposing/smallest-set.js';
import type { StrategyProblem } from './query/proposing/strategy-problem.js';
import { strategyOf } from './query/proposing/strategy.js';
import { pathsOf } from './query/schema-paths.js';
import type { Connection } from './server/connection.js';
import { CopiedIndexes } from './server/copied-indexes.js';
import { explainCommand } from './server/explain.js';
import { copySample, dropAbandoned, dropScratch } from './server/scratch.js';

export { scratchName } from './server/scratch.js';

/** Where and how strategies are measured. */
export interface MeasuringPlace {
  readonly connection: Connection;
  readonly database: string;
  /** Of `scratchName`; it is dropped again, whatever happens. */
  readonly scratch: string;
  /** What Mongoose casts values by. */
  readonly catalog: Catalog;
  readonly signal?: AbortSignal;
  /** Told after each set of indexes how many were measured. */
  readonly onMeasured?: (sets: number) => void;
}

/** How far the measuring is. */
export interface MeasuringProgress {
  readonly collection: string;
  /** Of indexes, that were measured; 0: its documents are being copied. */
  readonly sets: number;
  /** Collections. */
  readonly done: number;
  readonly total: number;
}

export interface MeasuringTurns {
  /** Does the steps; rejects when that was cancelled. */
  readonly take: <T>(steps: Steps<T>) => Promise<T>;
  readonly report: (progress: MeasuringProgress) => void;
}

/** A query is given up after that time, in milliseconds, and counts as one without an index. */
const maxTimeMS = 5_000;
/** Other sets than the planned one are looked for so long, in milliseconds for each collection. */
const longestSearch = 30_000;

/**
 * Plans as `planStrategies` does, copies documents of each collection that is not small into a scratch database, and has
 * the server run the queries by the planned indexes, by those of now and by one for each shape. Where the plan examines
 * more than the last, other sets are tried. Rejects with a `UserError`: `not-permitted`, `cancelled`, …
 */
export async function measureStrategies(
  connected: Connected,
  scope: StrategyScope,
  place: MeasuringPlace,
  { take, report }: MeasuringTurns,
): Promise<readonly CollectionStrategy[]> {
  const problems = await take(collectionProblems(place.catalog, connected, scope));
  const isRun = (one: CollectionProblem) => isMeasurable(one) && one.problem.requirements.length > 0;
  const total = problems.filter(isRun).length;
  const found: CollectionStrategy[] = [];
  for (const one of problems) {
    const { problem, ...rest } = one;
    const planned = await take(smallestSet(problem));
    if (!isRun(one)) {
      found.push({ ...rest, strategy: strategyOf(problem, planned), measured: null });
      continue;
    }
    const before = found.filter(({ measured }) => measured).length;
    const onMeasured = (sets: number) => {
      report({ collection: rest.collection, sets, done: before, total });
    };
    onMeasured(0);
    const outcome = await measureStrategy(problem, planned, rest.collection, { ...place, onMeasured });
    found.push({ ...rest, ...outcome });
  }
  return found;
}

/** It is on the server, not small, and asked by some query. */
export function isMeasurable({ live, sites }: Pick<CollectionProblem, 'live' | 'sites'>): boolean {
  return (live?.documents ?? 0) >= fewDocuments && sites.length > 0;
}

/** Of one collection. The scratch database is dropped whatever happens. */
export async function measureStrategy(
  problem: StrategyProblem,
  planned: readonly Candidate[],
  collection: string,
  place: MeasuringPlace,
): Promise<{ readonly strategy: Strategy; readonly measured: StrategyMeasurement }> {
  let outcome: Awaited<ReturnType<typeof measureStrategy>>;
  try {
    outcome = await measureOnCopy(problem, planned, collection, place);
  } catch (error) {
    await dropAbandoned(place.connection, place.scratch);
    throw error;
  }
  await dropScratch(place.connection, place.scratch);
  return outcome;
}

async function measureOnCopy(
  problem: StrategyProblem,
  planned: readonly Candidate[],
  collection: string,
  place: MeasuringPlace,
): Promise<{ readonly strategy: Strategy; readonly measured: StrategyMeasurement }> {
  const { connection, database, scratch, signal } = place;
  const copy = await copySample(connection, database, collection, scratch, null, {
    signal,
    indexes: false,
  });
  const queries = measuredQueries(problem);
  const commands: (QueryCommand | null)[] = [];
  for (const site of queries) commands.push(await commandFor(site, collection, place));
  const isWhole = copy.of !== null && copy.of <= copy.documents;
  const indexes = new CopiedIndexes(connection, scratch, collection, { signal });
  const names = new Map(poolOf(problem, planned, isWhole).map((one, at) => [one, `tried_${at}`]));
  const wanted = [...names].map(([{ index }, name]) => ({ ...index, name }));
  const built = await indexes.build(wanted);
  if (wanted.length > 0 && built.size === 0)
    throw new UserError(
      'server',
      `The server built none of the indexes on the copy of ${collection}.`,
      'To measure needs indexes that are hidden: MongoDB 4.4 or later.',
    );
  const pool = [...names.keys()].filter((one) => built.has(names.get(one) ?? ''));
  const byName = new Map(pool.map((one) => [names.get(one), one]));

  const known = new Map<string, readonly MeasuredRun[]>();
  const measure = async (set: readonly Candidate[]): Promise<readonly MeasuredRun[]> => {
    // In the order in which they will have been created.
    const inOrder = set.toSorted((a, b) => Number(b.isThere) - Number(a.isThere));
    const shown = inOrder.map((one) => names.get(one) ?? '');
    const id = shown.join();
    const before = known.get(id);
    if (before) return before;
    await indexes.show(shown);
    const runs: MeasuredRun[] = [];
    for (const command of commands) {
      const { examined, used } = await runOf(command, place, copy.documents);
      runs.push({ examined, used: used.flatMap((name) => byName.get(name) ?? []) });
    }
    known.set(id, runs);
    place.onMeasured?.(known.size);
    return runs;
  };
  const end = performance.now() + longestSearch;
  const goesOn = () => performance.now() < end;
  const measured = await answered(measuredSet(problem, planned, pool, goesOn), measure);
  const wasRun = (query: number) => commands[query] !== null;
  return {
    strategy: strategyOf(problem, measured.set, takenBy(problem, measured, wasRun)),
    measured: {
      queries: queriesOf(problem, measured).filter((_, at) => commands[at] !== null),
      indexesOfEach: problem.each.length,
      documents: copy.documents,
      of: copy.of,
      isOtherSet: measured.set !== planned,
      left: commands.filter((command) => command === null).length,
    },
  };
}

async function answered<T>(
  measuring: Measuring<T>,
  measure: (set: readonly Candidate[]) => Promise<readonly MeasuredRun[]>,
): Promise<T> {
  let step = measuring.next();
  while (!step.done) step = measuring.next(await measure(step.value));
  return step.value;
}

/** With values of a document of the copy, and without what only some ways through the code write. Null: it cannot be run. */
async function commandFor(
  site: QuerySite,
  collection: string,
  { connection, scratch, catalog, signal }: MeasuringPlace,
): Promise<QueryCommand | null> {
  const certain = withoutParts(site, new Set(optionalPartsOf(site).map(({ id }) => id)));
  const paths = pathsOf(catalog, site);
  const schema = site.api === 'mongoose' && paths ? { paths } : undefined;
  const sample = await sampledValues(certain, connection, scratch, collection, { schema, signal });
  try {
    return commandOf(certain, { sample, schema }).command;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** What a query without an index counts, where the server refuses it, or does not come to its end. */
const asUnserved = 4;

async function runOf(
  command: QueryCommand | null,
  { connection, scratch, signal }: MeasuringPlace,
  documents: number,
): Promise<{ readonly examined: number; readonly used: readonly string[] }> {
  if (command === null) return { examined: 0, used: [] };
  try {
    const raw = await explainCommand(connection, scratch, command, { maxTimeMS, signal });
    const { metrics, failure, indexes } = readPlan(raw);
    if (metrics && !failure) return { examined: metrics.keysExamined + metrics.docsExamined, used: indexes };
  } catch (error) {
    const isOfQuery = error instanceof UserError && ['server', 'timeout', 'usage'].includes(error.code);
    if (!isOfQuery) throw error;
  }
  return { examined: asUnserved * documents, used: [] };
}

function queriesOf(problem: StrategyProblem, { runs, now, each }: MeasuredSet): readonly MeasuredQuery[] {
  return measuredQueries(problem).map((site, at) => ({
    sites: problem.requirements.find(({ sites: [first] }) => first === site)?.sites ?? [],
    now: now[at]?.examined ?? 0,
    after: runs[at]?.examined ?? 0,
    each: each[at]?.examined ?? 0,
  }));
}

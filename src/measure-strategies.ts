import { setImmediate as nextTurn } from 'node:timers/promises';
import { MeasuredCopy, type MeasuringPlace } from './measured-copy.js';
import type { Steps } from './model/steps.js';
import type { CollectionStrategy, MeasuredQuery, Strategy, StrategyMeasurement } from './model/strategy.js';
import {
  collectionProblems,
  fewDocuments,
  type CollectionProblem,
  type Connected,
  type StrategyScope,
} from './plan-strategies.js';
import type { Candidate } from './query/proposing/candidate.js';
import {
  measuredQueries,
  measuredSet,
  takenBy,
  type MeasuredSet,
  type Measuring,
} from './query/proposing/measured-set.js';
import { smallestSet } from './query/proposing/smallest-set.js';
import type { StrategyProblem } from './query/proposing/strategy-problem.js';
import { strategyOf } from './query/proposing/strategy.js';
import { inScratch } from './server/scratch.js';

export { scratchName } from './server/scratch.js';

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
  const { connection, scratch } = place;
  return inScratch(connection, scratch, () => measureOnCopy(problem, planned, collection, place));
}

async function measureOnCopy(
  problem: StrategyProblem,
  planned: readonly Candidate[],
  collection: string,
  place: MeasuringPlace,
): Promise<{ readonly strategy: Strategy; readonly measured: StrategyMeasurement }> {
  const copy = await MeasuredCopy.make(problem, planned, collection, place);
  const end = performance.now() + longestSearch;
  const goesOn = () => performance.now() < end;
  const measured = await answered(measuredSet(problem, planned, copy.pool, goesOn), copy);
  const wasRun = (query: number) => copy.commands[query] !== null;
  return {
    strategy: strategyOf(problem, measured.set, takenBy(problem, measured, wasRun)),
    measured: {
      queries: queriesOf(problem, measured).filter((_, at) => wasRun(at)),
      indexesOfEach: problem.each.length,
      documents: copy.documents.documents,
      of: copy.documents.of,
      isOtherSet: measured.set !== planned,
      left: copy.commands.filter((command) => command === null).length,
    },
  };
}

/** What it comes to with what the copy answers; others have their turn in its pauses. */
async function answered<T>(measuring: Measuring<T>, copy: MeasuredCopy): Promise<T> {
  let step = measuring.next();
  while (!step.done) {
    const runs = step.value === null ? await nextTurn([]) : await copy.run(step.value);
    step = measuring.next(runs);
  }
  return step.value;
}

function queriesOf(problem: StrategyProblem, { runs, now, each }: MeasuredSet): readonly MeasuredQuery[] {
  return measuredQueries(problem).map((site, at) => ({
    sites: problem.requirements.find(({ sites: [first] }) => first === site)?.sites ?? [],
    now: now[at]?.examined ?? 0,
    after: runs[at]?.examined ?? 0,
    each: each[at]?.examined ?? 0,
  }));
}

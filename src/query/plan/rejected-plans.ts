import type { Json, JsonObject } from '../../model/json.js';
import type { PlanStage, PlanTrial, RejectedPlan } from '../../model/plan.js';
import { asObject, numberAt, objectAt, objectsAt, objectsOf, textAt } from '../json-access.js';
import { completed } from './completed-tree.js';
import { count, thousands } from './plan-words.js';
import { stagesIn } from './stage-tree.js';

/** How a plan and an execution become stages: `read-plan.ts`. */
export interface ReadStages {
  readonly planned: (plan: JsonObject) => PlanStage;
  readonly executed: (plan: JsonObject | null, stages: JsonObject) => PlanStage;
}

interface Contest {
  readonly winner: JsonObject | null;
  readonly rejected: readonly JsonObject[];
  readonly trials: readonly JsonObject[];
}

export interface Outcome {
  readonly trial: PlanTrial | null;
  readonly rejected: readonly RejectedPlan[];
}

/** All plans that lost anywhere in an answer: of a find, of each cursor of a pipeline, of each shard. */
export function readRejected(raw: Json, read: ReadStages): Outcome {
  const outcomes = contestsIn(raw).map((contest) => outcomeOf(contest, read));
  return {
    trial: outcomes.find(({ trial }) => trial !== null)?.trial ?? null,
    rejected: outcomes.flatMap(({ rejected }) => rejected),
  };
}

/** The trials stand with the winner's first, the others in the order of the rejected plans. */
function outcomeOf({ winner, rejected, trials }: Contest, read: ReadStages): Outcome {
  const [first, ...others] = trials;
  const won = first && winner ? trialOf(winner, first, read) : null;
  const left = [...others];
  return {
    trial: won,
    rejected: rejected.map((planned) => {
      const plan = completed(read.planned(planned));
      const names = indexesIn(plan);
      const tried = left.map((trial) => trialOf(planned, trial, read));
      const at = tried.findIndex((trial) => indexesIn(trial.stages) === names);
      const trial = tried[at] ?? null;
      if (trial) left.splice(at, 1);
      return { plan, trial, reason: reasonOf(trial, won) };
    }),
  };
}

function trialOf(planned: JsonObject, trial: JsonObject, read: ReadStages): PlanTrial {
  const stages = completed(read.executed(planned, objectAt(trial, 'executionStages') ?? {}));
  return {
    returned: numberAt(trial, 'nReturned') ?? 0,
    docsExamined: numberAt(trial, 'totalDocsExamined') ?? 0,
    keysExamined: numberAt(trial, 'totalKeysExamined') ?? 0,
    works: numberAt(objectAt(trial, 'executionStages'), 'works'),
    score: numberAt(trial, 'score'),
    stages,
  };
}

function reasonOf(trial: PlanTrial | null, won: PlanTrial | null): string {
  if (!trial || !won)
    return 'The server does not say why: it tells of the trial only at the verbosity allPlansExecution.';
  if (trial.works === null || won.works === null) return byReads(trial, won);
  if (trial.returned === won.returned && trial.works === won.works)
    return 'In the trial it did as well as the winning plan; the server then prefers a plan without a fetch, a sort or an intersection.';
  const lead = `In the trial it returned ${count(trial.returned, 'document')} in ${count(trial.works, 'step')}`;
  return trial.works === won.works
    ? `${lead}, the winning plan ${thousands(won.returned)}.`
    : `${lead}, the winning plan ${thousands(won.returned)} in ${thousands(won.works)}.`;
}

/** Engine 2 tries the most promising plan first, and gives each other one no more reads than that took. */
function byReads(trial: PlanTrial, won: PlanTrial): string {
  const read = ({ keysExamined, docsExamined }: PlanTrial): number => keysExamined + docsExamined;
  if (read(trial) === 0)
    return `It was not tried to its end: the winning plan had finished, with ${count(read(won), 'read')}.`;
  return `In the trial it returned ${count(trial.returned, 'document')} with ${count(read(trial), 'read')}, the winning plan ${thousands(won.returned)} with ${thousands(read(won))}.`;
}

function indexesIn(stage: PlanStage): string {
  return stagesIn(stage)
    .flatMap(({ index }) => index ?? [])
    .join();
}

/** Wherever a planner stands beside what it led to. */
function contestsIn(raw: Json): readonly Contest[] {
  if (Array.isArray(raw)) return (raw as readonly Json[]).flatMap(contestsIn);
  const parent = asObject(raw);
  if (!parent) return [];
  const planner = objectAt(parent, 'queryPlanner');
  const own = planner ? contestsOf(planner, objectAt(parent, 'executionStats')) : [];
  return [...own, ...Object.values(parent).flatMap(contestsIn)];
}

function contestsOf(planner: JsonObject, stats: JsonObject | null): readonly Contest[] {
  const winner = objectAt(planner, 'winningPlan');
  const trials = objectsAt(stats, 'allPlansExecution');
  const shards = objectsAt(winner, 'shards');
  if (shards.length === 0) return [{ winner, rejected: objectsAt(planner, 'rejectedPlans'), trials }];
  return shards.map((shard) => {
    const own = trials.find((trial) => textAt(trial, 'shardName') === textAt(shard, 'shardName'));
    return {
      winner: objectAt(shard, 'winningPlan'),
      rejected: objectsAt(shard, 'rejectedPlans'),
      trials: objectsOf(own?.allPlans),
    };
  });
}

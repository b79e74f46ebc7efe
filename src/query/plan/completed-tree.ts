import type { PlanStage } from '../../model/plan.js';
import { stageDoes, stageFacts } from './stage-words.js';
import { stagesIn } from './stage-tree.js';

/** From here on a stage is called the one that takes the most. */
const dominantShare = 0.5;
const fewMs = 5;
const fewExamined = 100;

/** The tree with what follows from all that is told: rows that come in, times without those below, words. */
export function completed(top: PlanStage): PlanStage {
  const timed = own(top, 0);
  const dominant = dominantOf(stagesIn(timed));
  return dominant ? marked(timed) : timed;

  function marked(stage: PlanStage): PlanStage {
    const inputs = stage.inputs.map(marked);
    return { ...stage, inputs, isDominant: stage === dominant };
  }
}

/** `fed`: the time of what feeds a leaf from beside it, in ms; the first stage of a facet reads what came before it. */
function own(stage: PlanStage, fed: number): PlanStage {
  const [first, ...branches] = stage.inputs;
  const isFacet = stage.stage === '$facet' && first !== undefined;
  const inputs = isFacet
    ? [own(first, fed), ...branches.map((branch) => own(branch, first.ms ?? 0))]
    : stage.inputs.map((input) => own(input, fed));
  const times = inputs.map(({ ms }) => ms ?? 0);
  // Shards work at the same time, and facets share what feeds them.
  const together = isFacet || inputs.some(({ branch }) => branch?.startsWith('shard ') === true);
  const below = inputs.length === 0 ? fed : together ? Math.max(...times) : times.reduce((a, b) => a + b, 0);
  const rows = (isFacet ? inputs.slice(0, 1) : inputs).map(({ returned }) => returned);
  return {
    ...stage,
    inputs,
    does: stageDoes(stage),
    facts: stageFacts(stage),
    ownMs: stage.ms === null ? null : Math.max(0, stage.ms - below),
    rowsIn: rows.length === 0 || rows.includes(null) ? null : rows.reduce<number>((a, b) => a + (b ?? 0), 0),
  };
}

/** By time where there is enough of it to tell, else by what was read. */
function dominantOf(stages: readonly PlanStage[]): PlanStage | null {
  return (
    mostOf(stages, ({ ownMs }) => ownMs ?? 0, fewMs) ??
    mostOf(stages, ({ docsExamined, keysExamined }) => (docsExamined ?? 0) + (keysExamined ?? 0), fewExamined)
  );
}

function mostOf(
  stages: readonly PlanStage[],
  cost: (stage: PlanStage) => number,
  enough: number,
): PlanStage | null {
  const total = stages.reduce((sum, stage) => sum + cost(stage), 0);
  const [most] = stages.toSorted((a, b) => cost(b) - cost(a));
  return most && total >= enough && cost(most) > total * dominantShare ? most : null;
}

import type { JsonObject } from '../../../model/json.js';
import type { PlanStage } from '../../../model/plan.js';
import { asObject, numberAt, textAt } from '../../json-access.js';
import { fewDocuments } from '../plan-facts.js';
import { count, thousands } from '../plan-words.js';
import { bad, type PlanFinding, note, type PlanRule, warning } from './rule.js';

interface Lookup {
  readonly collection: string;
  readonly path: string | null;
  /** Times that the other collection was read as a whole. */
  readonly scans: number;
  readonly strategy: string | null;
}

/** https://www.mongodb.com/docs/manual/reference/operator/aggregation/lookup/#-lookup-performance */
export const lookupWithoutIndex: PlanRule = {
  id: 'lookup-without-index',
  number: 21,
  judge: ({ stages }) => stages.flatMap((stage) => lookupFor(stage)),
};

function lookupFor(stage: PlanStage): readonly PlanFinding[] {
  if (stage.stage === '$graphLookup') return [graphNote(asObject(stage.details.$graphLookup) ?? {})];
  const lookup = readLookup(stage);
  if (!lookup) return [];
  const { collection, path, scans, strategy } = lookup;
  if (strategy === 'NonExistentForeignCollection')
    return [note(`There is no collection ${collection}: the $lookup finds nothing.`)];
  if (scans === 0 && !/^(?:NestedLoopJoin|HashJoin)$/u.test(strategy ?? '')) return [];
  const on = path === null ? '' : ` on ${path}`;
  const read = stage.docsExamined;
  if (read === null) return [warning(`No index${on} serves the $lookup in ${collection}.`)];
  const how =
    scans > 1
      ? `it read ${collection} ${thousands(scans)} times as a whole, ${count(read, 'document')}`
      : `it read the whole of ${collection}, ${count(read, 'document')}${strategy === 'HashJoin' ? ', into a hash table' : ''}`;
  const message = `No index${on} serves the $lookup: ${how}.`;
  if (read < fewDocuments) return [note(message)];
  return [scans > 1 ? bad(message) : warning(message)];
}

/** Of both engines; null: the stage is none. */
function readLookup({ stage, details, engine }: PlanStage): Lookup | null {
  if (stage === '$lookup') {
    const told = asObject(details.$lookup) ?? {};
    return {
      collection: textAt(told, 'from') ?? 'the other collection',
      path: textAt(told, 'foreignField'),
      scans: numberAt(details, 'collectionScans') ?? 0,
      strategy: null,
    };
  }
  if (!stage.startsWith('EQ_LOOKUP')) return null;
  const scans = engine.map((part) => numberAt(part.details, 'collectionScans') ?? 0);
  return {
    collection: (textAt(details, 'foreignCollection') ?? '').replace(/^[^.]*\./u, ''),
    path: textAt(details, 'foreignField'),
    scans: Math.max(0, ...scans),
    strategy: textAt(details, 'strategy'),
  };
}

function graphNote(told: JsonObject): PlanFinding {
  const from = textAt(told, 'from') ?? 'the other collection';
  return note(
    `The server does not tell how $graphLookup searches ${from}: it needs an index on ${textAt(told, 'connectToField') ?? 'its connectToField'} there.`,
  );
}

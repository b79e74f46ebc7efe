import { BSON, type Db, type Document } from 'mongodb';
import type { JudgedIndex } from '../../src/model/judgement.js';
import type { JudgedShape } from './judged-shapes.js';

/** What the planner did with a query. */
export interface Planned {
  readonly stages: ReadonlySet<string>;
  /** Of the winning plan. */
  readonly indexes: readonly string[];
  /** Of the plans that lost. */
  readonly rejected: readonly string[];
  /** The server's message where it refused. */
  readonly error: string | null;
}

export async function planned(db: Db, collection: string, shape: JudgedShape): Promise<Planned> {
  const command = BSON.EJSON.deserialize(commandOf(collection, shape)) as Document;
  try {
    const explained = await db.command({ explain: command, verbosity: 'queryPlanner' });
    const { winningPlan, rejectedPlans } = plannerOf(explained);
    const winning = searchIn(winningPlan as Document);
    const rejected = ((rejectedPlans ?? []) as Document[]).map(searchIn);
    return {
      stages: new Set(nodes(winning).map(({ stage }) => String(stage))),
      indexes: indexesOf(winning),
      rejected: rejected.flatMap(indexesOf),
      error: null,
    };
  } catch (error) {
    return { stages: new Set(), indexes: [], rejected: [], error: (error as Error).message };
  }
}

/** Mongoose and the driver count by an aggregation. */
function commandOf(collection: string, shape: JudgedShape): Document {
  const { operation, filter, sort, projection, collation } = shape;
  const collated = collation ? { collation } : {};
  if (operation === 'countDocuments') {
    const pipeline = [{ $match: filter }, { $group: { _id: 1, n: { $sum: 1 } } }];
    return { aggregate: collection, pipeline, cursor: {}, ...collated };
  }
  const limit = operation === 'findOne' ? 1 : shape.limit;
  return {
    find: collection,
    filter,
    ...(sort ? { sort } : {}),
    ...(projection ? { projection } : {}),
    ...(limit ? { limit } : {}),
    ...(operation === 'findOne' ? { singleBatch: true } : {}),
    ...collated,
  };
}

function plannerOf(explained: Document): Document {
  const cursor = ((explained.stages ?? []) as Document[])[0]?.$cursor as Document | undefined;
  return (explained.queryPlanner ?? cursor?.queryPlanner) as Document;
}

/** The slot-based engine shows its plan beside the planner's own tree. */
function searchIn(plan: Document): Document {
  return (plan.queryPlan ?? plan) as Document;
}

function nodes(plan: Document): Document[] {
  const inputs = [plan.inputStage, ...((plan.inputStages ?? []) as Document[])].filter(Boolean) as Document[];
  return [plan, ...inputs.flatMap(nodes)];
}

function indexesOf(plan: Document): string[] {
  return nodes(plan).flatMap(({ indexName, stage }) =>
    typeof indexName === 'string' ? [indexName] : stage === 'IDHACK' ? ['_id_'] : [],
  );
}

export async function withIndexes(
  db: Db,
  collection: string,
  documents: readonly Document[],
  indexes: readonly JudgedIndex[],
): Promise<readonly JudgedIndex[]> {
  await db.command({ insert: collection, documents: documents.map((one, _id) => ({ _id, ...one })) });
  if (indexes.length === 0) return [];
  const specifications = indexes.map(({ key, options, name, isHidden }) => ({
    key: Object.fromEntries(key),
    name,
    ...options,
    ...(isHidden ? { hidden: true } : {}),
  }));
  await db.command({ createIndexes: collection, indexes: specifications });
  return indexes;
}

import fc from 'fast-check';
import type { Collection, Db, Document, Sort } from 'mongodb';
import type { KeyPattern } from '../../src/model/index-specification.js';
import type { CollectionFacts } from '../../src/model/judgement.js';
import { done } from '../../src/model/steps.js';
import { measureStrategy, scratchName } from '../../src/measure-strategies.js';
import { emptyCatalog } from '../../src/model/catalog.js';
import { smallestSet } from '../../src/query/proposing/smallest-set.js';
import { strategyOf } from '../../src/query/proposing/strategy.js';
import { strategyProblem } from '../../src/query/proposing/strategy-problem.js';
import type { Connection } from '../../src/server/connection.js';
import { site } from '../unit/query/sites.js';
import { Orders, ordersOf } from './held-against-orders.js';
import { samplesOf } from './path-samples.js';
import { isReachedBySome } from './reached-by-some.js';
import { variedData, variedPaths, variedShape, type VariedData, type VariedShape } from './varied-data.js';

const budget = 6;

/** One workload by the indexes of its strategy, and by one for each of its shapes. */
interface Workload {
  readonly shapes: number;
  /** Without `_id_`. */
  readonly indexes: number;
  readonly indexesOfEach: number;
  /** Keys and documents examined, over all shapes. */
  readonly examined: number;
  readonly examinedByEach: number;
  /** Where the strategy examines more. */
  readonly more: More | null;
}

/** What is to be known of a strategy that examines more than one index for each shape. */
interface More {
  /** It does so too where the rule is read, or the documents are stored, in another order. */
  readonly isBeyondOrder: boolean;
  /** Some other choice of indexes within the budget, measured one by one, examines no more. */
  readonly isAvoidable: boolean;
}

/**
 * By what a strategy is planned: the kinds of the predicates alone, what a sample of the documents knows, or that and then
 * measured on a copy.
 */
type PlannedBy = 'kinds' | 'sample' | 'measure';

export async function heldAgainstEach(
  connection: Connection,
  database: string,
  seed: number,
  workloads: number,
  by: PlannedBy,
): Promise<readonly Workload[]> {
  const db = connection.client.db(database);
  const found: Workload[] = [];
  for (const [at, data] of fc.sample(variedData(1_500), { numRuns: workloads, seed }).entries()) {
    const sampled = data.documents.filter((_, place) => place % 3 === 0);
    const facts: CollectionFacts = {
      paths: data.paths,
      documents: data.documents.length,
      ...(by !== 'kinds' && { samples: samplesOf(sampled, variedPaths, data.documents.length) }),
    };
    const [shapes = []] = fc.sample(fc.array(variedShape(data), { minLength: 2, maxLength: 12 }), {
      numRuns: 1,
      seed: seed + at,
    });
    const collection = db.collection(`each${at}`);
    await collection.insertMany([...data.documents]);
    const sites = shapes.map(({ filter, sort, limit }) => ({
      ...site('find', filter, { ...(sort && { sort }), ...(limit > 0 && { limit }) }),
      collection: collection.collectionName,
    }));
    const problem = done(strategyProblem(sites, [], { budget, complete: true, shardKey: null, facts }));
    const planned = done(smallestSet(problem));
    const place = { connection, database, scratch: scratchName(new Date()), catalog: emptyCatalog };
    const strategy =
      by === 'measure'
        ? (await measureStrategy(problem, planned, collection.collectionName, place)).strategy
        : strategyOf(problem, planned);
    const keys = strategy.steps.map(({ index: { key } }) => key);
    const usual = onceEach(shapes.map((shape) => usualKey(shape)));
    const examined = await examinedWith(collection, keys, shapes);
    const examinedByEach = await examinedWith(collection, usual, shapes);
    const more = examined > examinedByEach;
    found.push({
      shapes: shapes.length,
      indexes: keys.length,
      indexesOfEach: usual.length,
      examined,
      examinedByEach,
      more: more
        ? {
            isBeyondOrder: examined > (await mostByEach(collection, data, shapes)),
            isAvoidable: await isAvoidable(db, data, shapes, examinedByEach),
          }
        : null,
    });
    await collection.drop();
  }
  return found;
}

/** The rule leaves open which of several equalities, or ranges, comes first, and no order of the documents is given. */
async function mostByEach(
  collection: Collection,
  { documents }: VariedData,
  shapes: readonly VariedShape[],
): Promise<number> {
  const reversed = onceEach(shapes.map((shape) => usualKey(shape, true)));
  const otherwise = await examinedWith(collection, reversed, shapes);
  await collection.drop();
  await collection.insertMany(documents.toReversed());
  const written = onceEach(shapes.map((shape) => usualKey(shape)));
  return Math.max(otherwise, await examinedWith(collection, written, shapes));
}

/** Among all orders of the paths, upwards, and the shapes' own. */
async function isAvoidable(
  db: Db,
  { documents }: VariedData,
  shapes: readonly VariedShape[],
  most: number,
): Promise<boolean> {
  const upwards = ordersOf(variedPaths).map((order) => order.map((path) => [path, 1] as const));
  const keys = onceEach([...upwards, ...shapes.map((shape) => usualKey(shape))]);
  const all = new Orders(db, 'choices', documents);
  await all.build(keys);
  const costs: number[][] = [];
  for (const key of keys) {
    const row: number[] = [];
    for (const shape of shapes) row.push(await all.examined(key, shape));
    costs.push(row);
  }
  await all.drop();
  return isReachedBySome(costs, budget - 1, most);
}

function onceEach(keys: readonly KeyPattern[]): readonly KeyPattern[] {
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}

/** Equality, sort, range, each in the order written, or in the opposite one. */
function usualKey({ filter, sort }: VariedShape, reversed = false): KeyPattern {
  const paths = reversed ? Object.keys(filter).toReversed() : Object.keys(filter);
  const isEqual = (path: string) => typeof filter[path] === 'number' || '$in' in (filter[path] as object);
  const equal = paths.filter(isEqual).map((path) => [path, 1] as const);
  const sorted = Object.entries(sort ?? {});
  const range = paths.filter((path) => !isEqual(path) && sort?.[path] === undefined);
  return [
    ...equal,
    ...sorted.filter(([path]) => !paths.some((one) => one === path && isEqual(one))),
    ...range.map((path) => [path, 1] as const),
  ];
}

/** The planner chooses among them, as it would. */
async function examinedWith(
  collection: Collection,
  keys: readonly KeyPattern[],
  shapes: readonly VariedShape[],
): Promise<number> {
  await collection.dropIndexes();
  await collection.createIndexes(keys.map((key) => ({ key: new Map(key as [string, 1 | -1][]) })));
  let sum = 0;
  for (const { filter, sort, limit } of shapes) {
    const explained = await collection
      .find(filter, { ...(sort && { sort: sort as Sort }), ...(limit > 0 && { limit }) })
      .explain('executionStats');
    const { totalKeysExamined, totalDocsExamined } = (explained as Record<string, Document>).executionStats!;
    sum += Number(totalKeysExamined) + Number(totalDocsExamined);
  }
  return sum;
}

/** Two keys a shape, or 1 %, are no matter: of two orders as good, the server sees a key more at the ends of one. */
function isClearlyWorse({ shapes, examined, examinedByEach }: Workload): boolean {
  return examined > Math.max(examinedByEach * 1.01, examinedByEach + 2 * shapes);
}

/** Over all workloads; `worse`: more examined than with one for each shape. */
export function sumsOf(all: readonly Workload[]) {
  const sum = (of: (one: Workload) => number) => all.reduce((total, one) => total + of(one), 0);
  return {
    workloads: all.length,
    indexes: sum(({ indexes }) => indexes),
    indexesOfEach: sum(({ indexesOfEach }) => indexesOfEach),
    examined: sum(({ examined }) => examined),
    examinedByEach: sum(({ examinedByEach }) => examinedByEach),
    most: Math.max(...all.map(({ indexes }) => indexes)),
    worse: all.filter(({ more }) => more).length,
    beyondOrder: all.filter(({ more }) => more?.isBeyondOrder).length,
    avoidable: all.filter(({ more }) => more?.isAvoidable).length,
    clearlyWorse: all.filter(isClearlyWorse).length,
  };
}

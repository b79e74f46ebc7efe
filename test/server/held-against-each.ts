import fc from 'fast-check';
import type { Collection, Db, Document, Sort } from 'mongodb';
import type { KeyPattern } from '../../src/model/index-specification.js';
import type { CollectionFacts } from '../../src/model/judgement.js';
import { done } from '../../src/model/steps.js';
import { planStrategy } from '../../src/query/proposing/strategy.js';
import { site } from '../unit/query/sites.js';
import { samplesOf } from './path-samples.js';
import { variedData, variedPaths, variedShape, type VariedShape } from './varied-data.js';

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
}

/** `isSampled`: planned with what a sample of the documents knows; otherwise by the kinds of the predicates alone. */
export async function heldAgainstEach(
  db: Db,
  seed: number,
  workloads: number,
  isSampled = true,
): Promise<readonly Workload[]> {
  const found: Workload[] = [];
  for (const [at, data] of fc.sample(variedData(1_500), { numRuns: workloads, seed }).entries()) {
    const sampled = data.documents.filter((_, place) => place % 3 === 0);
    const facts: CollectionFacts = {
      paths: data.paths,
      documents: data.documents.length,
      ...(isSampled && { samples: samplesOf(sampled, variedPaths, data.documents.length) }),
    };
    const [shapes = []] = fc.sample(fc.array(variedShape(data), { minLength: 2, maxLength: 12 }), {
      numRuns: 1,
      seed: seed + at,
    });
    const collection = db.collection(`each${at}`);
    await collection.insertMany([...data.documents]);
    const sites = shapes.map(({ filter, sort, limit }) =>
      site('find', filter, { ...(sort && { sort }), ...(limit > 0 && { limit }) }),
    );
    const limits = { budget, complete: true, shardKey: null, facts };
    const strategy = done(planStrategy(sites, [], limits));
    const keys = strategy.steps.map(({ index: { key } }) => key);
    const usual = new Map(shapes.map(usualKey).map((key) => [JSON.stringify(key), key]));
    found.push({
      shapes: shapes.length,
      indexes: keys.length,
      indexesOfEach: usual.size,
      examined: await examinedWith(collection, keys, shapes),
      examinedByEach: await examinedWith(collection, [...usual.values()], shapes),
    });
    await collection.drop();
  }
  return found;
}

/** Equality, sort, range, each in the order written. */
function usualKey({ filter, sort }: VariedShape): KeyPattern {
  const paths = Object.keys(filter);
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
    worse: all.filter((one) => one.examined > one.examinedByEach).length,
    clearlyWorse: all.filter(isClearlyWorse).length,
  };
}

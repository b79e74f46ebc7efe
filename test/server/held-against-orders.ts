import fc from 'fast-check';
import type { Collection, Db, Document, Sort } from 'mongodb';
import type { KeyPattern } from '../../src/model/index-specification.js';
import type { CollectionFacts } from '../../src/model/judgement.js';
import { proposeIndex } from '../../src/query/proposing/propose-index.js';
import { site } from '../unit/query/sites.js';
import { samplesOf } from './path-samples.js';
import { variedData, variedPaths, variedShape, type VariedShape } from './varied-data.js';

const shapesPerData = 20;

/** Keys and documents examined by one query, relative to the best index that was tried. */
interface Compared {
  readonly best: number;
  readonly proposed: number;
  readonly written: number;
  readonly single: number;
}

/** Each query by the index proposed for it, by two simpler rules, and by every order of its paths. */
export async function heldAgainstOrders(db: Db, seed: number, shapes: number): Promise<readonly Compared[]> {
  const found: Compared[] = [];
  for (const [at, data] of fc
    .sample(variedData, { numRuns: Math.ceil(shapes / shapesPerData), seed })
    .entries()) {
    const all = new Orders(db, `orders${at}`, data.documents);
    const sampled = data.documents.filter((_, place) => place % 3 === 0);
    const samples = samplesOf(sampled, variedPaths);
    const facts: CollectionFacts = { paths: data.paths, documents: data.documents.length, samples };
    const asked = fc.sample(variedShape(data), {
      numRuns: Math.min(shapesPerData, shapes - found.length),
      seed,
    });
    for (const shape of asked) found.push(await comparedBy(shape, all, facts));
    await all.drop();
  }
  return found;
}

async function comparedBy(shape: VariedShape, all: Orders, facts: CollectionFacts): Promise<Compared> {
  const { filter, sort, limit } = shape;
  const query = site('find', filter, { ...(sort && { sort }), ...(limit > 0 && { limit }) });
  const proposal = proposeIndex(query, [], facts);
  const paths = [...new Set([...Object.keys(filter), ...Object.keys(sort ?? {})])];
  // Read backwards, an index has the opposite order: one sort path needs no direction of its own.
  const isMixed = new Set(Object.values(sort ?? {})).size > 1;
  const ascending = (path: string) => [path, isMixed ? (sort?.[path] ?? 1) : 1] as const;
  const [first = ''] = [...paths.filter((path) => typeof filter[path] === 'number'), ...paths];
  const costs: [key: KeyPattern, cost: number][] = [];
  for (const orders of chunks(ordersOf(paths))) {
    const keys = orders.map((order) => order.map(ascending));
    await all.build(keys);
    for (const key of keys) costs.push([key, await all.examined(key, shape)]);
  }
  const [best] = costs.toSorted(([, a], [, b]) => a - b);
  return {
    best: best?.[1] ?? 0,
    proposed: proposal ? await all.examined(proposal.key, shape) : all.size,
    written: await all.examined(paths.map(ascending), shape),
    single: await all.examined([ascending(first)], shape),
  };
}

/** All orders of all choices of the paths. */
function ordersOf(paths: readonly string[]): readonly (readonly string[])[] {
  return paths.flatMap((path) => [
    [path],
    ...ordersOf(paths.filter((one) => one !== path)).map((rest) => [path, ...rest]),
  ]);
}

/** A collection takes 64 indexes: fewer than all orders of four paths. */
const mostAtOnce = 32;

function chunks<T>(all: readonly T[]): readonly (readonly T[])[] {
  return all.length === 0 ? [] : [all.slice(0, mostAtOnce), ...chunks(all.slice(mostAtOnce))];
}

/** One collection that gets the indexes that are asked for. */
class Orders {
  readonly size: number;
  readonly #filled: Promise<Collection>;
  readonly #built = new Set<string>();

  constructor(db: Db, name: string, documents: readonly Document[]) {
    this.size = documents.length;
    this.#filled = db
      .collection(name)
      .insertMany([...documents])
      .then(() => db.collection(name));
  }

  async build(keys: readonly KeyPattern[]): Promise<void> {
    const collection = await this.#filled;
    const missing = keys.filter((key) => !this.#built.has(nameOf(key)));
    if (missing.length === 0) return;
    if (this.#built.size + missing.length > 2 * mostAtOnce - 2) {
      await collection.dropIndexes();
      this.#built.clear();
    }
    await collection.createIndexes(
      missing.map((key) => ({ key: new Map(key as [string, 1 | -1][]), name: nameOf(key) })),
    );
    for (const key of missing) this.#built.add(nameOf(key));
  }

  async examined(key: KeyPattern, { filter, sort, limit }: VariedShape): Promise<number> {
    await this.build([key]);
    const explained = await (
      await this.#filled
    )
      .find(filter, { hint: nameOf(key), ...(sort && { sort: sort as Sort }), ...(limit > 0 && { limit }) })
      .explain('executionStats');
    const { totalKeysExamined, totalDocsExamined } = (explained as Record<string, Document>).executionStats!;
    return Number(totalKeysExamined) + Number(totalDocsExamined);
  }

  async drop(): Promise<void> {
    await (await this.#filled).drop();
  }
}

function nameOf(key: KeyPattern): string {
  return key.flat().join('_');
}

/** At most 1.05 times the best counts as good; two keys more or less are no matter. */
function isGood(cost: number, best: number): boolean {
  return cost <= Math.max(best * 1.05, best + 2);
}

export function shareOfGood(all: readonly Compared[], by: 'proposed' | 'written' | 'single'): number {
  return all.filter((one) => isGood(one[by], one.best)).length / all.length;
}

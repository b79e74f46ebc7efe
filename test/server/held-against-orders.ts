import fc from 'fast-check';
import type { Collection, Db, Document, Hint, Sort } from 'mongodb';
import type { KeyPattern } from '../../src/model/index-specification.js';
import type { CollectionFacts } from '../../src/model/judgement.js';
import type { Connection } from '../../src/server/connection.js';
import { samplePaths } from '../../src/server/sample-paths.js';
import { proposeIndex } from '../../src/query/proposing/propose-index.js';
import { site } from '../unit/query/sites.js';
import { variedData, variedPaths, variedShape, type VariedShape } from './varied-data.js';

const shapesPerData = 20;
/** Several times of what an explanation looks at. */
const documents = 4_000;

/** Keys and documents examined by one query, by the best index that was tried and by others. */
interface Compared {
  readonly shape: VariedShape;
  readonly keys: Readonly<Record<'best' | 'proposed', string>>;
  readonly best: number;
  readonly proposed: number;
  readonly written: number;
  readonly single: number;
}

/**
 * Each query by the index that is proposed for it from the sample that an explanation takes, by two simpler rules, and
 * by every order of its paths.
 */
export async function heldAgainstOrders(
  connection: Connection,
  database: string,
  seed: number,
  shapes: number,
): Promise<readonly Compared[]> {
  const db = connection.client.db(database);
  const found: Compared[] = [];
  for (const [at, data] of fc
    .sample(variedData(documents), { numRuns: Math.ceil(shapes / shapesPerData), seed })
    .entries()) {
    const all = new Orders(db, `orders${at}`, data.documents);
    const samples = await all.sample(connection);
    const facts: CollectionFacts = { paths: data.paths, documents: data.documents.length, ...samples };
    // A seed of its own for each collection: the same one would ask all of them in the same few ways.
    const asked = fc.sample(variedShape(data), {
      numRuns: Math.min(shapesPerData, shapes - found.length),
      seed: seed * 1_000 + at,
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
  const keys = ordersOf(paths).map((order) => order.map(ascending));
  await all.build(keys);
  const costs: [key: KeyPattern, cost: number][] = [];
  for (const key of keys) costs.push([key, await all.examined(key, shape)]);
  const [best] = costs.toSorted(([, a], [, b]) => a - b);
  return {
    shape,
    keys: { best: nameOf(best?.[0] ?? []), proposed: nameOf(proposal?.key ?? []) },
    best: best?.[1] ?? 0,
    proposed: await (proposal ? all.examined(proposal.key, shape) : all.scanned(shape)),
    written: await all.examined(paths.map(ascending), shape),
    single: await all.examined([ascending(first)], shape),
  };
}

/** All orders of all choices of the paths. */
export function ordersOf(paths: readonly string[]): readonly (readonly string[])[] {
  return paths.flatMap((path) => [
    [path],
    ...ordersOf(paths.filter((one) => one !== path)).map((rest) => [path, ...rest]),
  ]);
}

/** A collection takes 64 indexes, with that on `_id`: fewer than the orders of four paths. */
const mostIndexes = 63;

/** The same documents in as many collections as their indexes need. */
export class Orders {
  readonly size: number;
  readonly #db: Db;
  readonly #name: string;
  readonly #documents: readonly Document[];
  readonly #copies: { readonly collection: Collection; readonly built: Set<string> }[] = [];

  constructor(db: Db, name: string, documents: readonly Document[]) {
    this.size = documents.length;
    this.#db = db;
    this.#name = name;
    this.#documents = documents;
  }

  async build(keys: readonly KeyPattern[]): Promise<void> {
    const missing = keys.filter((key) => !this.#copies.some(({ built }) => built.has(nameOf(key))));
    while (missing.length > 0) {
      const { collection, built } = await this.#copyWithRoom();
      const some = missing.splice(0, mostIndexes - built.size);
      await collection.createIndexes(
        some.map((key) => ({ key: new Map(key as [string, 1 | -1][]), name: nameOf(key) })),
      );
      for (const key of some) built.add(nameOf(key));
    }
  }

  async #copyWithRoom() {
    const last = this.#copies.at(-1);
    if (last && last.built.size < mostIndexes) return last;
    const collection = this.#db.collection(`${this.#name}_${this.#copies.length}`);
    await collection.insertMany([...this.#documents]);
    const copy = { collection, built: new Set<string>() };
    this.#copies.push(copy);
    return copy;
  }

  /** What an explanation knows of the documents. */
  async sample(connection: Connection): Promise<Pick<CollectionFacts, 'samples'>> {
    const { dbName, collectionName } = (await this.#copyWithRoom()).collection;
    const one = { collection: collectionName, paths: variedPaths, documents: this.size };
    const samples = (await samplePaths(connection, dbName, [one])).get(collectionName);
    return samples ? { samples } : {};
  }

  async examined(key: KeyPattern, shape: VariedShape): Promise<number> {
    await this.build([key]);
    return examinedBy(
      this.#copies.find(({ built }) => built.has(nameOf(key))),
      nameOf(key),
      shape,
    );
  }

  /** Without any index. */
  async scanned(shape: VariedShape): Promise<number> {
    return examinedBy(await this.#copyWithRoom(), { $natural: 1 }, shape);
  }

  async drop(): Promise<void> {
    for (const { collection } of this.#copies) await collection.drop();
  }
}

async function examinedBy(
  copy: { readonly collection: Collection } | undefined,
  hint: Hint,
  { filter, sort, limit }: VariedShape,
): Promise<number> {
  const explained = await copy?.collection
    .find(filter, { hint, ...(sort && { sort: sort as Sort }), ...(limit > 0 && { limit }) })
    .explain('executionStats');
  const { totalKeysExamined, totalDocsExamined } = (explained as Record<string, Document>).executionStats!;
  return Number(totalKeysExamined) + Number(totalDocsExamined);
}

function nameOf(key: KeyPattern): string {
  return key.flat().join('_');
}

/** How many examine at most 1.05 times the best; `slack`: keys and documents more that are no matter. */
export function shareOfGood(
  all: readonly Compared[],
  by: 'proposed' | 'written' | 'single',
  slack = 0,
): number {
  return all.filter((one) => one[by] <= Math.max(one.best * 1.05, one.best + slack)).length / all.length;
}

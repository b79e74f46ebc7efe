import type { Catalog, Model } from '../model/catalog.js';
import type { QuerySite } from '../model/query.js';
import { common } from './common-ends.js';

/** A list as it is sent after the one before: what stays at its start and its end, and what stands between. */
interface SentList {
  readonly first: number;
  readonly last: number;
  readonly numbers: readonly number[];
}

/** A catalog as it is sent from thread to thread: what it holds goes once and by its number from then on. */
export interface SentCatalog {
  readonly models: SentList;
  readonly queries: SentList;
  readonly rest: Omit<Catalog, 'models' | 'queries'>;
}

type Numbered<T> = readonly (readonly [number: number, item: T])[];

/** Some of a catalog on its way: little at a time, so that the thread which takes it is not held. */
export interface Parcel {
  readonly models: Numbered<Model>;
  readonly queries: Numbered<QuerySite>;
}

const modelsAtOnce = 40;
const queriesAtOnce = 150;

/** The side that sends: knows what the other one has. */
export class CatalogSender {
  readonly #models = new ListSender<Model>();
  readonly #queries = new ListSender<QuerySite>();

  /** What the other side lacks, and what it makes the catalog of. */
  pack({ models, queries, ...rest }: Catalog): {
    readonly parcels: readonly Parcel[];
    readonly catalog: SentCatalog;
  } {
    const [ofModels, ofQueries] = [this.#models.pack(models), this.#queries.pack(queries)];
    const parcels = [
      ...portions(ofModels.lacking, modelsAtOnce).map((some) => ({ models: some, queries: [] })),
      ...portions(ofQueries.lacking, queriesAtOnce).map((some) => ({ models: [], queries: some })),
    ];
    return { parcels, catalog: { models: ofModels.sent, queries: ofQueries.sent, rest } };
  }
}

/** The side that takes. What stays is the very same object. */
export class CatalogTaker {
  readonly #models = new ListTaker<Model>();
  readonly #queries = new ListTaker<QuerySite>();

  take({ models, queries }: Parcel): void {
    this.#models.take(models);
    this.#queries.take(queries);
  }

  unpack({ models, queries, rest }: SentCatalog): Catalog {
    return { ...rest, models: this.#models.unpack(models), queries: this.#queries.unpack(queries) };
  }
}

class ListSender<T extends object> {
  #list: readonly T[] = [];
  readonly #numbers = new Map<T, number>();
  #next = 0;

  pack(list: readonly T[]): { readonly lacking: Numbered<T>; readonly sent: SentList } {
    const [first, last] = common(this.#list, list);
    const gone = new Set(this.#list.slice(first, this.#list.length - last));
    const between = list.slice(first, list.length - last);
    const lacking: (readonly [number, T])[] = [];
    const numbers = between.map((item) => {
      let number = this.#numbers.get(item);
      if (number === undefined) {
        this.#numbers.set(item, (number = this.#next++));
        lacking.push([number, item]);
      }
      gone.delete(item);
      return number;
    });
    for (const item of gone) this.#numbers.delete(item);
    this.#list = list;
    return { lacking, sent: { first, last, numbers } };
  }
}

class ListTaker<T> {
  #list: readonly (readonly [number: number, item: T])[] = [];
  readonly #taken = new Map<number, T>();

  take(items: Numbered<T>): void {
    for (const [number, item] of items) this.#taken.set(number, item);
  }

  unpack({ first, last, numbers }: SentList): readonly T[] {
    const end = this.#list.length - last;
    for (const [number, item] of this.#list.slice(first, end)) this.#taken.set(number, item);
    const between = numbers.flatMap((number): Numbered<T> => {
      const item = this.#taken.get(number);
      return item === undefined ? [] : [[number, item]];
    });
    this.#taken.clear();
    this.#list = [...this.#list.slice(0, first), ...between, ...this.#list.slice(end)];
    return this.#list.map(([, item]) => item);
  }
}

function portions<T>(items: readonly T[], atOnce: number): (readonly T[])[] {
  const portions: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += atOnce) portions.push(items.slice(at, at + atOnce));
  return portions;
}

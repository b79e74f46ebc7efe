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

/** Some of a catalog on its way, as JSON, which is read several times faster than what threads clone. */
export interface Parcel {
  readonly of: 'models' | 'queries';
  readonly numbers: readonly number[];
  /** A list of as many items. */
  readonly text: string;
}

/** What a side lacks, and the catalog that is made of it and of what it has. */
export interface PackedCatalog {
  /** Made as they are asked for. */
  readonly parcels: Iterable<Parcel>;
  readonly catalog: SentCatalog;
}

type Lacking = readonly (readonly [number: number, item: object])[];

/** In characters: little at a time, so that the thread which takes it is not held. */
const mostAtOnce = 60_000;

/** The same catalog, as it is sent once more. */
export function sameAs({ models, queries, rest }: SentCatalog): SentCatalog {
  const all = ({ numbers }: SentList): SentList => ({ first: numbers.length, last: 0, numbers: [] });
  return { models: all(models), queries: all(queries), rest };
}

/** The side that sends: knows what the other one has. */
export class CatalogSender {
  readonly #models = new ListSender<Model>();
  readonly #queries = new ListSender<QuerySite>();

  /** The other side has this catalog, which another sender packed as its first. */
  adopt(sent: SentCatalog, { models, queries }: Catalog): void {
    this.#models.adopt(sent.models.numbers, models);
    this.#queries.adopt(sent.queries.numbers, queries);
  }

  /** What the other side is to be sent so that it has this catalog. */
  pack({ models, queries, ...rest }: Catalog): PackedCatalog {
    const [ofModels, ofQueries] = [this.#models.pack(models), this.#queries.pack(queries)];
    return {
      parcels: parcelsOf(ofModels.lacking, ofQueries.lacking),
      catalog: { models: ofModels.sent, queries: ofQueries.sent, rest },
    };
  }
}

/** The side that takes. What stays is the very same object. */
export class CatalogTaker {
  readonly #models = new ListTaker<Model>();
  readonly #queries = new ListTaker<QuerySite>();

  take({ of, numbers, text }: Parcel): void {
    if (of === 'models') this.#models.take(numbers, JSON.parse(text) as Model[]);
    else this.#queries.take(numbers, JSON.parse(text) as QuerySite[]);
  }

  unpack({ models, queries, rest }: SentCatalog): Catalog {
    return { ...rest, models: this.#models.unpack(models), queries: this.#queries.unpack(queries) };
  }
}

class ListSender<T extends object> {
  #list: readonly T[] = [];
  readonly #numbers = new Map<T, number>();
  #next = 0;

  adopt(numbers: readonly number[], list: readonly T[]): void {
    this.#list = list;
    this.#numbers.clear();
    for (const [at, item] of list.entries()) this.#numbers.set(item, numbers[at] ?? Number.NaN);
    this.#next = numbers.reduce((most, number) => Math.max(most, number + 1), this.#next);
  }

  pack(list: readonly T[]): { readonly lacking: Lacking; readonly sent: SentList } {
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
  #items: readonly T[] = [];
  #numbers: readonly number[] = [];
  readonly #taken = new Map<number, T>();

  take(numbers: readonly number[], items: readonly T[]): void {
    for (const [at, item] of items.entries()) this.#taken.set(numbers[at] ?? Number.NaN, item);
  }

  unpack({ first, last, numbers }: SentList): readonly T[] {
    if (numbers.length === 0 && first + last === this.#items.length) return this.#items;
    const end = this.#items.length - last;
    this.take(this.#numbers.slice(first, end), this.#items.slice(first, end));
    const between = numbers.flatMap((number) => this.#taken.get(number) ?? []);
    this.#taken.clear();
    this.#numbers = [...this.#numbers.slice(0, first), ...numbers, ...this.#numbers.slice(end)];
    this.#items = [...this.#items.slice(0, first), ...between, ...this.#items.slice(end)];
    return this.#items;
  }
}

function* parcelsOf(models: Lacking, queries: Lacking): Generator<Parcel> {
  yield* parcelsOfOne('models', models);
  yield* parcelsOfOne('queries', queries);
}

function* parcelsOfOne(of: Parcel['of'], lacking: Lacking): Generator<Parcel> {
  let numbers: number[] = [];
  let texts: string[] = [];
  let length = 0;
  for (const [number, item] of lacking) {
    const text = JSON.stringify(item);
    numbers.push(number);
    texts.push(text);
    length += text.length;
    if (length < mostAtOnce) continue;
    yield { of, numbers, text: `[${texts.join(',')}]` };
    [numbers, texts, length] = [[], [], 0];
  }
  if (texts.length > 0) yield { of, numbers, text: `[${texts.join(',')}]` };
}

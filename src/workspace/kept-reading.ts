import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
import type { Catalog, Model } from '../model/catalog.js';
import type { QuerySite } from '../model/query.js';
import type { Outcome } from '../source/outcome.js';
import { fromColumns, toColumns, type Columns, type Grounds } from './grounds.js';
import { CatalogSender, CatalogTaker, type PackedCatalog, type Parcel } from './sent-catalog.js';

/** Where readings are kept between two runs of the program. */
export interface KeptFolder {
  /** An absolute path. It is made where it is missing. */
  readonly folder: string;
  /** Of the program: readings that another version kept are not used. */
  readonly version: string;
}

/** What is kept of a workspace. */
export interface Reading extends Grounds {
  readonly outcomes: readonly Outcome[];
  /** What the outcomes make together. */
  readonly catalog: Catalog;
}

/** Of the files here; it changes with the shape of what they hold. */
const format = 12;
/** Readings that nobody used for so long are removed. In milliseconds. */
const longest = 30 * 24 * 60 * 60 * 1000;

/** The catalog but for the texts of its parcels. */
interface Packing {
  readonly catalog: PackedCatalog['catalog'];
  readonly parcels: readonly Omit<Parcel, 'text'>[];
}

/** What the catalog holds as well stands in an outcome as its number. */
interface NumberedOutcome extends Omit<Outcome, 'models' | 'queries'> {
  readonly models: readonly (Omit<Outcome['models'][number], 'model'> & { readonly model: Model | number })[];
  readonly queries: readonly (QuerySite | number)[];
}

/**
 * A reading that was kept. Whether it still holds can be told, and its catalog sent on, before most of it is made into
 * objects: that happens when `catalog` or `outcomes` is asked for.
 */
export class KeptReading {
  readonly grounds: Grounds;
  readonly packed: PackedCatalog & { readonly parcels: readonly Parcel[] };
  #outcomes: string;
  #catalog: Catalog | null = null;

  /** The lines of the file, the sum of what comes after it left out. */
  constructor([columns = '', packing = '', ...texts]: readonly string[]) {
    const { catalog, parcels } = JSON.parse(packing) as Packing;
    this.grounds = fromColumns(JSON.parse(columns) as Columns);
    this.packed = { catalog, parcels: parcels.map((one, at) => ({ ...one, text: texts[at] ?? '' })) };
    this.#outcomes = texts[parcels.length] ?? '';
  }

  get catalog(): Catalog {
    if (!this.#catalog) {
      const taker = new CatalogTaker();
      for (const parcel of this.packed.parcels) taker.take(parcel);
      this.#catalog = taker.unpack(this.packed.catalog);
    }
    return this.#catalog;
  }

  /** What the outcomes make now: where it says the same, its objects stand for those of the catalog from here on. */
  becomes({ models, queries }: Catalog): void {
    const { catalog } = this;
    this.#catalog = {
      ...catalog,
      models: sameOnes(catalog.models, models),
      queries: sameOnes(catalog.queries, queries),
    };
  }

  /** Their models and queries are the very same objects as the catalog's. */
  outcomes(): readonly Outcome[] {
    const { models, queries } = this.catalog;
    return (JSON.parse(this.#outcomes) as readonly NumberedOutcome[]).map((outcome) => ({
      ...outcome,
      models: outcome.models.map((one) => ({ ...one, model: itemOf(one.model, models) })),
      queries: outcome.queries.map((one) => itemOf(one, queries)),
    }));
  }
}

/** The reading that was kept for these files. Null: there is none, or it is damaged. */
export async function restoreReading(
  kept: KeptFolder,
  files: readonly string[],
): Promise<KeptReading | null> {
  try {
    const content = await readFile(pathOf(kept, files));
    const end = content.indexOf('\n');
    const body = content.subarray(end + 1);
    return content.toString('latin1', 0, end) === sumOf(body)
      ? new KeptReading(body.toString().split('\n'))
      : null;
  } catch {
    return null;
  }
}

/** Keeps a reading. That it cannot be kept is no failure: the files are read again next time. */
export async function keepReading(
  kept: KeptFolder,
  files: readonly string[],
  reading: Reading,
): Promise<void> {
  const path = pathOf(kept, files);
  const own = `${path}.${process.pid}`;
  try {
    await mkdir(kept.folder, { recursive: true });
    const lines = linesOf(reading).map((line, at) => (at === 0 ? line : `\n${line}`));
    const sum = lines.reduce((before, line) => crc32(line, before), 0);
    // Line by line: the whole of it would be made several times over.
    await writeFile(own, [`${sum.toString(16)}\n`, ...lines]);
    await rename(own, path);
    await removeOld(kept.folder);
  } catch {
    await rm(own, { force: true }).catch(() => undefined);
  }
}

function linesOf(reading: Reading): readonly string[] {
  const sender = new CatalogSender();
  const packed = sender.pack(reading.catalog);
  const parcels = [...packed.parcels];
  const packing: Packing = {
    catalog: packed.catalog,
    parcels: parcels.map(({ of, numbers }) => ({ of, numbers })),
  };
  const models = numbered(reading.catalog.models);
  const queries = numbered(reading.catalog.queries);
  const outcomes = reading.outcomes.map((outcome) => ({
    ...outcome,
    models: outcome.models.map((one) => ({ ...one, model: models.get(one.model) ?? one.model })),
    queries: outcome.queries.map((one) => queries.get(one) ?? one),
  }));
  return [
    JSON.stringify(toColumns(reading)),
    JSON.stringify(packing),
    ...parcels.map(({ text }) => text),
    JSON.stringify(outcomes satisfies readonly NumberedOutcome[]),
  ];
}

function sameOnes<T>(kept: readonly T[], now: readonly T[]): readonly T[] {
  return kept.map((one, at) => {
    const other = now[at];
    return other && isDeepStrictEqual(one, other) ? other : one;
  });
}

function numbered<T>(items: readonly T[]): ReadonlyMap<T, number> {
  return new Map(items.map((item, at) => [item, at]));
}

function itemOf<T extends object>(one: T | number, items: readonly T[]): T {
  const item = typeof one === 'number' ? items[one] : one;
  if (!item) throw new RangeError('An outcome names what the catalog does not have.');
  return item;
}

/** A workspace is known by the folder that holds all its files. */
function pathOf({ folder, version }: KeptFolder, files: readonly string[]): string {
  return join(folder, `${digest(`${format}\n${version}\n${commonFolder(files)}`)}.json`);
}

function commonFolder(files: readonly string[]): string {
  const [first = '', last = ''] = [files[0], files.at(-1)];
  let end = 0;
  while (end < first.length && first[end] === last[end]) end += 1;
  return first.slice(0, first.lastIndexOf('/', end) + 1);
}

/** Tells damage, not malice: who can write there can write the code as well. */
function sumOf(body: Buffer): string {
  return crc32(body).toString(16);
}

function digest(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

async function removeOld(folder: string): Promise<void> {
  const now = Date.now();
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (now - (await stat(path)).mtimeMs > longest) await rm(path, { force: true });
  }
}

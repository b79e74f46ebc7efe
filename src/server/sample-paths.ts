import type { Document } from 'mongodb';
import { distinctValues } from '../model/distinct-values.js';
import type { PathSample } from '../model/judgement.js';
import type { Connection } from './connection.js';
import { loadDriver } from './driver.js';
import { ejsonOf } from './ejson.js';
import { serverErrorOf, withUserErrors } from './errors.js';
import { inParallel } from './in-parallel.js';
import { projectionOf } from './sample.js';

/** Documents looked at of each collection; the server takes them at random. */
const sampledDocuments = 1_000;
const maxTimeMS = 2_000;
const atOnce = 3;

/** What is to be known of a collection. */
interface WantedSample {
  readonly collection: string;
  readonly paths: readonly string[];
  readonly documents: number;
}

type PathSamples = Readonly<Record<string, PathSample>>;

/**
 * What documents say of paths, by collection. One is left out where the server does not tell, or where that would
 * take longer than two seconds.
 */
export async function samplePaths(
  connection: Connection,
  database: string,
  wanted: readonly WantedSample[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, PathSamples>> {
  const samples = await inParallel(wanted, atOnce, async (one) => {
    const sample = await sampleOf(connection, database, one, signal);
    return sample === null ? [] : [[one.collection, sample] as const];
  });
  return new Map(samples.flat());
}

async function sampleOf(
  connection: Connection,
  database: string,
  { collection, paths, documents }: WantedSample,
  signal?: AbortSignal,
): Promise<PathSamples | null> {
  const doing = { what: `sampling documents of ${collection}`, needs: `read on ${database}` };
  return withUserErrors(connection, doing, signal, async () => {
    const { BSON } = await loadDriver();
    const source = connection.client.db(database).collection(collection);
    const stages = [{ $sample: { size: sampledDocuments } }, { $project: projectionOf(paths) }];
    try {
      const options = { maxTimeMS, signal, promoteLongs: false, comment: 'index-lens sample' };
      const found = await source.aggregate(stages, options).toArray();
      if (found.length === 0) return null;
      return Object.fromEntries(
        paths.map((path) => {
          const values = found.map((document) => ejsonOf(valueAt(document, path.split('.')), BSON));
          return [path, { values, distinct: distinctValues(values.flat(), documents / values.length) }];
        }),
      );
    } catch (error) {
      // Planning and explaining go on without it, whatever the server has against it.
      if (serverErrorOf(error)) return null;
      throw error;
    }
  });
}

/** A list of the values in an array; null: none. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => valueAt(one, path) ?? []);
  const [field, ...rest] = path;
  if (field === undefined || value === null || value === undefined) return value ?? null;
  return typeof value === 'object' ? valueAt((value as Document)[field], rest) : null;
}

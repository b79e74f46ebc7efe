import type { Document } from 'mongodb';
import type { Json } from '../model/json.js';
import type { Connection } from './connection.js';
import type { Driver } from './driver.js';
import { loadDriver } from './driver.js';
import { serverErrorOf, withUserErrors } from './errors.js';

interface SampleOptions {
  readonly signal?: AbortSignal;
}

/** Documents looked at before the server may use an index, or scan on until the time limit. */
const lookedAtFirst = 1_000;
const maxTimeMS = 2_000;

/** A value of its own or, in an array, of one of its elements: anything but null, an empty array, or nothing. */
const typesOfValues = [
  ...['double', 'string', 'object', 'binData', 'objectId', 'bool', 'date', 'regex'],
  ...['int', 'timestamp', 'long', 'decimal'],
];

/**
 * The values that one document has at all of `paths`, as EJSON that leads back to the same BSON types; where a path
 * leads through or to arrays, the first element that is not null. Null: no such document, or none found within the
 * time limit. Cheap on a large collection: see the limits above.
 */
export async function sampleValues(
  connection: Connection,
  database: string,
  collection: string,
  paths: readonly string[],
  { signal }: SampleOptions = {},
): Promise<Readonly<Record<string, Json>> | null> {
  if (paths.length === 0) return {};
  const doing = { what: `sampling a document of ${collection}`, needs: `read on ${database}` };
  return withUserErrors(connection, doing, signal, async () => {
    const driver = await loadDriver();
    const source = connection.client.db(database).collection(collection);
    const match = { $match: { $and: paths.map((path) => ({ [path]: { $type: typesOfValues } })) } };
    const project = { $project: projectionOf(paths) };
    const options = { maxTimeMS, signal, promoteLongs: false, comment: 'index-lens sample' };
    // The newest ones first: they have the fields that code writes now, and a scan for their values has to go all the
    // way, as it does for most. The first document would make every missing index look harmless.
    const newest = { stages: [{ $limit: lookedAtFirst }, match], hint: { $natural: -1 } };
    for (const { stages, ...choice } of [newest, { stages: [match] }]) {
      try {
        const cursor = source.aggregate([...stages, { $limit: 1 }, project], { ...options, ...choice });
        const [found] = await cursor.toArray();
        const values = found && valuesOf(found, paths, driver);
        if (values) return values;
      } catch (error) {
        if (serverErrorOf(error)?.code !== 50) throw error;
      }
    }
    return null;
  });
}

/**
 * What to fetch. A projection knows no positions in arrays, so `grid.1` takes all of `grid`; and a path below one that
 * is fetched anyway would collide with it.
 */
function projectionOf(paths: readonly string[]): Document {
  const fetched = paths.map((path) => path.replace(/\.\d+(\..*)?$/, ''));
  const outermost = fetched.filter((path) => !fetched.some((other) => path.startsWith(`${other}.`)));
  return {
    ...(fetched.includes('_id') ? {} : { _id: 0 }),
    ...Object.fromEntries(outermost.map((path) => [path, 1])),
  };
}

function valuesOf(document: Document, paths: readonly string[], driver: Driver): Record<string, Json> | null {
  const values = paths.map((path) => [path, valueAt(document, path.split('.'))] as const);
  if (values.some(([, value]) => value === undefined)) return null;
  return Object.fromEntries(values.map(([path, value]) => [path, ejsonOf(value, driver)]));
}

/** As the server resolves a path: through documents, through each element of an array, or by its position. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  if (value === null || value === undefined) return undefined;
  const [field, ...rest] = path;
  if (Array.isArray(value)) {
    const elements: readonly unknown[] = value;
    const positioned =
      field !== undefined && /^\d+$/.test(field) ? valueAt(elements[Number(field)], rest) : undefined;
    if (positioned !== undefined) return positioned;
    for (const element of elements) {
      const found = valueAt(element, path);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (field === undefined) return value;
  return typeof value === 'object' ? valueAt((value as Document)[field], rest) : undefined;
}

function ejsonOf(value: unknown, { BSON }: Driver): Json {
  // Relaxed EJSON writes a Long as a plain number, which would come back as another type.
  const isLong = BSON.Long.isLong(value);
  return isLong
    ? { $numberLong: value.toString() }
    : (BSON.EJSON.serialize({ value }, { relaxed: true }) as { value: Json }).value;
}

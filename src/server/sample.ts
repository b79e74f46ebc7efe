import type { BSON, Document } from 'mongodb';
import type { Json, JsonObject } from '../model/json.js';
import type { SampleChoice } from '../model/query.js';
import type { Connection } from './connection.js';
import { loadDriver } from './driver.js';
import { ejsonOf } from './ejson.js';
import { serverErrorOf, withUserErrors } from './errors.js';

interface SampleOptions {
  readonly signal?: AbortSignal;
  readonly choice?: SampleChoice;
  /** Values by path, as EJSON: documents that have them go first. */
  readonly beside?: JsonObject;
}

/** Documents looked at before the server may use an index, or scan on until the time limit. */
const lookedAtFirst = 1_000;
/** Documents of which one is chosen. */
const chosenFrom = { typical: 50, extreme: 500 };
const maxTimeMS = 2_000;

/** A value of its own or, in an array, of one of its elements: anything but null, an empty array, or nothing. */
const typesOfValues = [
  ...['double', 'string', 'object', 'binData', 'objectId', 'bool', 'date', 'regex'],
  ...['int', 'timestamp', 'long', 'decimal'],
];

type Values = Readonly<Record<string, Json>>;

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
  { signal, choice = 'typical', beside = {} }: SampleOptions = {},
): Promise<Values | null> {
  if (paths.length === 0) return {};
  const doing = { what: `sampling a document of ${collection}`, needs: `read on ${database}` };
  return withUserErrors(connection, doing, signal, async () => {
    const { BSON } = await loadDriver();
    const source = connection.client.db(database).collection(collection);
    const match = { $match: { $and: paths.map((path) => ({ [path]: { $type: typesOfValues } })) } };
    const project = { $project: projectionOf(paths) };
    const options = { maxTimeMS, signal, promoteLongs: false, comment: 'index-lens sample' };
    // The newest ones first: they have the fields that code writes now, and a scan for their values has to go all the
    // way, as it does for most. The first document would make every missing index look harmless.
    const some = { $limit: chosenFrom[choice] };
    const near = choice === 'typical' ? { hint: { $natural: -1 } } : {};
    const looked = choice === 'typical' ? { $limit: lookedAtFirst } : { $sample: { size: lookedAtFirst } };
    const has = { $match: BSON.EJSON.deserialize(beside, { relaxed: false }) as Document };
    const ways = [
      ...(Object.keys(beside).length > 0 ? [{ stages: [looked, has, match, some], ...near }] : []),
      { stages: [looked, match, some], ...near },
      { stages: [match, { $limit: 1 }] },
    ];
    for (const { stages, ...hint } of ways) {
      try {
        const found = await source.aggregate([...stages, project], { ...options, ...hint }).toArray();
        const rows = found.map((document) => valuesOf(document, paths, BSON)).filter((row) => row !== null);
        const chosen = choice === 'typical' ? fromTheMiddle(rows, paths) : mostFrequent(rows, paths);
        if (chosen) return chosen;
      } catch (error) {
        if (serverErrorOf(error)?.code !== 50) throw error;
      }
    }
    return null;
  });
}

/** The first row among those whose values are neither more nor less frequent than the others'. */
function fromTheMiddle(rows: readonly Values[], paths: readonly string[]): Values | null {
  const counts = paths.map((path) => countsOf(rows, path));
  const frequency = rows.map((row) =>
    paths.reduce((sum, path, at) => sum + Math.log(counts[at]?.get(textOf(row, path)) ?? 1), 0),
  );
  const middle = frequency.toSorted((a, b) => a - b)[Math.floor((rows.length - 1) / 2)];
  return rows[frequency.findIndex((one) => one === middle)] ?? null;
}

/** The most frequent value of the first path, of the second one among its documents, and so on. */
function mostFrequent(rows: readonly Values[], paths: readonly string[]): Values | null {
  let left = rows;
  for (const path of paths) {
    const [top] = [...countsOf(left, path)].toSorted(([, a], [, b]) => b - a);
    left = left.filter((row) => textOf(row, path) === top?.[0]);
  }
  return left[0] ?? null;
}

function countsOf(rows: readonly Values[], path: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(textOf(row, path), (counts.get(textOf(row, path)) ?? 0) + 1);
  return counts;
}

function textOf(row: Values, path: string): string {
  return JSON.stringify(row[path]);
}

/**
 * What to fetch. A projection knows no positions in arrays, so `grid.1` takes all of `grid`; and a path below one that
 * is fetched anyway would collide with it.
 */
export function projectionOf(paths: readonly string[]): Document {
  const fetched = paths.map((path) => path.replace(/\.\d+(\..*)?$/, ''));
  const outermost = fetched.filter((path) => !fetched.some((other) => path.startsWith(`${other}.`)));
  return {
    ...(fetched.includes('_id') ? {} : { _id: 0 }),
    ...Object.fromEntries(outermost.map((path) => [path, 1])),
  };
}

function valuesOf(document: Document, paths: readonly string[], bson: typeof BSON): Values | null {
  const values = paths.map((path) => [path, valueAt(document, path.split('.'))] as const);
  if (values.some(([, value]) => value === undefined)) return null;
  return Object.fromEntries(values.map(([path, value]) => [path, ejsonOf(value, bson)]));
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

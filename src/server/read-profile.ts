import type { Json, JsonObject } from '../model/json.js';
import type { Connection } from './connection.js';
import { loadDriver } from './driver.js';
import { ejsonOf } from './ejson.js';
import { withUserErrors } from './errors.js';

export interface Profile {
  /** Documents of `system.profile` as EJSON, the newest first. */
  readonly records: readonly JsonObject[];
  /** Whether the profiler writes anything now. Null: the role may not know. */
  readonly isOn: boolean | null;
}

/** The profiler keeps 1 MB unless its collection was made larger. */
const most = 10_000;

/** What the profiler wrote of operations that took longer than `above` milliseconds. */
export async function readProfile(
  connection: Connection,
  database: string,
  above: number,
  signal?: AbortSignal,
): Promise<Profile> {
  const doing = { what: `reading the profile of ${database}`, needs: `dbAdmin on ${database}` };
  return withUserErrors(connection, doing, signal, async () => {
    const { BSON } = await loadDriver();
    const db = connection.client.db(database);
    const documents = await db
      .collection('system.profile')
      .find({ millis: { $gt: above } })
      .sort({ $natural: -1 })
      .limit(most)
      .toArray();
    const records = documents.map((document) => ejsonOf(document, BSON) as { readonly [key: string]: Json });
    const level: unknown = await db
      .command({ profile: -1 })
      .then(({ was }) => was as unknown)
      .catch(() => null);
    return { records, isOn: typeof level === 'number' ? level > 0 : null };
  });
}

import type { Document } from 'mongodb';
import type { Json } from '../model/json.js';
import type { CollectionKind } from '../model/live.js';
import type { Connection } from './connection.js';
import type { Driver } from './driver.js';
import { serverErrorOf } from './errors.js';

export interface ListedCollection {
  readonly name: string;
  readonly kind: CollectionKind;
  /** As the server expands it; absent where there is none, or the role does not permit to know. */
  readonly defaultCollation?: Json;
}

/**
 * The collections of a database in order of name, without the server's own `system.*`. Names and kinds alone are
 * permitted to every user with any privilege on a collection, their options only with read or dbAdmin.
 */
export async function listCollections(
  { client }: Connection,
  database: string,
  { BSON }: Driver,
  signal: AbortSignal | undefined,
): Promise<ListedCollection[]> {
  const list = (options: { nameOnly: boolean; authorizedCollections: boolean }): Promise<Document[]> =>
    client
      .db(database)
      .listCollections({}, { ...options, maxTimeMS: 30_000, signal })
      .toArray();
  const listed = await list({ nameOnly: false, authorizedCollections: false }).catch((error: unknown) => {
    if (serverErrorOf(error)?.code !== 13) throw error;
    return list({ nameOnly: true, authorizedCollections: true });
  });
  return listed
    .map(({ name, type, options }) => {
      const { collation } = (options ?? {}) as { collation?: Document };
      const kind = (type ?? 'collection') as CollectionKind;
      return {
        name: String(name),
        kind,
        ...(collation && { defaultCollation: BSON.EJSON.serialize(collation, { relaxed: true }) }),
      };
    })
    .filter(({ name }) => !name.startsWith('system.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

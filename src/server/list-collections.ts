import type { CollectionKind } from '../model/live.js';
import type { Connection } from './connection.js';

export interface ListedCollection {
  readonly name: string;
  readonly kind: CollectionKind;
}

/**
 * The collections of a database in order of name, without the server's own `system.*`. Names and kinds alone are
 * permitted to every user with any privilege on a collection; only those are listed.
 */
export async function listCollections(
  { client }: Connection,
  database: string,
  signal: AbortSignal | undefined,
): Promise<ListedCollection[]> {
  const options = { nameOnly: true, authorizedCollections: true, maxTimeMS: 30_000, signal } as const;
  const listed = await client.db(database).listCollections({}, options).toArray();
  return listed
    .filter(({ name }) => !name.startsWith('system.'))
    .map(({ name, type }) => ({ name, kind: (type ?? 'collection') as CollectionKind }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

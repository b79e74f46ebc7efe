import type { CollectionInfo } from 'mongodb';
import type { CollectionKind } from '../model/live.js';
import type { Connection } from './connection.js';
import { whyUnknown } from './errors.js';

export interface ListedCollection {
  readonly name: string;
  readonly kind: CollectionKind;
  /** As it was created with; null where the role permits names and kinds only. */
  readonly options: Readonly<Record<string, unknown>> | null;
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
  // Of the primary, as everything else: a secondary that lags behind does not have them all.
  const readPreference = 'primary';
  const options = {
    authorizedCollections: true,
    maxTimeMS: 30_000,
    batchSize: 1_000,
    signal,
    readPreference,
  } as const;
  const list = (nameOnly: boolean) =>
    client
      .db(database)
      .listCollections({}, { ...options, nameOnly })
      .toArray();
  const listed: (Pick<CollectionInfo, 'name'> & Partial<CollectionInfo>)[] = await list(false).catch(
    (error: unknown) => {
      if (whyUnknown(error) === 'denied') return list(true);
      throw error;
    },
  );
  return listed
    .filter(({ name }) => !name.startsWith('system.'))
    .map(({ name, type, options }) => ({
      name,
      kind: (type ?? 'collection') as CollectionKind,
      options: options ?? null,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

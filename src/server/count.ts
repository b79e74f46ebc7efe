import type { Connection } from './connection.js';
import { serverErrorOf, withUserErrors } from './errors.js';

/**
 * Documents in a collection, from the server's own bookkeeping: no document is read. Null: not permitted, or a view.
 * Of a sharded collection it may count some documents twice while chunks move.
 */
export async function countDocuments(
  connection: Connection,
  database: string,
  collection: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<number | null> {
  const doing = { what: `counting the documents of ${collection}`, needs: `read on ${database}` };
  return withUserErrors(connection, doing, signal, async () => {
    try {
      const source = connection.client.db(database).collection(collection);
      return await source.estimatedDocumentCount({ maxTimeMS: 2_000 });
    } catch (error) {
      // Explaining goes on without it, whatever the server has against it.
      if (serverErrorOf(error)) return null;
      throw error;
    }
  });
}

import type { Connection } from './connection.js';
import { withUserErrors } from './errors.js';

const serversOwn = new Set(['admin', 'config', 'local']);

/** Names of the databases that the user may see, in order, without the server's own (`admin`, `config`, `local`). */
export async function listDatabases(
  connection: Connection,
  options: { readonly signal?: AbortSignal } = {},
): Promise<string[]> {
  const { signal } = options;
  const doing = { what: 'listing the databases', needs: 'readAnyDatabase on admin' };
  const answer = await withUserErrors(connection, doing, signal, () =>
    connection.client
      .db('admin')
      .command(
        { listDatabases: 1, nameOnly: true, authorizedDatabases: true, maxTimeMS: 30_000 },
        { signal },
      ),
  );
  return (answer.databases as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !serversOwn.has(name))
    .sort();
}

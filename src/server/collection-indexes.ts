import type { JudgedIndex } from '../model/judgement.js';
import type { Connection } from './connection.js';
import { loadDriver } from './driver.js';
import { serverErrorOf, withUserErrors } from './errors.js';
import { listIndexes } from './list-indexes.js';
import { liveSpecification } from './live-specification.js';

/** The indexes of one collection as of now. Null: the role does not permit to list them, or it is a view. */
export async function collectionIndexes(
  connection: Connection,
  database: string,
  collection: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly JudgedIndex[] | null> {
  const doing = { what: `listing the indexes of ${collection}`, needs: `read on ${database}` };
  return withUserErrors(connection, doing, signal, async () => {
    const driver = await loadDriver();
    try {
      const found = await listIndexes(connection, database, collection, driver, signal);
      return found.map((raw) => {
        const { options, ...rest } = liveSpecification(raw, driver);
        const { hidden, ...others } = options;
        return { ...rest, options: others, isHidden: hidden === true };
      });
    } catch (error) {
      const code = serverErrorOf(error)?.code;
      if (code === undefined) throw error;
      // A collection that does not exist has none.
      return code === 26 ? [] : null;
    }
  });
}

import { explain, type ExplainOptions } from './explain.js';
import type { Explanation } from './model/explanation.js';
import type { IndexSpecification } from './model/index-specification.js';
import type { Json } from './model/json.js';
import { collectionOfCommand, type QueryCommand } from './model/command.js';
import type { QuerySite } from './model/query.js';
import type { Connection } from './server/connection.js';
import { copySample, createOnCopy, dropScratch, type ScratchCopy } from './server/scratch.js';

export { dropScratch, scratchName } from './server/scratch.js';

/** The same query with and without something. */
export interface Proof {
  readonly before: Explanation;
  readonly after: Explanation;
}

/**
 * Builds an index on a sample copy in a scratch database (`scratchName`), explains the query before and after, and drops
 * the database whatever happens.
 */
export async function tryIndex(
  { query: site, database, command, sample }: Explanation,
  connection: Connection,
  scratch: string,
  index: IndexSpecification,
  options: ExplainOptions = {},
): Promise<Proof & { readonly copy: ScratchCopy }> {
  const collection = collectionOfCommand(command);
  try {
    const copy = await copySample(connection, database, collection, scratch, filterOf(command), options);
    const run = () => explain(site, connection, scratch, { ...options, sample, verbosity: 'executionStats' });
    const before = await run();
    await createOnCopy(connection, scratch, collection, index, options);
    return { before, after: await run(), copy };
  } finally {
    await dropScratch(connection, scratch);
  }
}

/** The query as it would be without any index: a scan of the collection, under the time limit. */
export function explainFullScan(
  { query, database, sample }: Explanation,
  connection: Connection,
  options: ExplainOptions = {},
): Promise<Explanation> {
  const site: QuerySite = { ...query, hint: { kind: 'value', value: { $natural: 1 } } };
  return explain(site, connection, database, { ...options, sample, verbosity: 'executionStats' });
}

/** What the documents of a command are found by. */
function filterOf(command: QueryCommand): Json {
  if ('find' in command) return command.filter;
  if ('updates' in command) return command.updates[0].q;
  if ('deletes' in command) return command.deletes[0].q;
  if ('aggregate' in command) {
    const [first] = command.pipeline;
    return first !== null && typeof first === 'object' && '$match' in first ? first.$match : {};
  }
  return command.query ?? {};
}

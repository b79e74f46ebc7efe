import { explain, type ExplainOptions } from './explain.js';
import type { Explanation } from './model/explanation.js';
import type { IndexProposal } from './model/judgement.js';
import type { Json } from './model/json.js';
import { collectionOfCommand, type QueryCommand } from './model/command.js';
import type { QuerySite } from './model/query.js';
import { joinedCollections } from './query/command/joined-collections.js';
import type { Connection } from './server/connection.js';
import { copySample, createOnCopy, inScratch, type ScratchCopy } from './server/scratch.js';

export { dropScratch, scratchName } from './server/scratch.js';

/** An index that is advised; `replaces`: the one whose place it takes on the copy. */
export type TriedIndex = Pick<IndexProposal, 'key' | 'options' | 'name' | 'replaces'>;

/** The same query with and without something. */
interface Proof {
  readonly before: Explanation;
  readonly after: Explanation;
}

/** What came of an index on a sample copy. */
export interface Trial extends Proof {
  readonly copy: ScratchCopy;
  /** The collections that the query joins to it. */
  readonly joined: readonly ScratchCopy[];
}

/**
 * Builds an index on a sample copy in a scratch database (`scratchName`), explains the query before and after, and drops
 * the database whatever happens. The explanation is the one that the index was proposed for; collections that it joins
 * are copied, too.
 */
export async function tryIndex(
  explanation: Explanation,
  connection: Connection,
  scratch: string,
  index: TriedIndex,
  options: ExplainOptions = {},
): Promise<Trial> {
  return inScratch(connection, scratch, () => tryOnCopy(explanation, connection, scratch, index, options));
}

async function tryOnCopy(
  { query: site, database, command, sample }: Explanation,
  connection: Connection,
  scratch: string,
  index: TriedIndex,
  options: ExplainOptions,
): Promise<Trial> {
  const collection = collectionOfCommand(command);
  const copied = (name: string, filter: Json | null) =>
    copySample(connection, database, name, scratch, filter, options);
  const copy = await copied(collection, filterOf(command));
  const joined: ScratchCopy[] = [];
  for (const name of joinedCollections(command)) joined.push(await copied(name, null));
  const run = () => explain(site, connection, scratch, { ...options, sample, verbosity: 'executionStats' });
  const before = await run();
  await createOnCopy(connection, scratch, collection, index, index.replaces, options);
  return { before, after: await run(), copy, joined };
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

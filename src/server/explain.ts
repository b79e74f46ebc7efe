import type { Document } from 'mongodb';
import type { Json } from '../model/json.js';
import { collectionOfCommand, isWrite, type QueryCommand } from '../model/command.js';
import { UserError } from '../model/user-error.js';
import type { Connection } from './connection.js';
import { loadDriver } from './driver.js';
import { serverErrorOf, whyUnknown, withUserErrors } from './errors.js';

export interface ExplainLimits {
  /** `executionStats` runs the winning plan and tells of the rejected ones, `queryPlanner` only plans. */
  readonly verbosity?: 'queryPlanner' | 'executionStats';
  /** The server's time limit in milliseconds; 30,000 when left out. */
  readonly maxTimeMS?: number;
}

interface ExplainOptions extends ExplainLimits {
  readonly signal?: AbortSignal;
}

/**
 * The server's answer to `explain` of a command, as relaxed EJSON; a write is planned and never carried out. EJSON values of the command (`{"$oid": …}`) reach the
 * server as the BSON types they stand for. Rejects with a `UserError`: `timeout`, `not-permitted`, `cancelled`,
 * `usage` for a value that is no EJSON, `server` where the query is not valid.
 */
export async function explainCommand(
  connection: Connection,
  database: string,
  command: QueryCommand,
  { signal, verbosity = 'executionStats', maxTimeMS = 30_000 }: ExplainOptions = {},
): Promise<Json> {
  const { BSON } = await loadDriver();
  const explain = {
    explain: queryOf(command, BSON.EJSON),
    // The driver ignores a time limit among the options of `command`.
    maxTimeMS,
    comment: 'index-lens explain',
  };
  const doing = {
    what: `explaining a query on ${collectionOfCommand(command)}`,
    needs: `${isWrite(command) ? 'readWrite' : 'read'} on ${database}`,
  };
  return withUserErrors(connection, doing, signal, async () => {
    const ask = (wanted: string) =>
      connection.client.db(database).command({ ...explain, verbosity: wanted }, { signal });
    const answer = verbosity === 'executionStats' ? await askOfAllPlans(ask) : await ask(verbosity);
    // Of the session, not of the query.
    delete answer.$clusterTime;
    delete answer.operationTime;
    return BSON.EJSON.serialize(answer, { relaxed: true });
  });
}

/**
 * A run costs no more with what the planner's trial saw of the plans that it put aside. Servers that only speak
 * MongoDB's protocol may not know how to tell.
 */
async function askOfAllPlans(ask: (verbosity: string) => Promise<Document>): Promise<Document> {
  try {
    return await ask('allPlansExecution');
  } catch (error) {
    if (!isUnknownVerbosity(error)) throw error;
    return ask('executionStats');
  }
}

/** `Feature not supported` and the like, or a refusal that names the verbosity. */
function isUnknownVerbosity(error: unknown): boolean {
  const message = serverErrorOf(error)?.message ?? '';
  return whyUnknown(error) === 'unsupported' || /verbosity|allPlansExecution/iu.test(message);
}

/** A run that met the time limit is mostly answered as a success that tells of a failure, with figures up to there. */
export function isOutOfTime(answer: Json): boolean {
  const { executionStats } = answer as { readonly executionStats?: { readonly errorCode?: unknown } };
  return executionStats?.errorCode === 50;
}

function queryOf(
  command: QueryCommand,
  ejson: { deserialize(value: Document, options: object): unknown },
): Document {
  try {
    return ejson.deserialize(command, { relaxed: false }) as Document;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'not EJSON';
    throw new UserError(
      'usage',
      `A value of the query on ${collectionOfCommand(command)} cannot be read: ${reason}.`,
      'Write values as EJSON, for example {"$oid": "24 hexadecimal digits"} or {"$date": "2026-01-31T00:00:00Z"}.',
    );
  }
}

import type { Explanation } from './model/explanation.js';
import type { Json } from './model/json.js';
import type { QuerySite } from './model/query.js';
import { assess } from './query/assess.js';
import { findCommand } from './query/find-command.js';
import { samplePathsOf } from './query/holes.js';
import { readPlan } from './query/read-plan.js';
import { shapeOf } from './query/shape.js';
import type { Connection } from './server/connection.js';
import { countDocuments } from './server/count.js';
import { explainFind } from './server/explain.js';
import { sampleValues } from './server/sample.js';

interface ExplainOptions {
  /** Values by path, as EJSON, for what only the running program knows. */
  readonly input?: Readonly<Record<string, Json>>;
  readonly signal?: AbortSignal;
}

/** What the server does with a query of the code, values that are not known being taken from one of its documents. */
export async function explain(
  site: QuerySite,
  connection: Connection,
  database: string,
  { input = {}, signal }: ExplainOptions = {},
): Promise<Explanation> {
  const { find } = findCommand(site, { input }).command;
  const sample = await sampleOf(site, connection, database, find, { input, signal });
  const { command, values } = findCommand(site, { input, sample });
  const raw = await explainFind(connection, database, command, { signal });
  const documents = await countDocuments(connection, database, find, { signal });
  const plan = readPlan(raw);
  return {
    query: site,
    shape: shapeOf(site),
    database,
    command,
    values,
    plan,
    assessment: assess(plan, documents),
    documents,
  };
}

/** The values of one document, or where none has all of the paths, of several: each fits its own path at least. */
async function sampleOf(
  site: QuerySite,
  connection: Connection,
  database: string,
  collection: string,
  { input = {}, signal }: ExplainOptions,
): Promise<Readonly<Record<string, Json>>> {
  const paths = samplePathsOf(site).filter((path) => !Object.hasOwn(input, path));
  const whole = await sampleValues(connection, database, collection, paths, { signal });
  if (whole || paths.length < 2) return whole ?? {};
  const parts: Record<string, Json> = {};
  for (const path of paths) {
    Object.assign(parts, await sampleValues(connection, database, collection, [path], { signal }));
  }
  return parts;
}

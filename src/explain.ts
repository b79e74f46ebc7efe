import { emptyCatalog, type Catalog } from './model/catalog.js';
import { collectionOfCommand, isWrite, type QueryCommand } from './model/command.js';
import type { Explanation } from './model/explanation.js';
import type { Json } from './model/json.js';
import type { CollectionFacts } from './model/judgement.js';
import type { Plan } from './model/plan.js';
import type { QuerySite, SampleChoice } from './model/query.js';
import { UserError } from './model/user-error.js';
import { assess } from './query/plan/assess.js';
import { commandOf, readInstead, type BuiltCommand } from './query/command/command.js';
import type { Values } from './query/command/fill.js';
import { holeId } from './query/command/hole-id.js';
import { holesOf, samplePathsOf } from './query/command/holes.js';
import { knownEqualities } from './query/command/known-equalities.js';
import { pathsOf } from './query/schema-paths.js';
import { fewDocuments } from './query/plan/plan-facts.js';
import { readPlan } from './query/plan/read-plan.js';
import { shapeOf } from './query/shape.js';
import { proposeIndex } from './query/proposing/propose-index.js';
import type { Connection } from './server/connection.js';
import { collectionIndexes } from './server/collection-indexes.js';
import { countDocuments } from './server/count.js';
import { explainCommand, isOutOfTime, type ExplainLimits } from './server/explain.js';
import { samplePaths } from './server/sample-paths.js';
import { cachedIndexes } from './server/plan-cache.js';
import { sampleValues } from './server/sample.js';

export interface ExplainOptions extends ExplainLimits {
  /** Values by `holeId`, as EJSON, for what only the running program knows. */
  readonly input?: Readonly<Record<string, Json>>;
  /** Values of documents, by path, as an earlier explanation took them; others are sampled. */
  readonly sample?: Readonly<Record<string, Json>>;
  /** Whose schemas say what Mongoose casts the values by. */
  readonly catalog?: Catalog;
  /** Which documents give values; `typical` when left out. */
  readonly choice?: SampleChoice;
  readonly signal?: AbortSignal;
}

/** What the server does with a query of the code, values that are not known being taken from one of its documents. */
export async function explain(
  site: QuerySite,
  connection: Connection,
  database: string,
  { catalog = emptyCatalog, ...options }: ExplainOptions = {},
): Promise<Explanation> {
  const paths = pathsOf(catalog, site);
  const schema = site.api === 'mongoose' && paths ? { paths } : undefined;
  const collection = collectionOfCommand(commandOf(site, { ...options, schema }).command);
  const [{ documents, proposal }, explained] = await Promise.all([
    proposalFor(site, paths, connection, database, collection, options),
    explainFilled(site, connection, database, collection, { ...options, schema }),
  ]);
  const plan = planOf(explained);
  return {
    query: site,
    shape: shapeOf(site),
    database,
    command: explained.command,
    values: explained.values,
    notices: explained.notices,
    sample: explained.sample,
    timedOut: explained.timedOut,
    plan,
    assessment: assess(plan, documents, await cachedFor(plan, connection, database, collection, options)),
    proposal,
    documents,
  };
}

/**
 * Where the indexes that are there leave one to be wished for, documents tell how selective the paths are, and so their
 * best order: while the query itself is explained. Of few documents a sample tells less than the rule of equality, sort
 * and range.
 */
async function proposalFor(
  site: QuerySite,
  paths: CollectionFacts['paths'],
  connection: Connection,
  database: string,
  collection: string,
  options: ExplainOptions,
): Promise<Pick<Explanation, 'documents' | 'proposal'>> {
  const [documents, indexes] = await Promise.all([
    countDocuments(connection, database, collection, options),
    collectionIndexes(connection, database, collection, options),
  ]);
  const facts = { paths, documents };
  const foretold = indexes && proposeIndex(site, indexes, facts);
  const asked = sampledPaths(site);
  // One path has one order.
  if (!foretold || asked.length < 2 || documents === null || documents < fewDocuments)
    return { documents, proposal: foretold };
  const wanted = { collection, paths: asked, documents };
  const samples = (await samplePaths(connection, database, [wanted], options.signal)).get(collection);
  return { documents, proposal: samples ? proposeIndex(site, indexes, { ...facts, samples }) : foretold };
}

/** Paths that a projection can name. */
function sampledPaths(site: QuerySite): readonly string[] {
  const { filter, sort } = shapeOf(site);
  const asked = new Set([...filter.map(({ path }) => path), ...sort.map(([path]) => path)]);
  return [...asked].filter((path) => !/(?:^|\.)(?:\$|\d+(?:\.|$))|^$/u.test(path));
}

/** What queries of this shape run, which need not be what was planned now. Asked only where there was a choice. */
async function cachedFor(
  { planner, rejected }: Plan,
  connection: Connection,
  database: string,
  collection: string,
  { signal }: ExplainOptions,
): Promise<readonly string[] | null> {
  const { planCacheKey, isCached } = planner;
  if (planCacheKey === null || isCached || rejected.length === 0) return null;
  return cachedIndexes(connection, database, collection, planCacheKey, { signal });
}

type FillOptions = Omit<ExplainOptions, 'catalog'> & Pick<Values, 'schema'>;

async function explainFilled(
  site: QuerySite,
  connection: Connection,
  database: string,
  collection: string,
  options: FillOptions,
) {
  const sample = await sampledValues(site, connection, database, collection, options);
  const values = { ...options, sample };
  const run = async (built: BuiltCommand) => ({
    ...built,
    sample,
    ...(await runWithin(connection, database, built.command, options)),
  });
  const built = commandOf(site, values);
  try {
    return await run(built);
  } catch (error) {
    const isDenied = error instanceof UserError && error.code === 'not-permitted';
    if (isDenied && isWrite(built.command)) return run(readInstead(site, values));
    throw error;
  }
}

/** A query that the time limit cuts off without a plan is planned only. */
async function runWithin(
  connection: Connection,
  database: string,
  command: QueryCommand,
  options: ExplainOptions,
): Promise<{ readonly raw: Json; readonly timedOut: boolean }> {
  try {
    const raw = await explainCommand(connection, database, command, options);
    return { raw, timedOut: isOutOfTime(raw) };
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'timeout') throw error;
    const planned = { ...options, verbosity: 'queryPlanner' } as const;
    return { raw: await explainCommand(connection, database, command, planned), timedOut: true };
  }
}

/** A query that was cut off and left no trace in its plan has failed nevertheless. */
function planOf({ raw, timedOut }: { readonly raw: Json; readonly timedOut: boolean }): Plan {
  const plan = readPlan(raw);
  return timedOut && plan.failure === null
    ? { ...plan, failure: { message: 'operation exceeded time limit', code: 50 } }
    : plan;
}

/**
 * The values of one document, of one with what the query asks for beside them if there is; or where none has all of the
 * paths, of several: each fits its own path at least.
 */
export async function sampledValues(
  site: QuerySite,
  connection: Connection,
  database: string,
  collection: string,
  { input = {}, sample = {}, choice, signal, schema }: FillOptions,
): Promise<Readonly<Record<string, Json>>> {
  const open = new Set(
    holesOf(site).flatMap(({ path, text }) => (Object.hasOwn(input, holeId(path, text)) ? [] : [path])),
  );
  const paths = samplePathsOf(site).filter((path) => open.has(path) && !Object.hasOwn(sample, path));
  const take = (wanted: readonly string[]) =>
    sampleValues(connection, database, collection, wanted, {
      ...{ choice, signal },
      beside: knownEqualities(site, schema),
    });
  const whole = await take(paths);
  if (whole || paths.length < 2) return { ...sample, ...whole };
  const parts = await Promise.all(paths.map((path) => take([path])));
  return Object.assign({}, sample, ...parts) as Readonly<Record<string, Json>>;
}

import { sampledValues } from './explain.js';
import type { Catalog } from './model/catalog.js';
import type { QueryCommand } from './model/command.js';
import type { QuerySite } from './model/query.js';
import { UserError } from './model/user-error.js';
import { commandOf } from './query/command/command.js';
import { optionalPartsOf, withoutParts } from './query/command/optional-parts.js';
import { readPlan } from './query/plan/read-plan.js';
import type { Candidate } from './query/proposing/candidate.js';
import { measuredQueries, poolOf, type MeasuredRun } from './query/proposing/measured-set.js';
import type { StrategyProblem } from './query/proposing/strategy-problem.js';
import { pathsOf } from './query/schema-paths.js';
import type { Connection } from './server/connection.js';
import { CopiedIndexes } from './server/copied-indexes.js';
import { explainCommand } from './server/explain.js';
import { copySample, type ScratchCopy } from './server/scratch.js';

/** Where strategies are measured. */
export interface MeasuringPlace {
  readonly connection: Connection;
  readonly database: string;
  /** Of `scratchName`; it is dropped again, whatever happens. */
  readonly scratch: string;
  /** What Mongoose casts values by. */
  readonly catalog: Catalog;
  readonly signal?: AbortSignal;
  /** Told after each set of indexes how many were measured. */
  readonly onMeasured?: (sets: number) => void;
}

/** A query is given up after that time, in milliseconds, and counts as one without an index. */
const maxTimeMS = 5_000;
/** What a query without an index counts, in documents of the copy, where the server refuses it or does not come to its end. */
const asUnserved = 4;

/** A copy of a collection on which the queries are run by any set of the candidates that were built there. */
export class MeasuredCopy {
  readonly documents: ScratchCopy;
  /** One of each query; null: it cannot be run. */
  readonly commands: readonly (QueryCommand | null)[];
  /** What was built. */
  readonly pool: readonly Candidate[];
  readonly #place: MeasuringPlace;
  readonly #indexes: CopiedIndexes;
  readonly #names: ReadonlyMap<Candidate, string>;
  readonly #known = new Map<string, readonly MeasuredRun[]>();

  private constructor(
    place: MeasuringPlace,
    documents: ScratchCopy,
    commands: readonly (QueryCommand | null)[],
    indexes: CopiedIndexes,
    names: ReadonlyMap<Candidate, string>,
  ) {
    this.#place = place;
    this.documents = documents;
    this.commands = commands;
    this.#indexes = indexes;
    this.#names = names;
    this.pool = [...names.keys()];
  }

  /** Rejects with a `UserError`; what was made then is still there. */
  static async make(
    problem: StrategyProblem,
    planned: readonly Candidate[],
    collection: string,
    place: MeasuringPlace,
  ): Promise<MeasuredCopy> {
    const { connection, database, scratch, signal } = place;
    const options = { signal, indexes: false };
    const documents = await copySample(connection, database, collection, scratch, null, options);
    const commands: (QueryCommand | null)[] = [];
    for (const site of measuredQueries(problem)) commands.push(await commandFor(site, collection, place));
    const isWhole = documents.of !== null && documents.of <= documents.documents;
    const named = poolOf(problem, planned, isWhole).map((one, at) => [one, `tried_${at}`] as const);
    const indexes = new CopiedIndexes(connection, scratch, collection, { signal });
    const built = await indexes.build(named.map(([{ index }, name]) => ({ ...index, name })));
    if (named.length > 0 && built.size === 0) throw noneBuilt(collection);
    const names = new Map(named.filter(([, name]) => built.has(name)));
    return new MeasuredCopy(place, documents, commands, indexes, names);
  }

  /** What each query does where the planner knows these alone, created in their order, those that are there first. */
  async run(set: readonly Candidate[]): Promise<readonly MeasuredRun[]> {
    const inOrder = set.toSorted((a, b) => Number(b.isThere) - Number(a.isThere));
    const shown = inOrder.flatMap((one) => this.#names.get(one) ?? []);
    const known = this.#known.get(shown.join());
    if (known) return known;
    await this.#indexes.show(shown);
    const runs: MeasuredRun[] = [];
    for (const command of this.commands) runs.push(await this.#runOf(command));
    this.#known.set(shown.join(), runs);
    this.#place.onMeasured?.(this.#known.size);
    return runs;
  }

  async #runOf(command: QueryCommand | null): Promise<MeasuredRun> {
    if (command === null) return { examined: 0, used: [] };
    const { connection, scratch, signal } = this.#place;
    try {
      const raw = await explainCommand(connection, scratch, command, { maxTimeMS, signal });
      const { metrics, failure, indexes } = readPlan(raw);
      const used = this.pool.filter((one) => indexes.includes(this.#names.get(one) ?? ''));
      if (metrics && !failure) return { examined: metrics.keysExamined + metrics.docsExamined, used };
    } catch (error) {
      const isOfQuery = error instanceof UserError && ['server', 'timeout', 'usage'].includes(error.code);
      if (!isOfQuery) throw error;
    }
    return { examined: asUnserved * this.documents.documents, used: [] };
  }
}

/**
 * With values of a document of the copy, without what only some ways through the code write, and without a hint, which
 * names no index of the copy. Null: it cannot be run.
 */
async function commandFor(
  site: QuerySite,
  collection: string,
  { connection, scratch, catalog, signal }: MeasuringPlace,
): Promise<QueryCommand | null> {
  const omitted = new Set(optionalPartsOf(site).map(({ id }) => id));
  const certain = { ...withoutParts(site, omitted), hint: null };
  const paths = pathsOf(catalog, site);
  const schema = site.api === 'mongoose' && paths ? { paths } : undefined;
  const sample = await sampledValues(certain, connection, scratch, collection, { schema, signal });
  try {
    return commandOf(certain, { sample, schema }).command;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

function noneBuilt(collection: string): UserError {
  return new UserError(
    'server',
    `The server built none of the indexes on the copy of ${collection}.`,
    'To measure needs indexes that are hidden: MongoDB 4.4 or later.',
  );
}

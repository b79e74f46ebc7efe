import {
  isWrite,
  type AggregateCommand,
  type CountCommand,
  type DeleteCommand,
  type DistinctCommand,
  type FindAndModifyCommand,
  type FindCommand,
  type QueryCommand,
  type UpdateCommand,
} from '../../model/command.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { Expression, FilledValue, QuerySite } from '../../model/query.js';
import { UserError } from '../../model/user-error.js';
import { fillFilter, type Values } from './fill.js';
import { fillPipeline } from './fill-pipeline.js';
import { assumedCount, countHole, filledOption, optionHoles } from './option-holes.js';
import { undeclaredNotices } from './undeclared-paths.js';
import { commandKind } from '../operations.js';
import { knownOf, projectionDocument, sortDocument } from '../sort-and-projection.js';

/** The part of an update that the search does not depend on: it changes no document, whatever there is. */
const noChange: Json = { $unset: { 'index-lens-changes-nothing': '' } };

export interface BuiltCommand<Command extends QueryCommand = QueryCommand> {
  readonly command: Command;
  readonly values: readonly FilledValue[];
  /** What is not as the code says, in words. */
  readonly notices: readonly string[];
}

/**
 * The command that Mongoose, the driver or the shell sends for a site, and the value of each predicate with where it
 * came from. Predicates that only some ways through the code write are in it. Holes outside the filter that are not given are assumed:
 * ascending, a limit of 100, no skip. Of a write the change itself is left out; of an aggregation `$out` and `$merge`.
 *
 * Rejects as `no-query` what reads nothing by a filter, and what is known only when the program runs; as `no-collection`
 * a site whose collection could not be read.
 */
export function commandOf(site: QuerySite, values: Values): BuiltCommand {
  const kind = commandKind(site.operation);
  if (!kind) throw notExplained(site);
  const part = partsOf(site, values);
  const command = builders[kind](part);
  part.filled.push(...part.optionValues);
  const notices = [
    ...part.notices,
    ...(isWrite(command) ? [`Nothing is written: ${what(site)} is explained only.`] : []),
  ];
  return { command, values: part.filled, notices };
}

/**
 * The read that searches as the site does, for who may not write: what is going to be changed is read whole, and a
 * limit of one stands for a write of one.
 */
export function readInstead(site: QuerySite, values: Values): BuiltCommand<FindCommand> {
  const part = partsOf(site, values);
  const isOne = !/Many$|^update$|^remove$/u.test(site.operation);
  const { sort, options } = part;
  return {
    command: {
      find: part.collection,
      filter: part.filter(),
      ...(sort ? { sort } : {}),
      ...(isOne ? { limit: 1 } : {}),
      ...options,
    },
    values: [...part.filled, ...part.optionValues],
    notices: [
      ...part.notices,
      `Explained as a find with the same filter: your role may not write to ${part.collection}.`,
    ],
  };
}

interface Parts {
  readonly site: QuerySite;
  readonly collection: string;
  readonly filled: FilledValue[];
  readonly notices: string[];
  /** Of the holes beside the filter. */
  readonly optionValues: readonly FilledValue[];
  /** Fills the holes. */
  readonly filter: () => Json;
  readonly pipeline: () => readonly Json[];
  readonly sort: Json | null;
  readonly projection: Json | null;
  readonly limit: number;
  readonly skip: number;
  readonly options: { readonly hint?: Json; readonly collation?: Json };
}

function partsOf(site: QuerySite, given: Values): Parts {
  if (site.collection === null) throw noCollection(site);
  const values = site.api === 'mongoose' ? given : { ...given, schema: undefined };
  const filled: FilledValue[] = [];
  const notices = [...undeclaredNotices(site, values.schema)];
  const optionValues = optionHoles(site).map((hole) => filledOption(hole, values.input));
  const hint = site.hint && knownOf(site.hint);
  const collation = site.collation && knownOf(site.collation);
  return {
    site,
    collection: site.collection,
    filled,
    notices,
    optionValues,
    filter: () => fillFilter(site.filter, values, filled),
    pipeline: () => withoutOutput(fillPipeline(site.pipeline ?? nothing, values, filled), notices),
    sort: sortDocument(site.sort, values.input),
    projection: projectionDocument(site.projection),
    limit: countOf('limit', site.limit, values),
    skip: countOf('skip', site.skip, values),
    options: {
      ...(hint === undefined || hint === null ? {} : { hint }),
      ...(collation === undefined || collation === null ? {} : { collation }),
    },
  };
}

const nothing: Expression = { kind: 'array', items: [] };

function withoutOutput(pipeline: readonly Json[], notices: string[]): readonly Json[] {
  const isOutput = (stage: Json): boolean =>
    stage !== null && typeof stage === 'object' && ('$out' in stage || '$merge' in stage);
  const removed = pipeline.filter(isOutput).map((stage) => Object.keys(stage as object)[0]);
  if (removed.length > 0) notices.push(`Nothing is written: ${removed.join(' and ')} is left out.`);
  return pipeline.filter((stage) => !isOutput(stage));
}

const builders = {
  find: ({ collection, filter, sort, projection, limit, skip, options }: Parts): FindCommand => ({
    find: collection,
    filter: filter(),
    ...(sort ? { sort } : {}),
    ...(projection ? { projection } : {}),
    ...(limit === 0 ? {} : { limit: Math.abs(limit) }),
    ...(limit < 0 ? { singleBatch: true } : {}),
    ...(skip ? { skip } : {}),
    ...options,
  }),
  findOne: (parts: Parts): FindCommand => ({
    ...builders.find({ ...parts, limit: -1 }),
  }),
  exists: (parts: Parts): FindCommand =>
    builders.findOne({ ...parts, projection: { _id: 1, ...(parts.projection as JsonObject | null) } }),
  aggregate: ({ collection, pipeline, options }: Parts): AggregateCommand => ({
    aggregate: collection,
    pipeline: pipeline(),
    cursor: {},
    ...options,
  }),
  /** As the driver's `countDocuments` does it (`lib/collection.js` of mongodb). */
  countDocuments: ({ collection, filter, limit, skip, options }: Parts): AggregateCommand => ({
    aggregate: collection,
    pipeline: [
      { $match: filter() },
      ...(skip ? [{ $skip: skip }] : []),
      ...(limit ? [{ $limit: limit }] : []),
      { $group: { _id: 1, n: { $sum: 1 } } },
    ],
    cursor: {},
    ...options,
  }),
  count: ({ collection, filter, limit, skip, options }: Parts): CountCommand => ({
    count: collection,
    query: filter(),
    ...(limit ? { limit } : {}),
    ...(skip ? { skip } : {}),
    ...options,
  }),
  /** From the collection's bookkeeping. */
  estimatedDocumentCount: ({ collection, options }: Parts): CountCommand => ({
    count: collection,
    ...options,
  }),
  distinct: ({ site, collection, filter, options }: Parts): DistinctCommand => {
    if (site.distinctKey === null) throw unknownKey();
    return { distinct: collection, key: site.distinctKey, query: filter(), ...options };
  },
  updateOne: (parts: Parts): UpdateCommand => update(parts, false),
  updateMany: (parts: Parts): UpdateCommand => update(parts, true),
  deleteOne: (parts: Parts): DeleteCommand => remove(parts, 1),
  deleteMany: (parts: Parts): DeleteCommand => remove(parts, 0),
  findOneAndUpdate: (parts: Parts): FindAndModifyCommand => ({ ...modify(parts), update: noChange }),
  findOneAndDelete: (parts: Parts): FindAndModifyCommand => ({ ...modify(parts), remove: true }),
} as const;

function update({ collection, filter, options }: Parts, multi: boolean): UpdateCommand {
  return { update: collection, updates: [{ q: filter(), u: noChange, multi, ...options }] };
}

function remove({ collection, filter, options }: Parts, limit: 0 | 1): DeleteCommand {
  return { delete: collection, deletes: [{ q: filter(), limit, ...options }] };
}

function modify({ collection, filter, sort, projection, options }: Parts): FindAndModifyCommand {
  return {
    findAndModify: collection,
    query: filter(),
    ...(sort ? { sort } : {}),
    ...(projection ? { fields: projection } : {}),
    ...options,
  };
}

/** The server takes a negative limit as a single batch of that size; a limit of 0 is none. */
function countOf(part: 'limit' | 'skip', expression: Expression | null, { input }: Values): number {
  if (expression === null) return 0;
  const [hole] = countHole(part, expression);
  const count = Number(hole ? filledOption(hole, input).value : knownOf(expression));
  return Number.isInteger(count) ? count : assumedCount(part);
}

function what({ operation }: QuerySite): string {
  return operation.startsWith('find') ? `the search of ${operation}` : operation;
}

function notExplained({ operation }: QuerySite): UserError {
  return new UserError(
    'no-query',
    `A call of ${operation} cannot be explained.`,
    'Choose a find, an aggregate, a count, a distinct, an update or a delete.',
  );
}

function noCollection({ operation }: QuerySite): UserError {
  return new UserError(
    'no-collection',
    `The collection of this ${operation} could not be read from the code.`,
    'Explain a query on a model that is made with mongoose.model("Name", schema).',
  );
}

function unknownKey(): UserError {
  return new UserError(
    'no-query',
    'The path of this distinct is known only when the program runs.',
    'Choose a distinct that writes its path in the code.',
  );
}

import type { JsonObject } from '../model/json.js';

/** The command that an operation becomes. */
export type CommandKind =
  | 'find'
  | 'findOne'
  | 'exists'
  | 'aggregate'
  | 'countDocuments'
  | 'count'
  | 'estimatedDocumentCount'
  | 'distinct'
  | 'updateOne'
  | 'updateMany'
  | 'deleteOne'
  | 'deleteMany'
  | 'findOneAndUpdate'
  | 'findOneAndDelete';

const kinds: Readonly<Record<string, CommandKind>> = {
  find: 'find',
  findAndCount: 'find',
  findOne: 'findOne',
  findById: 'findOne',
  exists: 'exists',
  aggregate: 'aggregate',
  countDocuments: 'countDocuments',
  count: 'count',
  estimatedDocumentCount: 'estimatedDocumentCount',
  distinct: 'distinct',
  update: 'updateOne',
  updateOne: 'updateOne',
  replaceOne: 'updateOne',
  updateMany: 'updateMany',
  remove: 'deleteMany',
  deleteOne: 'deleteOne',
  deleteMany: 'deleteMany',
  findAndModify: 'findOneAndUpdate',
  findOneAndUpdate: 'findOneAndUpdate',
  findOneAndReplace: 'findOneAndUpdate',
  findByIdAndUpdate: 'findOneAndUpdate',
  findOneAndDelete: 'findOneAndDelete',
  findOneAndRemove: 'findOneAndDelete',
  findByIdAndDelete: 'findOneAndDelete',
  findByIdAndRemove: 'findOneAndDelete',
};

/** Undefined: it reads nothing by a filter. */
export function commandKind(operation: string): CommandKind | undefined {
  return Object.hasOwn(kinds, operation) ? kinds[operation] : undefined;
}

/** How the server's search for an operation is had from a find. */
interface AsFind {
  /** At most one document is asked for. */
  readonly single: boolean;
  /** What the operation reads of each document; `as written`: the projection of the code. */
  readonly projection: 'as written' | 'none' | JsonObject | 'filter only';
}

const one: AsFind = { single: true, projection: 'as written' };
/** The planner's search is the same; a document that is going to be changed is read whole. */
const changed: AsFind = { single: true, projection: 'none' };
/** A count needs no field beyond those of the filter: an index that has them answers it alone. */
const count: AsFind = { single: false, projection: 'filter only' };

const asFinds: Partial<Readonly<Record<CommandKind, AsFind>>> = {
  find: { single: false, projection: 'as written' },
  findOne: one,
  exists: { single: true, projection: { _id: 1 } },
  count,
  countDocuments: count,
  findOneAndDelete: changed,
  findOneAndUpdate: changed,
};

/** Undefined: its search is none of a find. */
export function asFind(operation: string): AsFind | undefined {
  const kind = commandKind(operation);
  return kind && asFinds[kind];
}

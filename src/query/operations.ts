import type { JsonObject } from '../model/json.js';

/** How the server's plan for an operation is had from a find. */
export interface AsFind {
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

const operations: Readonly<Record<string, AsFind>> = {
  find: { single: false, projection: 'as written' },
  findOne: one,
  findById: one,
  exists: { single: true, projection: { _id: 1 } },
  count,
  countDocuments: count,
  findOneAndDelete: changed,
  findOneAndRemove: changed,
  findOneAndReplace: changed,
  findOneAndUpdate: changed,
  findByIdAndDelete: changed,
  findByIdAndRemove: changed,
  findByIdAndUpdate: changed,
};

/** Undefined: not explained today. */
export function asFind(operation: string): AsFind | undefined {
  return Object.hasOwn(operations, operation) ? operations[operation] : undefined;
}

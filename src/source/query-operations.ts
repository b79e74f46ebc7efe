import type { QueryApi } from '../model/query.js';

const driver = [
  ...['find', 'findOne', 'count', 'countDocuments', 'estimatedDocumentCount', 'distinct', 'aggregate'],
  ...['updateOne', 'updateMany', 'replaceOne', 'deleteOne', 'deleteMany'],
  ...['findOneAndUpdate', 'findOneAndDelete', 'findOneAndReplace'],
];

/** Calls that read or write by a filter, by who takes them. */
const operations: Readonly<Record<QueryApi, ReadonlySet<string>>> = {
  driver: new Set(driver),
  mongoose: new Set([
    ...driver,
    ...['findById', 'exists', 'update', 'remove', 'findAndCount', 'findOneAndRemove'],
    ...['findByIdAndUpdate', 'findByIdAndDelete', 'findByIdAndRemove'],
  ]),
  shell: new Set([...driver, 'findAndModify', 'update', 'remove']),
};

export function isOperation(api: QueryApi, name: string): boolean {
  return operations[api].has(name);
}

/** Whether a call by this name on something unknown is likely a query. `update` and `remove` are names of much else. */
export function looksLikeQuery(name: string): boolean {
  return operations.mongoose.has(name) && !['update', 'remove', 'count', 'exists'].includes(name);
}

export const creating: ReadonlySet<string> = new Set(['createIndex', 'createIndexes', 'ensureIndex']);

/** Names of calls that say what they are called on: the driver's database, or a collection. */
export function tellsReceiver(name: string): boolean {
  return name === 'collection' || creating.has(name) || looksLikeQuery(name);
}

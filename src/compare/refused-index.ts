import type { ComparedCollection } from '../model/comparison.js';
import { liveOf } from '../model/comparison.js';
import type { Direction, IndexSpecification } from '../model/index-specification.js';
import type { Json } from '../model/json.js';
import type { CollectionKind } from '../model/live.js';
import { candidate, statusOf } from './status-of.js';

const types = new Set(['text', '2d', '2dsphere', 'hashed']);
const mostPaths = 32;
const mostSeconds = 2_147_483_647;
const options = new Set([
  ...['unique', 'sparse', 'hidden', 'expireAfterSeconds', 'partialFilterExpression', 'collation'],
  ...['weights', 'default_language', 'language_override', 'textIndexVersion', '2dsphereIndexVersion'],
  ...['bits', 'min', 'max', 'wildcardProjection', 'storageEngine', 'background', 'v'],
]);
const flags = ['unique', 'sparse', 'hidden'];

/**
 * Why the server would refuse to create an index, in a sentence; null: it would take it, as far as that is known before
 * (MongoDB's manual, `createIndexes`, and replies of MongoDB 7.0). What documents hold is the server's to find out.
 */
export function whyRefused(index: IndexSpecification): string | null {
  return keyRefusal(index) ?? optionRefusal(index) ?? combinedRefusal(index);
}

/** The same in a collection with what it has: another index may be in the way. */
export function whyRefusedIn(
  index: IndexSpecification,
  collection: ComparedCollection,
  kind: CollectionKind,
): string | null {
  if (kind === 'view') return 'A view has no indexes: create it on the collection that it reads from.';
  const own = whyRefused(index);
  if (own !== null) return own;
  const special = ['unique', 'sparse'].find((option) => index.options[option] === true);
  if (kind === 'timeseries' && special) return `A time series takes no ${special} index.`;
  const live = liveOf(collection);
  const { status, live: other } = statusOf(index, live.map(candidate), collection.idIndex?.options.collation);
  if (status === 'different')
    return `${other?.name ?? 'Another index'} is in the way: same key or name, other options.`;
  if (status !== 'missing') return `It exists already: ${other?.name ?? index.name}.`;
  return live.length >= 64 ? 'A collection has 64 indexes at most.' : null;
}

function keyRefusal({ key }: IndexSpecification): string | null {
  if (key.length === 0) return 'A key pattern names at least one path.';
  if (key.length > mostPaths) return `An index has at most ${mostPaths} paths.`;
  for (const [path, direction] of key) {
    if (path === '') return 'A path cannot be empty.';
    const parts = path.split('.');
    if (parts.includes('')) return `${path}: a part of the path is empty.`;
    if (parts.some((part) => part.startsWith('$')) && !/^(?:.*\.)?\$\*\*$/.test(path))
      return `${path}: a part of a path does not begin with $.`;
    const wrong = directionRefusal(direction);
    if (wrong !== null) return `${path}: ${wrong}`;
  }
  const count = (type: string): number => key.filter(([, direction]) => direction === type).length;
  if (count('hashed') > 1) return 'An index has one hashed path at most.';
  return null;
}

function directionRefusal(direction: Direction): string | null {
  if (typeof direction === 'number')
    return direction === 0 || Number.isNaN(direction) ? 'the direction is 1 or -1.' : null;
  return types.has(direction) ? null : 'the direction is 1, -1, "text", "2d", "2dsphere" or "hashed".';
}

function optionRefusal({ options: given }: IndexSpecification): string | null {
  const unknown = Object.keys(given).find((name) => !options.has(name));
  if (unknown !== undefined) return `There is no option ${unknown}.`;
  const flag = flags.find((name) => name in given && typeof given[name] !== 'boolean');
  if (flag !== undefined) return `${flag} is true or false.`;
  const { expireAfterSeconds: seconds, partialFilterExpression: filter, collation } = given;
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds >= 0 && seconds <= mostSeconds))
    return `expireAfterSeconds is a number from 0 to ${mostSeconds}.`;
  if (filter !== undefined && !isObject(filter)) return 'partialFilterExpression is a filter in braces.';
  if (collation !== undefined && !(isObject(collation) && typeof collation.locale === 'string'))
    return 'A collation names its locale, for example { locale: "en" }.';
  return null;
}

function combinedRefusal({ key, options: given }: IndexSpecification): string | null {
  const has = (type: string): boolean => key.some(([, direction]) => direction === type);
  const isWildcard = key.some(([path]) => path.endsWith('$**'));
  const isTtl = given.expireAfterSeconds !== undefined;
  const isPartial = given.partialFilterExpression !== undefined;
  if (isTtl && key.length > 1) return 'Only an index on one path lets documents expire.';
  if (key.length === 1 && key[0]?.[0] === '_id' && (isTtl || isPartial || given.sparse === true))
    return 'The index on _id takes neither an expiry, nor sparse, nor a partial filter.';
  if (isPartial && given.sparse === true) return 'An index is sparse or partial, not both.';
  if (has('hashed') && given.unique === true) return 'A hashed index cannot be unique.';
  if (isWildcard && (given.unique === true || isTtl))
    return 'A wildcard index is neither unique nor lets documents expire.';
  if (given.wildcardProjection !== undefined && !isWildcard) return 'wildcardProjection wants the path $**.';
  return null;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Json } from '../model/json.js';
import type { FindCommand } from '../model/query.js';

/** `db.contacts.find({ companyId: 7 }).sort({ createdAt: -1 }).limit(20)`, to be pasted into mongosh. */
export function shellCommand(command: FindCommand): string {
  const { find, filter, projection, sort, skip, limit } = command;
  const collection = /^[A-Za-z_]\w*$/u.test(find)
    ? `db.${find}`
    : `db.getCollection(${JSON.stringify(find)})`;
  const read =
    projection === undefined ? shellValue(filter) : `${shellValue(filter)}, ${shellValue(projection)}`;
  return [
    `${collection}.find(${read})`,
    ...(sort === undefined ? [] : [`sort(${shellValue(sort)})`]),
    ...(skip === undefined ? [] : [`skip(${skip})`]),
    ...(limit === undefined ? [] : [`limit(${limit})`]),
  ].join('.');
}

/** Values of BSON types by mongosh's constructors, the rest as JavaScript. */
export function shellValue(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(shellValue).join(', ')}]`;
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const [first] = entries;
  if (!first) return '{}';
  const own = entries.length === 1 ? constructed(first[0], first[1]) : null;
  return own ?? `{ ${entries.map(([key, inner]) => `${keyText(key)}: ${shellValue(inner)}`).join(', ')} }`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/u.test(key) ? key : JSON.stringify(key);
}

function constructed(type: string, value: Json): string | null {
  if (type === '$regularExpression') {
    const { pattern, options } = value as Readonly<Record<string, Json>>;
    return typeof pattern === 'string' && typeof options === 'string'
      ? `/${pattern.replaceAll('/', '\\/')}/${options}`
      : null;
  }
  if (type === '$date')
    return typeof value === 'string' ? `ISODate(${JSON.stringify(value)})` : dateOf(value);
  if (typeof value !== 'string') return null;
  const name = constructors[type];
  return name === undefined ? null : `${name}(${JSON.stringify(value)})`;
}

const constructors: Readonly<Record<string, string>> = {
  $oid: 'ObjectId',
  $numberLong: 'Long',
  $numberInt: 'Int32',
  $numberDouble: 'Double',
  $numberDecimal: 'Decimal128',
  $uuid: 'UUID',
};

/** Dates outside the years 1970 to 9999 stand as milliseconds. */
function dateOf(value: Json): string | null {
  if (value === null || typeof value !== 'object' || !('$numberLong' in value)) return null;
  return typeof value.$numberLong === 'string' ? `new Date(${value.$numberLong})` : null;
}

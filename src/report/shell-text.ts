import type { Json } from '../model/json.js';
import type { FindCommand } from '../model/query.js';

/** `db.contacts.find({ companyId: 7 }).sort({ createdAt: -1 }).limit(20)`, to be pasted into mongosh. */
export function shellCommand(command: FindCommand): string {
  const { find, filter, projection, sort, skip, limit } = command;
  const read =
    projection === undefined ? shellValue(filter) : `${shellValue(filter)}, ${shellValue(projection)}`;
  return [
    `${shellCollection(find)}.find(${read})`,
    ...(sort === undefined ? [] : [`sort(${shellValue(sort)})`]),
    ...(skip === undefined ? [] : [`skip(${skip})`]),
    ...(limit === undefined ? [] : [`limit(${limit})`]),
  ].join('.');
}

/** `db.contacts`, or `db.getCollection("odd name")`. */
export function shellCollection(name: string): string {
  return /^[A-Za-z_]\w*$/u.test(name) ? `db.${name}` : `db.getCollection(${JSON.stringify(name)})`;
}

/** Values of BSON types by mongosh's constructors, the rest as JavaScript. */
export function shellValue(value: Json): string {
  return valueText(value, shellConstructors);
}

/** The same for a program that has Mongoose: mongosh's constructors are not there. */
export function javaScriptValue(value: Json): string {
  return valueText(value, mongooseConstructors);
}

function valueText(value: Json, constructors: Constructors): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const inner = (each: Json): string => valueText(each, constructors);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(inner).join(', ')}]`;
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const [first] = entries;
  if (!first) return '{}';
  const own = entries.length === 1 ? constructed(first[0], first[1], constructors) : null;
  return own ?? `{ ${entries.map(([key, each]) => `${keyText(key)}: ${inner(each)}`).join(', ')} }`;
}

function keyText(key: string): string {
  return /^[A-Za-z_$][\w$]*$/u.test(key) ? key : JSON.stringify(key);
}

function constructed(type: string, value: Json, constructors: Constructors): string | null {
  if (type === '$regularExpression') {
    const { pattern, options } = value as Readonly<Record<string, Json>>;
    return typeof pattern === 'string' && typeof options === 'string'
      ? `/${pattern.replaceAll('/', '\\/')}/${options}`
      : null;
  }
  if (type === '$date')
    return typeof value === 'string' ? `${constructors.$date}(${JSON.stringify(value)})` : dateOf(value);
  if (typeof value !== 'string') return null;
  const name = constructors[type];
  return name === undefined ? null : `${name}(${JSON.stringify(value)})`;
}

type Constructors = Readonly<Record<string, string>> & { readonly $date: string };

const shellConstructors: Constructors = {
  $date: 'ISODate',
  $oid: 'ObjectId',
  $numberLong: 'Long',
  $numberInt: 'Int32',
  $numberDouble: 'Double',
  $numberDecimal: 'Decimal128',
  $uuid: 'UUID',
};

const mongooseConstructors: Constructors = {
  $date: 'new Date',
  $oid: 'new mongoose.Types.ObjectId',
  $numberLong: 'mongoose.mongo.Long.fromString',
  $numberInt: 'Number',
  $numberDouble: 'Number',
  $numberDecimal: 'mongoose.Types.Decimal128.fromString',
  $uuid: 'new mongoose.mongo.UUID',
};

/** Dates outside the years 1970 to 9999 stand as milliseconds. */
function dateOf(value: Json): string | null {
  if (value === null || typeof value !== 'object' || !('$numberLong' in value)) return null;
  return typeof value.$numberLong === 'string' ? `new Date(${value.$numberLong})` : null;
}

import type { Json } from '../model/json.js';
import type { FindCommand, QueryCommand } from '../model/command.js';

/**
 * `db.contacts.find({ companyId: 7 }).sort({ createdAt: -1 }).limit(20)`, to be pasted into mongosh. A write stands inside
 * its explain: pasted, it changes nothing.
 */
export function shellCommand(command: QueryCommand): string {
  if ('find' in command) return findText(command);
  if ('aggregate' in command)
    return `${shellCollection(command.aggregate)}.aggregate(${argumentsText([command.pipeline, optionsOf(command)])})`;
  if ('distinct' in command)
    return `${shellCollection(command.distinct)}.distinct(${argumentsText([command.key, command.query, optionsOf(command)])})`;
  const json = command as unknown as Json;
  return `db.runCommand(${shellValue('count' in command ? json : { explain: json, verbosity: 'queryPlanner' })})`;
}

function findText(command: FindCommand): string {
  const { find, filter, projection, sort, skip, limit, hint, collation } = command;
  return [
    `${shellCollection(find)}.find(${argumentsText([filter, projection ?? null])})`,
    ...(sort === undefined ? [] : [`sort(${shellValue(sort)})`]),
    ...(skip === undefined ? [] : [`skip(${skip})`]),
    ...(limit === undefined ? [] : [`limit(${limit})`]),
    ...(hint === undefined ? [] : [`hint(${shellValue(hint)})`]),
    ...(collation === undefined ? [] : [`collation(${shellValue(collation)})`]),
  ].join('.');
}

/** `db.contacts`, or `db.getCollection("odd name")`. */
export function shellCollection(name: string): string {
  return /^[A-Za-z_]\w*$/u.test(name) ? `db.${name}` : `db.getCollection(${JSON.stringify(name)})`;
}

/** The last one may be left out. */
function argumentsText(values: readonly (Json | null)[]): string {
  const given = values.at(-1) === null ? values.slice(0, -1) : values;
  return given.map(shellValue).join(', ');
}

function optionsOf({ hint, collation }: Pick<FindCommand, 'hint' | 'collation'>): Json {
  if (hint === undefined && collation === undefined) return null;
  return { ...(hint === undefined ? {} : { hint }), ...(collation === undefined ? {} : { collation }) };
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

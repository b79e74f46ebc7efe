import type { Json } from '../../model/json.js';
import type { SchemaPath } from '../../model/schema-path.js';
import { isList } from '../filter-walk.js';

/** What a schema says of its paths, for the values that Mongoose casts. */
export interface QuerySchema {
  readonly paths: readonly SchemaPath[];
}

/** A path's declaration; positions in arrays stand for their elements. Null: it is not declared, or anything may stand there. */
export function schemaPathOf(schema: QuerySchema | undefined, path: string): SchemaPath | null {
  const plain = path.replace(/\.(?:\d+|\$(?:\[[^\]]*\])?)(?=\.|$)/gu, '');
  return schema?.paths.find((one) => one.path === plain) ?? null;
}

const perItem = new Set(['$in', '$nin', '$all']);
/** Operators whose operand is of the path's own type. */
const ofType = new Set(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', ...perItem]);

/**
 * An operand as Mongoose sends it for a path that its schema declares (`castForQuery` in `lib/schemaType.js` and
 * `lib/schema/*.js`, `lib/cast.js`). What cannot be cast stands as it is: Mongoose refuses it before it is sent. A list
 * in place of a value, where the path holds no array, becomes `$in`.
 */
export function castOperand(
  schema: QuerySchema | undefined,
  path: string,
  operator: string,
  value: Json,
): Json {
  const declared = schemaPathOf(schema, path);
  if (!declared?.type) return value;
  if (operator === '$exists') return castTo('Boolean', value);
  if (operator === '$size' && typeof value === 'string') return castTo('Number', value);
  if (!ofType.has(operator)) return value;
  const { type } = declared;
  if (perItem.has(operator)) return (isList(value) ? value : [value]).map((item) => castTo(type, item));
  if (!isList(value)) return castTo(type, value);
  const items = value.map((item) => castTo(type, item));
  return operator === '$eq' && !holdsArray(schema, declared) ? { $in: items } : items;
}

/** Whether the path itself is an array; below one, `isArray` says that of its elements' paths, too. */
function holdsArray(schema: QuerySchema | undefined, { path, isArray, type }: SchemaPath): boolean {
  if (type === 'Array' || type === 'DocumentArray' || type === 'Mixed' || type === 'Buffer') return true;
  const isBelow = schema?.paths.some((one) => one.isArray && path.startsWith(`${one.path}.`)) ?? false;
  return isArray && !isBelow;
}

type Cast = (value: Json) => Json | undefined;

/** By Mongoose's names of types; undefined: it cannot be cast. See `lib/cast/*.js`. */
const casts: Readonly<Record<string, Cast>> = {
  ObjectId: (value) =>
    typeof value === 'string' && /^[0-9a-f]{24}$/iu.test(value) ? { $oid: value.toLowerCase() } : undefined,
  Date: (value) => {
    const isNumber = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/u.test(value) && value.length > 4;
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    const time = new Date(isNumber ? Number(value) : value);
    return Number.isNaN(time.getTime()) ? undefined : dateJson(time);
  },
  Number: (value) => {
    if (typeof value === 'boolean') return Number(value);
    if (typeof value !== 'string') return undefined;
    if (value === '') return null;
    return Number.isNaN(Number(value)) ? undefined : Number(value);
  },
  String: (value) => {
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return oidOf(value) ?? undefined;
  },
  Boolean: (value) => {
    const text = JSON.stringify(value).replaceAll('"', '');
    if (['true', '1', 'yes'].includes(text)) return true;
    return ['false', '0', 'no'].includes(text) ? false : undefined;
  },
  Decimal128: (value) =>
    typeof value === 'string' || typeof value === 'number' ? { $numberDecimal: String(value) } : undefined,
  BigInt: (value) =>
    typeof value === 'number' || (typeof value === 'string' && /^-?\d+$/u.test(value))
      ? { $numberLong: String(value) }
      : undefined,
  UUID: (value) => (typeof value === 'string' ? { $uuid: value } : undefined),
};

export function castTo(type: string, value: Json): Json {
  if (value === null) return value;
  const cast = Object.hasOwn(casts, type) ? casts[type] : undefined;
  return cast?.(value) ?? value;
}

function dateJson(time: Date): Json {
  const year = time.getUTCFullYear();
  return year >= 1970 && year <= 9999
    ? { $date: time.toISOString() }
    : { $date: { $numberLong: String(time.getTime()) } };
}

function oidOf(value: Json): string | null {
  if (value === null || typeof value !== 'object' || !('$oid' in value)) return null;
  return typeof value.$oid === 'string' ? value.$oid : null;
}

/** What the code makes of a value that is known only when it runs: `new ObjectId(id)` is an ObjectId. */
export function typeByText(text: string): string | null {
  const [, name = ''] = /^(?:new )?(?:[\w$]+\.)*(\w+)\(/u.exec(text) ?? [];
  return Object.hasOwn(made, name) ? (made[name] ?? null) : null;
}

const made: Readonly<Record<string, string>> = {
  ObjectId: 'ObjectId',
  ObjectID: 'ObjectId',
  createFromHexString: 'ObjectId',
  Date: 'Date',
  ISODate: 'Date',
  now: 'Number',
  Number: 'Number',
  parseInt: 'Number',
  parseFloat: 'Number',
  String: 'String',
  toString: 'String',
  trim: 'String',
  toLowerCase: 'String',
  toUpperCase: 'String',
  Boolean: 'Boolean',
};

/** A value of a type that matches nothing, or little. */
export function placeholderOf(type: string | null): Json | undefined {
  const values: Readonly<Record<string, Json>> = {
    ObjectId: { $oid: '0'.repeat(24) },
    Date: { $date: '2000-01-01T00:00:00.000Z' },
    Number: 0,
    Int32: 0,
    Double: 0,
    Boolean: true,
    String: 'placeholder',
    Decimal128: { $numberDecimal: '0' },
    BigInt: { $numberLong: '0' },
    UUID: { $uuid: '00000000-0000-4000-8000-000000000000' },
  };
  return type !== null && Object.hasOwn(values, type) ? values[type] : undefined;
}

import type { Json, JsonObject } from '../model/json.js';

/**
 * One text for each meaning of a `partialFilterExpression`. The server compares the parsed and optimised filters, so
 * that the order of conditions, `$eq`, a lone `$and`, an `$in` of one value, or a number for a `$type` make no
 * difference (seen on 7.0; test/server/compare.test.ts asks the server again). Order inside a value does matter.
 */
export function canonicalFilter(filter: Json): string {
  return isObject(filter) ? JSON.stringify(conjunction(filter)) : JSON.stringify(filter);
}

type Condition = readonly [operator: string, ...operands: Json[]];

function conjunction(filter: JsonObject): Condition {
  const conditions = sorted(Object.entries(filter).flatMap(([key, value]) => conditionsOf(key, value)));
  const [first] = conditions;
  return conditions.length === 1 && first ? first : ['$and', ...conditions];
}

function conditionsOf(key: string, value: Json): Condition[] {
  if (key === '$and' && Array.isArray(value)) {
    return (value as readonly Json[]).flatMap((part) => {
      const condition = isObject(part) ? conjunction(part) : (['$value', part] as const);
      return condition[0] === '$and' ? (condition.slice(1) as unknown as Condition[]) : [condition];
    });
  }
  if (key === '$or' && Array.isArray(value)) return [disjunction(value as readonly Json[])];
  if (!isObject(value) || !isOperators(value)) return [['$eq', key, JSON.stringify(value)]];
  return Object.entries(value).map(([operator, operand]) => predicate(key, operator, operand));
}

function predicate(path: string, operator: string, operand: Json): Condition {
  if (operator === '$eq') return ['$eq', path, JSON.stringify(operand)];
  if (operator === '$in' && Array.isArray(operand)) {
    return anyOf(
      path,
      (operand as readonly Json[]).map((value) => JSON.stringify(value)),
    );
  }
  if (operator === '$exists') return ['$exists', path, operand !== false && operand !== 0];
  if (operator === '$type') {
    const types = (Array.isArray(operand) ? operand : [operand]) as readonly Json[];
    return ['$type', path, ...distinct(types.map(typeName))];
  }
  return [operator, path, operand];
}

/** Equalities on one path are one `$in`; an `$in` that was written so stays apart. */
function disjunction(parts: readonly Json[]): Condition {
  const equalities = new Map<string, Json[]>();
  const others: Condition[] = [];
  for (const part of parts) {
    const condition = isObject(part) ? conjunction(part) : (['$value', part] as const);
    const [operator, path = null, value = null] = condition;
    if (operator === '$or') others.push(...(condition.slice(1) as unknown as Condition[]));
    else if (operator === '$eq' && typeof path === 'string') {
      equalities.set(path, [...(equalities.get(path) ?? []), value]);
    } else others.push(condition);
  }
  const merged = [...equalities].map(([path, values]): Condition =>
    // The server keeps this `$in` even where its values turn out to be one.
    values.length === 1 ? ['$eq', path, ...values] : ['$in', path, ...distinct(values)],
  );
  const conditions = sorted([...merged, ...others]);
  const [first] = conditions;
  return conditions.length === 1 && first ? first : ['$or', ...conditions];
}

function anyOf(path: string, values: readonly string[]): Condition {
  const [first = '', ...more] = distinct(values);
  return more.length === 0 ? ['$eq', path, first] : ['$in', path, first, ...more];
}

function sorted(conditions: readonly Condition[]): Condition[] {
  return conditions
    .map((condition) => ({ condition, text: JSON.stringify(condition) }))
    .sort((left, right) => (left.text < right.text ? -1 : 1))
    .map(({ condition }) => condition);
}

/** Each once, sorted. */
function distinct<T extends Json>(texts: readonly T[]): T[] {
  return [...new Set(texts)].sort();
}

/** Numbers and names of BSON types: https://www.mongodb.com/docs/manual/reference/bson-types/ */
const typeNames: Readonly<Record<string, string>> = {
  '1': 'double',
  '2': 'string',
  '3': 'object',
  '4': 'array',
  '5': 'binData',
  '7': 'objectId',
  '8': 'bool',
  '9': 'date',
  '10': 'null',
  '11': 'regex',
  '13': 'javascript',
  '16': 'int',
  '17': 'timestamp',
  '18': 'long',
  '19': 'decimal',
  '-1': 'minKey',
  '127': 'maxKey',
};

function typeName(type: Json): string {
  return typeof type === 'string' ? type : (typeNames[JSON.stringify(type)] ?? JSON.stringify(type));
}

/** Extended JSON writes values as objects whose first key starts with `$` too. */
const valueWrappers = new Set([
  '$oid',
  '$date',
  '$numberInt',
  '$numberLong',
  '$numberDouble',
  '$numberDecimal',
  '$binary',
  '$uuid',
  '$timestamp',
  '$regularExpression',
  '$code',
  '$symbol',
  '$minKey',
  '$maxKey',
  '$undefined',
]);

function isOperators(value: JsonObject): boolean {
  const [first] = Object.keys(value);
  return first?.startsWith('$') === true && !valueWrappers.has(first);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

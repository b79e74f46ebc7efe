import type { Json } from '../../model/json.js';

/** EJSON as the server prints a value among index bounds. */
export function printedValue(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[ ${(value as readonly Json[]).map(printedValue).join(', ')} ]`;
  const [entry] = Object.entries(value as Readonly<Record<string, Json>>);
  if (!entry) return '{}';
  const [type, inner] = entry;
  if (type === '$minKey') return 'MinKey';
  if (type === '$maxKey') return 'MaxKey';
  if (type === '$oid' && typeof inner === 'string') return `ObjectId('${inner}')`;
  if (type === '$date' && typeof inner === 'string') return `new Date(${Date.parse(inner)})`;
  if (type.startsWith('$number') && typeof inner === 'string') return inner;
  return JSON.stringify(value);
}

/** A value that the server prints, for people: dates as dates, `7.0` as `7`. */
export function valueWords(printed: string): string {
  const date = /^new Date\((-?\d+)\)$/u.exec(printed);
  if (date) return dateWords(Number(date[1]));
  if (/^-?\d+\.0$/u.test(printed)) return printed.slice(0, -2);
  if (printed.startsWith('CollationKey')) return 'one value, by its collation';
  return printed.replace(/^ObjectId\('(\w+)'\)$/u, 'ObjectId("$1")');
}

/** `2025-01-01`, or with the time where it is not midnight. */
function dateWords(ms: number): string {
  if (Math.abs(ms) > 8.64e15) return String(ms);
  return new Date(ms)
    .toISOString()
    .replace(/T00:00:00\.000Z$/u, '')
    .replace(/\.000Z$/u, 'Z');
}

/** EJSON for people: `{ status: "paid", createdAt: { $gte: 2024-03-09 } }`; an `$eq` is left out. */
export function ejsonWords(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(ejsonWords).join(', ')}]`;
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const [first] = entries;
  if (!first) return '{}';
  const [type, inner] = first;
  if (entries.length === 1) {
    if (type === '$eq' || type === '$const') return ejsonWords(inner);
    if (type === '$date' && typeof inner === 'string') return dateWords(Date.parse(inner));
    if (type === '$oid') return `ObjectId(${JSON.stringify(inner)})`;
    if (type.startsWith('$number') && typeof inner === 'string') return inner;
    if (type === '$code' && typeof inner === 'string') return inner;
    if (type === '$regex' && typeof inner === 'string') return `/${inner}/`;
  }
  return `{ ${entries.map(([key, part]) => `${key}: ${ejsonWords(part)}`).join(', ')} }`;
}

import type { Json } from '../../model/json.js';

const day = 24 * 60 * 60 * 1000;

/**
 * A value a little above `value`, so that a range between the two holds something: a number by 1, a date and an
 * ObjectId (its time) by a day, a text by every text that begins with it. Any other value as it stands.
 */
export function above(value: Json): Json {
  return moved(value, 1);
}

/** The counterpart of `above`; a text goes down to the empty one. */
export function below(value: Json): Json {
  return moved(value, -1);
}

function moved(value: Json, by: 1 | -1): Json {
  if (typeof value === 'number') return value + by;
  if (typeof value === 'string') return by === 1 ? `${value}\uffff` : '';
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const [[type, inner] = [], ...rest] = Object.entries(value);
  if (type === undefined || inner === undefined || rest.length > 0) return value;
  return movedEjson(type, inner, by) ?? value;
}

function movedEjson(type: string, inner: Json, by: 1 | -1): Json | null {
  if (type === '$date') {
    const ms = typeof inner === 'string' ? Date.parse(inner) : Number(numberLong(inner));
    const moved = new Date(ms + by * day);
    return Number.isNaN(moved.getTime()) ? null : { $date: moved.toISOString() };
  }
  if (typeof inner !== 'string') return null;
  if (type === '$numberLong') return { $numberLong: String(BigInt(inner) + BigInt(by)) };
  if (type === '$numberInt' || type === '$numberDouble' || type === '$numberDecimal') {
    return Number.isFinite(Number(inner)) ? { [type]: String(Number(inner) + by) } : null;
  }
  if (type === '$oid') {
    const seconds = Math.max(0, Number.parseInt(inner.slice(0, 8), 16) + (by * day) / 1000);
    return { $oid: seconds.toString(16).padStart(8, '0') + inner.slice(8) };
  }
  return null;
}

function numberLong(value: Json): Json {
  return value !== null && typeof value === 'object' && '$numberLong' in value ? value.$numberLong : value;
}

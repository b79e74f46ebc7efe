import type { Json, JsonObject } from '../model/json.js';

/** Reading a server's answer, of which any part may be absent: null then. */

export function asObject(value: Json | undefined): JsonObject | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : null;
}

export function objectAt(parent: JsonObject | null, key: string): JsonObject | null {
  return asObject(parent?.[key]);
}

/** The objects of a list; empty where there is none. */
export function objectsAt(parent: JsonObject | null, key: string): readonly JsonObject[] {
  return objectsOf(parent?.[key]);
}

export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).map(asObject).filter((item) => item !== null);
}

/** Amazon DocumentDB gives its numbers as text; a 64-bit number that is too large for JSON stands as EJSON. */
export function numberAt(parent: JsonObject | null, key: string): number | null {
  const value = parent?.[key];
  const text = typeof value === 'string' ? value : textAt(asObject(value), '$numberLong');
  if (text !== null) return /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : null;
  return typeof value === 'number' ? value : null;
}

export function textAt(parent: JsonObject | null, key: string): string | null {
  const value = parent?.[key];
  return typeof value === 'string' ? value : null;
}

export function without(parent: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(parent).filter(([key]) => !keys.includes(key)));
}

/** All objects, at any depth, that have `key`, from the top. */
export function objectsWith(raw: Json, key: string): readonly JsonObject[] {
  if (Array.isArray(raw)) return (raw as readonly Json[]).flatMap((item) => objectsWith(item, key));
  const parent = asObject(raw);
  if (!parent) return [];
  const below = Object.values(parent).flatMap((value) => objectsWith(value, key));
  return key in parent ? [parent, ...below] : below;
}

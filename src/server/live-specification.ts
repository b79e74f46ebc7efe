import type { Document } from 'mongodb';
import type { Direction, IndexSpecification, KeyPattern } from '../model/index-specification.js';
import type { Json, JsonObject } from '../model/json.js';
import type { Driver } from './driver.js';

/** What is no option, or noise (design.md, "Truth first"), or said elsewhere. */
const notOptions = new Set(['key', 'name', 'v', 'ns', 'background', 'clustered']);

/**
 * A specification as `listIndexes` or `$indexStats` gives it, in the words of code: text fields listed with their
 * paths in place of `_fts` and `_ftsx` (the server keeps them sorted by name), and without the defaults that the
 * server writes out. A collation stays whole, as the server expands it.
 */
export function liveSpecification(raw: Document, { BSON }: Driver): IndexSpecification {
  const options: JsonObject = BSON.EJSON.serialize(raw, { relaxed: true });
  return {
    key: keyPattern(raw),
    options: Object.fromEntries(
      Object.entries(options).filter(
        ([name, value]) => !notOptions.has(name) && !isServerDefault(name, value),
      ),
    ),
    name: String(raw.name),
  };
}

function keyPattern(raw: Document): KeyPattern {
  const weights = Object.keys((raw.weights ?? {}) as object);
  const key = raw.key as object | ReadonlyMap<string, unknown>;
  const pairs: [string, unknown][] =
    key instanceof Map ? [...(key as Map<string, unknown>)] : Object.entries(key);
  return pairs.flatMap(([path, direction]): [string, Direction][] => {
    if (path === '_fts') return weights.map((field) => [field, 'text']);
    if (path === '_ftsx') return [];
    return [[path, typeof direction === 'string' ? direction : Number(direction)]];
  });
}

/**
 * Defaults that a server stores with an index. Text and 2dsphere versions below 3 are no default of any server
 * that can be connected to: code asked for them.
 */
function isServerDefault(name: string, value: Json): boolean {
  switch (name) {
    case 'textIndexVersion':
    case '2dsphereIndexVersion':
      return typeof value === 'number' && value >= 3;
    case 'default_language':
      return value === 'english';
    case 'language_override':
      return value === 'language';
    case 'weights':
      return Object.values(value as JsonObject).every((weight) => weight === 1);
    case 'unique':
    case 'sparse':
    case 'hidden':
    case 'prepareUnique':
      return value === false;
    default:
      return false;
  }
}

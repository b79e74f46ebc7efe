import type { DefinedIndex, Direction, IndexOrigin, KeyPattern } from '../model/index-specification.js';
import type { Json } from '../model/json.js';
import type { Place } from '../model/place.js';
import { toJson } from './to-json.js';
import type { Value } from './values.js';

/** Options that are no part of a specification: Mongoose's and the driver's own, and what the server ignores. */
const noise = new Set([
  'name',
  'background',
  'v',
  'ns',
  'key',
  '_autoIndex',
  'maxTimeMS',
  'session',
  'commitQuorum',
  'comment',
  'writeConcern',
]);

/** A definition as a specification; or why it could not be read. */
export function specification(
  key: readonly (readonly [path: string, direction: Value])[],
  options: ReadonlyMap<string, Value>,
  collation: Value | null,
  origin: IndexOrigin,
  place: Place,
): { readonly index: DefinedIndex } | { readonly gap: string } {
  const pairs: [string, Direction][] = [];
  for (const [path, value] of key) {
    const direction = value.kind === 'primitive' ? value.value : null;
    if (typeof direction !== 'number' && typeof direction !== 'string') {
      return { gap: `the direction of \`${path}\` is not known` };
    }
    pairs.push([path, direction]);
  }
  if (pairs.length === 0) return { gap: 'it names no path' };
  const read: Record<string, Json> = {};
  for (const [name, value] of withCollation(options, collation, pairs)) {
    if (value.kind === 'primitive' && value.value === undefined) continue;
    if (noise.has(name) && name !== 'name') continue;
    const known = toJson(value);
    if (!('json' in known))
      return { gap: `the option \`${name}\` is not known: ${known.gap?.reason ?? 'it is no plain value'}` };
    read[name] = known.json;
  }
  const { name: given, ...rest } = read;
  const named = typeof given === 'string';
  return {
    index: { key: pairs, options: rest, name: named ? given : defaultName(pairs), named, origin, place },
  };
}

function withCollation(
  options: ReadonlyMap<string, Value>,
  collation: Value | null,
  key: KeyPattern,
): ReadonlyMap<string, Value> {
  const isText = key.some(([, direction]) => direction === 'text');
  return collation && !isText && !options.has('collation')
    ? new Map([...options, ['collation', collation]])
    : options;
}

/** The name that drivers give: paths and directions joined (createIndexes reference, "name"). */
function defaultName(key: KeyPattern): string {
  return key.map(([path, direction]) => `${path}_${direction}`).join('_');
}

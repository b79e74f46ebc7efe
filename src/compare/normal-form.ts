import type { IndexOptions, IndexSpecification, KeyPattern } from '../model/index-specification.js';
import type { Json, JsonObject } from '../model/json.js';
import { canonicalCollation } from '../model/collation.js';
import { canonicalFilter } from './partial-filter.js';

/**
 * What the server compares of a specification. Each option is one text for each meaning, and absent where it says
 * what its absence says. Noise (`v`, `background`, the versions of index types) and `hidden` are left out.
 */
export interface NormalForm {
  /** The pattern as the server keeps it: all fields of a text index are one. */
  readonly key: string;
  readonly options: ReadonlyMap<string, string>;
  /** Paths of a text index, sorted; null for every other kind. */
  readonly textPaths: readonly string[] | null;
}

/**
 * Two indexes of one key pattern are one and the same to the server when these agree; any other option, and the name,
 * must then agree too or the server refuses (`IndexDescriptor::compareIndexOptions` of MongoDB 5.0 and later).
 */
const identifying = ['unique', 'sparse', 'partialFilterExpression', 'collation', 'wildcardProjection'];

const noise = new Set([
  'v',
  'ns',
  'key',
  'name',
  'background',
  'hidden',
  'textIndexVersion',
  '2dsphereIndexVersion',
]);

/** `defaultCollation`: the collection's own, which an index without a collation inherits. */
export function normalForm(specification: IndexSpecification, defaultCollation?: Json): NormalForm {
  const { key, options } = specification;
  const textPaths = textPathsOf(key, options);
  const collation = canonicalCollation(options.collation ?? defaultCollation);
  const entries = Object.entries(options)
    .filter(([option]) => !noise.has(option) && option !== 'collation')
    .flatMap(([option, value]) => canonicalOption(option, value, textPaths));
  return {
    key: JSON.stringify(textPaths ? foldTextFields(key) : key),
    options: new Map([
      ...(textPaths ? textDefaults(textPaths) : []),
      ...entries,
      ...(collation === null ? [] : [['collation', collation] as const]),
    ]),
    textPaths,
  };
}

export function sameIdentity(left: NormalForm, right: NormalForm): boolean {
  return (
    left.key === right.key &&
    identifying.every((option) => left.options.get(option) === right.options.get(option))
  );
}

/** `key` and the names of options that differ, sorted. */
export function differences(left: NormalForm, right: NormalForm): string[] {
  const samePaths = left.textPaths?.join('\n') === right.textPaths?.join('\n');
  const names = new Set([...left.options.keys(), ...right.options.keys()]);
  const options = [...names].filter(
    (name) => (name !== 'weights' || samePaths) && left.options.get(name) !== right.options.get(name),
  );
  return [...(left.key === right.key && samePaths ? [] : ['key']), ...options.sort()];
}

function canonicalOption(
  option: string,
  value: Json,
  textPaths: readonly string[] | null,
): (readonly [string, string])[] {
  switch (option) {
    case 'unique':
    case 'sparse':
      return value === true || (typeof value === 'number' && value !== 0) ? [[option, 'true']] : [];
    case 'partialFilterExpression':
      return [[option, canonicalFilter(value)]];
    case 'wildcardProjection':
      return isObject(value) ? [[option, canonicalProjection(value)]] : [];
    case 'weights':
      return textPaths && isObject(value) ? [[option, weightsText(textPaths, value)]] : [];
    default:
      return [[option, JSON.stringify(value)]];
  }
}

/** `{a: {b: 1}, _id: 0}` and `{'a.b': true}` are one: an excluded `_id` is the default beside other paths. */
function canonicalProjection(projection: JsonObject): string {
  const paths = flatten(projection, '').sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(paths.filter(([path, on]) => on || path !== '_id' || paths.length === 1));
}

function flatten(projection: JsonObject, prefix: string): [path: string, on: boolean][] {
  return Object.entries(projection).flatMap(([name, value]): [string, boolean][] =>
    isObject(value) ? flatten(value, `${prefix}${name}.`) : [[prefix + name, value !== 0 && value !== false]],
  );
}

/** A weight may name a path that the key leaves out; it is then part of the index. */
function textPathsOf(key: KeyPattern, options: IndexOptions): readonly string[] | null {
  if (!key.some(([, direction]) => direction === 'text')) return null;
  const paths = key
    .filter(([path, direction]) => direction === 'text' && path !== '_fts')
    .map(([path]) => path);
  const weighted = isObject(options.weights) ? Object.keys(options.weights) : [];
  return [...new Set([...paths, ...weighted])].sort();
}

function foldTextFields(key: KeyPattern): KeyPattern {
  const first = key.findIndex(([, direction]) => direction === 'text');
  const rest = ([path, direction]: KeyPattern[number]) => direction !== 'text' && path !== '_ftsx';
  return [...key.slice(0, first).filter(rest), ['_fts', 'text'], ...key.slice(first).filter(rest)];
}

function textDefaults(paths: readonly string[]): (readonly [string, string])[] {
  return [
    ['weights', weightsText(paths, {})],
    ['default_language', '"english"'],
    ['language_override', '"language"'],
  ];
}

function weightsText(paths: readonly string[], weights: JsonObject): string {
  return JSON.stringify(paths.map((path) => [path, weights[path] ?? 1]));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

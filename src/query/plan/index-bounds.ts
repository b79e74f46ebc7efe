import type { KeyPattern } from '../../model/index-specification.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { PathBounds } from '../../model/plan.js';
import { type Interval, isHighest, isLowest, isPoint, readInterval } from './interval.js';
import { asObject } from '../json-access.js';
import { printedValue, valueWords } from './value-words.js';

/** Values told one by one before the rest is counted. */
const told = 3;

/**
 * The bounds of an index scan, path by path: an object of lists of printed intervals, or `startKey` and `endKey` as a
 * COUNT_SCAN has them. Empty: none are told.
 */
export function readBounds(key: KeyPattern, bounds: JsonObject, backward: boolean): readonly PathBounds[] {
  const byPath = 'startKey' in bounds ? fromKeys(bounds) : bounds;
  return key.flatMap(([path, direction]) => {
    const printed = byPath[path];
    if (!Array.isArray(printed)) return [];
    const texts = (printed as readonly Json[]).filter((text) => typeof text === 'string');
    if (typeof direction === 'string') return [unordered(path, direction, texts.length)];
    const descending = direction < 0 !== backward;
    const intervals = texts.map((text) => readInterval(text, descending));
    if (texts.length === 0 || !intervals.every((interval) => interval !== null))
      return [{ path, kind: 'other', text: `${path} in ${texts.join(' ')}`, intervals: texts.length }];
    return [ordered(path, descending ? intervals.toReversed() : intervals)];
  });
}

/** Of a clustered collection: records from `minRecord` to `maxRecord`. */
export function recordBounds(details: JsonObject): readonly PathBounds[] {
  const { minRecord, maxRecord } = details;
  const from = minRecord === undefined ? 'MinKey' : printedValue(minRecord);
  const to = maxRecord === undefined ? 'MaxKey' : printedValue(maxRecord);
  return [ordered('_id', [{ from, to, withFrom: true, withTo: true }])];
}

function unordered(path: string, type: string, intervals: number): PathBounds {
  const cells = `${intervals} ${intervals === 1 ? 'cell' : 'cells'}`;
  const words: Readonly<Record<string, string>> = {
    hashed: intervals === 1 ? 'one value, by its hash' : `${intervals} values, by their hashes`,
    '2dsphere': `${cells} of the sphere`,
    '2d': `${cells} of the plane`,
  };
  return { path, kind: 'other', text: `${path}: ${words[type] ?? `${intervals} intervals`}`, intervals };
}

function ordered(path: string, all: readonly Interval[]): PathBounds {
  const patterns = all.filter((interval) => isPoint(interval) && interval.from.startsWith('/'));
  // A regular expression also finds itself, stored as a value: nothing to tell of.
  const rest = all.filter((interval) => !patterns.includes(interval) && interval.from !== 'undefined');
  const intervals = rest.length > 0 ? rest : all;
  const [first] = intervals;
  const count = intervals.length;
  if (first && count === 1 && patterns.length > 0) {
    const pattern = patterns[0]?.from ?? '';
    if (isWhole(first))
      return { path, kind: 'all', text: `${path}: any text, tried against ${pattern}`, intervals: 1 };
    if (pattern.startsWith('/^') && first.from.startsWith('"'))
      return { path, kind: 'range', text: `${path} begins with ${first.from}`, intervals: 1 };
  }
  if (first && count === 1) {
    if (isPoint(first))
      return { path, kind: 'points', text: `${pathWords(path)} = ${valueWords(first.from)}`, intervals: 1 };
    const kind = isWhole(first) ? 'all' : 'range';
    return { path, kind, text: `${path}${intervalWords(first)}`, intervals: 1 };
  }
  if (intervals.every(isPoint)) {
    const values = intervals.map(({ from }) => valueWords(from));
    return { path, kind: 'points', text: `${path} one of ${some(values)}`, intervals: count };
  }
  const left = leftOut(intervals);
  if (left) return { path, kind: 'ranges', text: `${path} other than ${some(left)}`, intervals: count };
  const words = intervals.map((interval) => intervalWords(interval).trim().replace(/^: /u, ''));
  return { path, kind: 'ranges', text: `${path} ${some(words, ' or ')}`, intervals: count };
}

/** A wildcard index holds the path as a value. */
function pathWords(path: string): string {
  return path === '$_path' ? 'the path' : path;
}

function isWhole({ from, to }: Interval): boolean {
  return isLowest(from) && isHighest(to);
}

/** With its separator: ` from 10 up`, `: any value`. */
function intervalWords(interval: Interval): string {
  const { from, to, withFrom, withTo } = interval;
  if (isWhole(interval)) return `: ${anyOf(from)}`;
  if (isPoint(interval)) return ` = ${valueWords(from)}`;
  const low = isLowest(from) ? null : `${withFrom ? 'from' : 'above'} ${valueWords(from)}`;
  // Strings end where documents begin.
  const high = isHighest(to) ? null : `${withTo ? 'up to' : 'below'} ${valueWords(to)}`;
  if (low === null) return ` ${high ?? ''}`;
  return high === null ? ` ${low}${withFrom ? ' up' : ''}` : ` ${low} ${high}`;
}

function anyOf(from: string): string {
  if (from === '""') return 'any text';
  if (from.startsWith('-inf') || from.startsWith('nan')) return 'any number';
  if (from.startsWith('new Date')) return 'any date';
  return 'any value';
}

/** The values that a negation leaves out; null: the intervals are no negation. */
function leftOut(intervals: readonly Interval[]): readonly string[] | null {
  const last = intervals.at(-1);
  if (!intervals[0] || !last || intervals[0].from !== 'MinKey' || last.to !== 'MaxKey') return null;
  const values: string[] = [];
  for (const [at, { to, withTo }] of intervals.slice(0, -1).entries()) {
    const next = intervals[at + 1];
    // `undefined` and `null` are one value to a query.
    const same = next && (next.from === to || (to === 'undefined' && next.from === 'null'));
    if (!next || withTo || next.withFrom || !same) return null;
    values.push(valueWords(next.from));
  }
  return values;
}

function some(values: readonly string[], joint = ', '): string {
  const rest = values.length - told;
  return rest > 1 ? `${values.slice(0, told).join(joint)} and ${rest} more` : values.join(joint);
}

/** `{ startKey, startKeyInclusive, endKey, endKeyInclusive }` as printed intervals; only the last path may be a range. */
function fromKeys({ startKey, startKeyInclusive, endKey, endKeyInclusive }: JsonObject): JsonObject {
  const start = Object.entries(asObject(startKey) ?? {});
  const ends = Object.values(asObject(endKey) ?? {});
  return Object.fromEntries(
    start.map(([path, value], at) => {
      const [from, to] = [printedValue(value), printedValue(ends[at] ?? null)];
      const isRange = from !== to;
      const open = isRange && startKeyInclusive === false ? '(' : '[';
      const close = isRange && endKeyInclusive === false ? ')' : ']';
      return [path, [`${open}${from}, ${to}${close}`]];
    }),
  );
}

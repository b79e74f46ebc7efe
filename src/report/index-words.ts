import type { ComparedIndex } from '../model/comparison.js';
import type {
  IndexOptions,
  IndexSpecification,
  KeyPattern,
  LiveIndex,
} from '../model/index-specification.js';
import type { Json } from '../model/json.js';

// How an index is named and described, in the tree and in CodeLenses alike.

/** `companyId, createdAt -1`: ordered, as short as it can be. Ascending goes without saying. */
export function keyLabel(key: KeyPattern): string {
  return key.map(([path, direction]) => (direction === 1 ? path : `${path} ${direction}`)).join(', ');
}

/** `{ companyId: 1, "social.facebookId": 1 }`: as a shell or a driver takes it. */
export function keyPatternText(key: KeyPattern): string {
  const entries = key.map(([path, direction]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(path) ? path : JSON.stringify(path);
    return `${name}: ${JSON.stringify(direction)}`;
  });
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** The options that change what an index does, in a word each. */
export function optionWords(options: IndexOptions): readonly string[] {
  const words: string[] = [];
  if (options.unique === true) words.push('unique');
  if (options.sparse === true) words.push('sparse');
  if (options.partialFilterExpression !== undefined) words.push('partial');
  if (options.collation !== undefined) words.push('collation');
  const seconds = options.expireAfterSeconds;
  if (typeof seconds === 'number') words.push(`expires after ${duration(seconds)}`);
  return words;
}

/** `applied`, `different: unique`, `building 40 %`. */
export function statusWords({ status, differences, live }: ComparedIndex): string {
  if (status === 'different') return `different: ${differences.join(', ')}`;
  const percent = live?.building?.percent;
  if (status === 'building' && typeof percent === 'number') return `building ${Math.round(percent)} %`;
  return status;
}

/** Said of what is shown as it was last read, because its code is half typed. */
export const staleWords = 'as last read';

/** What an index costs and whether it is used. A number that is not known is left out, never shown as 0. */
export function costWords(live: LiveIndex | null): readonly string[] {
  if (!live) return [];
  const words: string[] = [];
  if (live.sizeBytes !== null) words.push(bytes(live.sizeBytes));
  if (live.usage) words.push(uses(live.usage.ops));
  return words;
}

export function uses(count: number): string {
  return count === 1 ? '1 use' : `${count.toLocaleString('en-US')} uses`;
}

export function counted(count: number, noun: string): string {
  const plural = noun.endsWith('x')
    ? `${noun}es`
    : noun.endsWith('ry')
      ? noun.replace(/y$/, 'ies')
      : `${noun}s`;
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`;
}

/** Size with a unit, powers of 1000 as disks are sold: `1.3 MB`, `20 KB`. */
export function bytes(size: number): string {
  let value = size;
  for (const unit of ['B', 'KB', 'MB', 'GB']) {
    if (value < 1000) return `${value < 10 && unit !== 'B' ? value.toFixed(1) : Math.round(value)} ${unit}`;
    value /= 1000;
  }
  return `${value.toFixed(1)} TB`;
}

export function duration(seconds: number): string {
  const units = [
    [86400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  const unit = units.find(([size]) => seconds >= size && seconds % size === 0);
  return unit ? counted(seconds / unit[0], unit[1]) : counted(seconds, 'second');
}

/** A specification as code, for tooltips. */
export function specificationText({ key, options }: IndexSpecification): string {
  const rest = Object.keys(options).length > 0 ? `, ${jsonText(options)}` : '';
  return `${keyPatternText(key)}${rest}`;
}

function jsonText(value: Json): string {
  return JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
}

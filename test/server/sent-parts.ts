import type { QueryCommand } from '../../src/model/command.js';
import type { Json } from '../../src/model/json.js';

type Parts = Readonly<Record<string, unknown>>;

/** What of a command says which documents are searched, and how: alike for what is sent and what is built. */
export function sentParts(command: QueryCommand | Readonly<Record<string, Json>>): Parts {
  const all = command as Readonly<Record<string, unknown>>;
  const [[name, collection] = []] = Object.entries(all);
  const [inner] = (all.updates ?? all.deletes ?? []) as readonly Parts[];
  const parts = { ...all, ...inner };
  const taken = Object.entries(parts).flatMap(([key, value]) => {
    const part = kept.has(key) ? partOf(key, value) : undefined;
    return part === undefined ? [] : [[key, part] as const];
  });
  return { [name ?? '']: collection, ...Object.fromEntries(taken) };
}

const kept = new Set([
  ...['filter', 'query', 'q', 'sort', 'projection', 'fields', 'limit', 'skip', 'hint', 'collation'],
  ...['pipeline', 'key', 'multi', 'remove', 'singleBatch'],
]);
const ordered = new Set(['sort', 'hint']);

/** Undefined: it is as if it were not there. */
function partOf(key: string, value: unknown): unknown {
  if (value === null || value === undefined || value === false || value === 0) return undefined;
  if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0) {
    return ['filter', 'query', 'q'].includes(key) ? {} : undefined;
  }
  return ordered.has(key) ? JSON.stringify(value) : value;
}

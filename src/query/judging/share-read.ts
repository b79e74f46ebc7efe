import type { Json } from '../../model/json.js';
import type { CollectionFacts, PathSample } from '../../model/judgement.js';
import { distinctValues } from '../../model/distinct-values.js';
import { compareValues } from './bson-value.js';
import type { IndexSearch } from './index-search.js';
import { gapsOf } from './gaps.js';
import type { Sort } from './provided-sort.js';
import { documentsIn } from './selectivity.js';

/** As many values as this part of all in a sample: nothing is left that it has not. */
const nearlyAll = 0.9;

/**
 * The share of the keys that is read to find `limit` of `matches` documents in the order of an index. Of one that is
 * read whole, documents with the same values of the sort stand together; the next path, where the query searches by it,
 * has those that match at some place of each such group: what stands before them is read, what stands behind the last
 * one is not.
 */
export function shareRead(
  { parts, rest }: IndexSearch,
  sort: Sort,
  limit: number,
  matches: number,
  facts: CollectionFacts,
): number {
  const wanted = limit / matches;
  const next = parts[sort.length];
  const own = rest.filter(({ path }) => path === next?.path);
  const isWhole = parts.every(({ leaves }) => leaves.length === 0);
  const columns = sort.map(([path]) => facts.samples?.[path]).filter((column) => column !== undefined);
  if (!next || !isWhole || own.length === 0 || columns.length < sort.length) return wanted;
  const { below, above } = gapsOf({ ...next, bounds: 'range', leaves: own }, facts);
  const reversed = parts[0]?.descends !== (sort[0]?.[1] ?? 1) < 0;
  const before = next.descends !== reversed ? above : below;
  const { read, size } = lastGroup(groupsOf(columns, sort, facts), wanted);
  return read + size * before + (wanted - read) * Math.max(0, 1 - below - above);
}

/** Which part of all documents each combination of the sort's values has, in the order of the sort; a number: so many have equal parts. */
type Groups = readonly number[] | number;

/** The group that holds the last of the first `wanted` part of all documents, and what stands before it. */
function lastGroup(groups: Groups, wanted: number): { readonly read: number; readonly size: number } {
  if (typeof groups === 'number')
    return { read: (Math.ceil(wanted * groups) - 1) / groups, size: 1 / groups };
  let read = 0;
  for (const size of groups) {
    if (read + size >= wanted) return { read, size };
    read += size;
  }
  return { read, size: 0 };
}

const known = new WeakMap<PathSample, Map<string, Groups>>();

/** Counted once for each sort: many indexes are weighed for it. */
function groupsOf(columns: readonly PathSample[], sort: Sort, facts: CollectionFacts): Groups {
  const [first] = columns;
  if (!first) return 1;
  const counted = known.get(first) ?? new Map<string, Groups>();
  known.set(first, counted);
  const id = JSON.stringify(sort);
  const groups = counted.get(id) ?? countedGroups(columns, sort, documentsIn(facts));
  counted.set(id, groups);
  return groups;
}

function countedGroups(columns: readonly PathSample[], sort: Sort, documents: number): Groups {
  const sampled = (columns[0]?.values ?? []).map((_, at) => columns.map(({ values }) => values[at] ?? null));
  const counts = new Map<string, { readonly values: readonly Json[]; count: number }>();
  for (const values of sampled) {
    const text = JSON.stringify(values);
    const found = counts.get(text);
    if (found) found.count += 1;
    else counts.set(text, { values, count: 1 });
  }
  const groups = distinctValues(sampled, documents / sampled.length);
  if (counts.size < groups * nearlyAll) return groups;
  const order = (a: readonly Json[], b: readonly Json[]) =>
    sort.reduce(
      (found, [, direction], at) => found || (compareValues(a[at] ?? null, b[at] ?? null) ?? 0) * direction,
      0,
    );
  return [...counts.values()]
    .toSorted((a, b) => order(a.values, b.values))
    .map(({ count }) => count / sampled.length);
}

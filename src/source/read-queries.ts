import type { QuerySite } from '../model/query.js';
import type { Program } from './program.js';
import type { QueryCall, QueryTarget } from './query-call.js';
import { siteOf } from './query-site.js';
import { Repetitions } from './repetition.js';

/** More readings of one call than these are not told apart: a helper that everybody calls. */
const mostReadings = 8;

/**
 * The sites that a file's run found, in the order of the code. A call that ran more than once has a site for each thing
 * it asked; readings that know less than another one of the same call are left out.
 */
export function readQueries(program: Program, queries: readonly QueryCall[]): readonly QuerySite[] {
  const byPlace = new Map<string, QueryCall[]>();
  for (const query of queries) {
    const key = `${query.nameSpot.file}:${query.nameSpot.at[0]}`;
    const others = byPlace.get(key);
    if (!others) byPlace.set(key, [query]);
    else others.push(query);
  }
  const repetitions = new Repetitions(queries);
  return [...byPlace.values()]
    .flatMap((readings) => told(sitesOf(program, readings, repetitions)))
    .sort(inOrder);
}

/** A call may be read more than once, as part of a loop and by itself; a helper is called for several collections. */
function sitesOf(
  program: Program,
  readings: readonly QueryCall[],
  repetitions: Repetitions,
): readonly QuerySite[] {
  return readings.slice(0, mostReadings).map((query) => {
    const same = readings.filter(({ target }) => isSame(target, query.target));
    const readPaths = program.readPaths(query.spot);
    const giver = query.origin?.file;
    const isGiven = giver !== undefined && giver !== query.nameSpot.file;
    return {
      ...siteOf(program, query),
      ...(isGiven ? { askedIn: [giver] } : {}),
      ...repetitions.of(same),
      ...(readPaths ? { readPaths } : {}),
    };
  });
}

function isSame(one: QueryTarget, other: QueryTarget): boolean {
  return one.model === other.model && one.collection === other.collection && one.heldAs === other.heldAs;
}

/** The readings of one call that say something of their own. */
export function told(readings: readonly QuerySite[]): readonly QuerySite[] {
  if (readings.length === 1) return readings;
  const best = Math.max(...readings.map(knowledge));
  const alike = new Map<string, [QuerySite, ...QuerySite[]]>();
  for (const site of readings) {
    if (knowledge(site) < best) continue;
    const { model, collection, heldAs, operation, filter, sort } = site;
    const key = JSON.stringify([model, collection, heldAs, operation, shapeOf(filter), shapeOf(sort)]);
    const others = alike.get(key);
    if (others) others.push(site);
    else alike.set(key, [site]);
  }
  return [...alike.values()].map(ofAll);
}

const joined = new WeakMap<QuerySite, QuerySite>();

/** One site for readings that say the same. As long as the same files ask it stays the very same. */
function ofAll([first, ...others]: [QuerySite, ...QuerySite[]]): QuerySite {
  const all = [first, ...others];
  const own = all.find(({ askedIn }) => !askedIn);
  if (own || others.length === 0) return own ?? first;
  const askedIn = [...new Set(all.flatMap((site) => site.askedIn ?? []))];
  const before = joined.get(first);
  if (before?.askedIn?.join('\n') === askedIn.join('\n')) return before;
  const site = { ...first, askedIn };
  joined.set(first, site);
  return site;
}

function knowledge({ model, collection, heldAs, complete }: QuerySite): number {
  const isOfKnown = model !== null || collection !== null;
  return (isOfKnown ? 4 : heldAs === undefined ? 0 : 2) + (complete ? 1 : 0);
}

/** A part of a query without its values. */
function shapeOf(part: QuerySite['sort']): unknown {
  if (part?.kind === 'object') return part.entries.map(({ key, value }) => [key, shapeOf(value)]);
  return part?.kind === 'array' ? part.items.map(shapeOf) : null;
}

export function inOrder({ place: a }: QuerySite, { place: b }: QuerySite): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  const [from, to] = [a.range.start, b.range.start];
  return from.line - to.line || from.character - to.character;
}

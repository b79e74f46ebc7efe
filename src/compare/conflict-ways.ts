import type { ComparedCollection, ComparedIndex } from '../model/comparison.js';
import type { ConflictWay } from '../model/conflict.js';
import type { IndexChange } from '../model/index-change.js';
import type { DefinedIndex, IndexSpecification, LiveIndex } from '../model/index-specification.js';
import type { ServerInfo } from '../model/live.js';
import { createIndex } from './index-change.js';
import { specificationOf } from './index-duties.js';
import { changeInPlace } from './change-in-place.js';
import { freeName } from './free-name.js';
import { normalForm, sameIdentity } from './normal-form.js';
import { rebuildIndex, replaceIndex } from './rebuild.js';
import { specificationInCode } from './specification-in-code.js';

/**
 * The ways to settle an index that is `different`, the safest first. Empty where none is safe: its definition is being
 * edited, or the code contradicts itself, so that what settles one definition would break another.
 */
export function conflictWays(
  collection: ComparedCollection,
  index: ComparedIndex,
  server: ServerInfo,
): readonly ConflictWay[] {
  const { defined, live, status, differences } = index;
  if (status !== 'different' || !defined || !live || defined.stale) return [];
  const blockers = blockersOf(collection, defined);
  const needed = neededIndexes(collection, index);
  const isFree = blockers.every((one) => !needed.has(one));
  const takeLive = isFree ? takingLive(collection, index, live, defined) : [];
  // An index that is being built is not changed, and dropping it would stop the build.
  if (blockers.some(({ building }) => building !== null)) return takeLive;
  const change = blockers.length === 1 && isFree ? changeInPlace(collection.collection, index, server) : null;
  const exchanges = isFree ? exchanging(collection.collection, blockers, defined) : [];
  const ways = [
    ...(change ? [wayOf('change', change, defined)] : []),
    ...besides(collection, blockers, defined),
    ...exchanges.map((one) => wayOf(one.kind === 'rebuild' ? 'rebuild' : 'replace', one, defined)),
  ];
  return differences.join() === 'name' ? [...takeLive, ...ways] : [...ways, ...takeLive];
}

function wayOf(kind: ConflictWay['kind'], change: IndexChange, definition: IndexSpecification): ConflictWay {
  const { does, costs } = change;
  return { kind, does, costs, change, definition: specificationOf(definition) };
}

/** Live indexes beside which the server does not create `defined`. */
function blockersOf(collection: ComparedCollection, defined: DefinedIndex): readonly LiveIndex[] {
  const form = normalForm(defined, collection.idIndex?.options.collation);
  return liveIndexes(collection).filter((live) => {
    const other = normalForm(live);
    const isSecondText = form.textPaths !== null && other.textPaths !== null;
    return live.name === defined.name || isSecondText || sameIdentity(form, other);
  });
}

/**
 * Live indexes that to the server are those of another definition, under whatever name and with whatever expiry, or that
 * one which was not read may want.
 */
function neededIndexes(
  { idIndex, indexes, unjudged }: ComparedCollection,
  index: ComparedIndex,
): ReadonlySet<LiveIndex> {
  const others = indexes.flatMap(({ defined, live, ...rest }) => {
    if (!defined || !live || defined === index.defined) return [];
    const form = normalForm(defined, idIndex?.options.collation);
    return rest.status !== 'different' || sameIdentity(form, normalForm(live)) ? [live] : [];
  });
  return new Set([...unjudged, ...others]);
}

function liveIndexes({ indexes, unjudged }: ComparedCollection): readonly LiveIndex[] {
  return [...new Set([...indexes.flatMap(({ live }) => live ?? []), ...unjudged])];
}

/** Beside what is live, under a name of its own: where nothing but the name is in the way. */
function besides(
  collection: ComparedCollection,
  blockers: readonly LiveIndex[],
  defined: DefinedIndex,
): readonly ConflictWay[] {
  const isOnlyNamed = blockers.every((live) => {
    const [form, other] = [normalForm(defined, collection.idIndex?.options.collation), normalForm(live)];
    return !sameIdentity(form, other) && (form.textPaths === null || other.textPaths === null);
  });
  if (!isOnlyNamed) return [];
  const taken = [...liveIndexes(collection), ...collection.indexes].map(({ name }) => name);
  const definition = { ...specificationOf(defined), name: freeName(defined, taken) };
  const change = createIndex(collection.collection, definition, 'code');
  return [
    {
      kind: 'new-name',
      does: `Builds it as \`${definition.name}\` beside \`${defined.name}\`, and the code takes that name.`,
      costs: `${change.costs} Both stay: every write keeps both up to date until \`${defined.name}\` is dropped.`,
      change,
      definition,
    },
  ];
}

function exchanging(
  collection: string,
  [first, ...rest]: readonly LiveIndex[],
  defined: DefinedIndex,
): readonly IndexChange[] {
  if (!first) return [];
  const rebuild = rebuildIndex(collection, [first, ...rest], specificationOf(defined), 'code');
  const replace = replaceIndex(collection, [first, ...rest], specificationOf(defined), 'code');
  return rebuild.kind === 'rebuild' ? [rebuild, replace] : [replace];
}

function takingLive(
  collection: ComparedCollection,
  { differences }: ComparedIndex,
  live: LiveIndex,
  defined: DefinedIndex,
): readonly ConflictWay[] {
  // A preparation for unique is no option that code has.
  if (live.isPreparedUnique) return [];
  const definition = specificationInCode(live, defined, collection.idIndex?.options.collation);
  return [
    {
      kind: 'take-live',
      does: `The code takes what is live: ${differences.join(', ')} of \`${live.name}\`.`,
      costs: 'Nothing is done on the server. Other servers then differ from the code until they are ensured.',
      change: null,
      definition,
    },
  ];
}

import type { Catalog, Model } from '../model/catalog.js';
import type {
  ComparedCollection,
  ComparedIndex,
  Comparison,
  IndexStatus,
  Summary,
} from '../model/comparison.js';
import type { DefinedIndex, LiveIndex } from '../model/index-specification.js';
import type { Json } from '../model/json.js';
import type { LiveCollection, LiveDatabase } from '../model/live.js';
import type { Problem } from '../model/problem.js';
import { candidate, statusOf } from './status-of.js';
import { normalForm, sameIdentity } from './normal-form.js';

/** Problems of the code at large that may have hidden a definition of any collection. */
const hidesDefinitions = new Set(['unreadable', 'syntax-error', 'too-much-work']);

/**
 * Defined against live. Collections of the code come first, in its order, then the rest of the database by name.
 * Nothing live is called extra where a definition may have been missed: in a collection with an incomplete model,
 * anywhere once an incomplete model's collection is unknown or a file or folder could not be read to its end, and in a
 * time-series collection, where the server makes an index of its own.
 */
export function compare(catalog: Catalog, live: LiveDatabase): Comparison {
  const named = byCollection(catalog.models);
  const homeless = catalog.models.filter((model) => model.collection === null);
  const isAllRead =
    homeless.every((model) => model.complete) &&
    !catalog.problems.some(({ code }) => hidesDefinitions.has(code));
  const areShardKeysKnown = live.problems.every(({ code }) => code !== 'no-shard-keys');
  const elsewhere = { homeless, isAllRead, areShardKeysKnown };
  const onServer = new Map(live.collections.map((collection) => [collection.collection, collection]));
  const undefinedOnes = [...onServer.keys()].filter((name) => !named.has(name)).sort();

  const collections = [...[...named.keys()].sort(), ...undefinedOnes].map((name) => {
    const models = named.get(name) ?? [];
    return live.unlisted.includes(name)
      ? unlistedCollection(name, models)
      : compareCollection(name, models, elsewhere, onServer.get(name) ?? null);
  });
  return {
    server: live.server,
    database: live.database,
    collections,
    summary: summarise(collections),
    problems: once([
      ...catalog.problems,
      ...catalog.models.flatMap((model) => model.problems),
      ...[...named].flatMap(([name, models]) => viewProblems(onServer.get(name), models)),
      ...live.problems,
    ]),
  };
}

/** A file's syntax error is a problem of the file and of each model in it: said once. */
function once(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function byCollection(models: readonly Model[]): ReadonlyMap<string, readonly Model[]> {
  const named = new Map<string, Model[]>();
  for (const model of models) {
    if (model.collection === null) continue;
    const group = named.get(model.collection);
    if (group) group.push(model);
    else named.set(model.collection, [model]);
  }
  return named;
}

/** It is there, but its indexes may not be listed: none is called missing, nor created. */
function unlistedCollection(collection: string, models: readonly Model[]): ComparedCollection {
  const all = models.flatMap((model) => model.indexes);
  return {
    collection,
    models: namesOf(models),
    exists: true,
    documents: null,
    sizeBytes: null,
    complete: false,
    idIndex: null,
    indexes: [],
    unjudged: [],
    unlisted: distinct(all, undefined),
    shardKey: undefined,
    advice: [],
  };
}

function namesOf(models: readonly Model[]): readonly string[] {
  return [...new Set(models.flatMap((model) => model.model ?? []))];
}

/** What holds for all collections. */
interface Elsewhere {
  /** Models whose collection is not known. */
  readonly homeless: readonly Model[];
  /** False: some definition may not have been read. */
  readonly isAllRead: boolean;
  readonly areShardKeysKnown: boolean;
}

function compareCollection(
  collection: string,
  models: readonly Model[],
  { homeless, isAllRead, areShardKeysKnown }: Elsewhere,
  live: LiveCollection | null,
): ComparedCollection {
  const complete = isAllRead && models.every((model) => model.complete);
  const own = live?.indexes.find(isIdIndex) ?? null;
  // The index on `_id` has the collation of its collection, which every definition without one inherits.
  const collation = own?.options.collation;
  const candidates = (live?.indexes ?? []).filter((index) => index !== own).map(candidate);
  const all = models.flatMap((model) => model.indexes);
  const definitions = live?.kind === 'view' ? [] : distinct(all, collation);

  const judged = definitions.map((defined): ComparedIndex => {
    const { key, options, name } = defined;
    return { key, options, name, defined, ...statusOf(defined, candidates, collation) };
  });
  const claimed = new Set(judged.map((index) => index.live));
  const unclaimed = candidates.filter((one) => !claimed.has(one.live));
  const elsewhere = homeless.flatMap((model) => model.indexes).map((index) => normalForm(index));
  const mayBeDefined = (one: (typeof candidates)[number]) =>
    !complete || live?.kind === 'timeseries' || elsewhere.some((form) => sameIdentity(form, one.form));

  return {
    collection,
    models: namesOf(models),
    exists: live !== null,
    documents: live ? live.documents : 0,
    sizeBytes: live ? live.sizeBytes : 0,
    complete,
    idIndex: own,
    indexes: [...judged, ...unclaimed.filter((one) => !mayBeDefined(one)).map(({ live }) => extra(live))],
    unjudged: unclaimed.filter(mayBeDefined).map(({ live }) => live),
    unlisted: [],
    shardKey: areShardKeysKnown ? (live?.traits.shardKey ?? null) : undefined,
    advice: [],
  };
}

function extra(live: LiveIndex): ComparedIndex {
  const { key, options, name } = live;
  return { key, options, name, status: 'extra', differences: [], defined: null, live };
}

function isIdIndex({ key }: DefinedIndex | LiveIndex): boolean {
  const [first] = key;
  return key.length === 1 && first?.[0] === '_id' && first[1] === 1;
}

/**
 * Each definition once, in the order of the code, and rather as it is than as it was last read; one on `_id` says
 * nothing that is not so anyway.
 */
function distinct(definitions: readonly DefinedIndex[], defaultCollation: Json | undefined): DefinedIndex[] {
  const seen = new Map<string, DefinedIndex>();
  for (const defined of definitions) {
    const identity = identityText(defined, defaultCollation);
    const known = seen.get(identity);
    if (!isIdIndex(defined) && (!known || (known.stale && !defined.stale))) seen.set(identity, defined);
  }
  return [...seen.values()];
}

function identityText(defined: DefinedIndex, defaultCollation: Json | undefined): string {
  const { key, options } = normalForm(defined, defaultCollation);
  return JSON.stringify([defined.name, key, defined.options.hidden === true, [...options].sort()]);
}

function viewProblems(live: LiveCollection | undefined, models: readonly Model[]): Problem[] {
  if (live?.kind !== 'view') return [];
  return models
    .filter((model) => model.indexes.length > 0)
    .map((model) => ({
      code: 'view',
      message: `\`${live.collection}\` is a view, and a view has no indexes: define them on the collection it reads from.`,
      place: model.place,
    }));
}

function summarise(collections: readonly ComparedCollection[]): Summary {
  const summary: Record<IndexStatus, number> = {
    applied: 0,
    missing: 0,
    different: 0,
    extra: 0,
    building: 0,
    hidden: 0,
  };
  for (const index of collections.flatMap((collection) => collection.indexes)) summary[index.status] += 1;
  return summary;
}

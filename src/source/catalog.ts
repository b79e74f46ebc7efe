import type { Catalog, Model } from '../model/catalog.js';
import type { Problem } from '../model/problem.js';
import type { QuerySite } from '../model/query.js';
import { HeldModels } from './held-models.js';
import { locating } from './located-queries.js';
import type { Outcome, ReadDriverIndex, ReadModel } from './outcome.js';
import { inOrder, told } from './read-queries.js';

/**
 * What the runs of files found, as the catalog: all in the order of the files and of the code in them. `isOutdated`: a
 * file's outcome stands for a run before an edit elsewhere.
 */
export function catalogOf(
  outcomes: readonly Outcome[],
  isOutdated: (file: string) => boolean = () => false,
): Catalog {
  const read = outcomes.flatMap((one) => one.models);
  const held = new HeldModels(read);
  const models = [
    ...registeredOnce(unique(read)),
    ...driverModels(outcomes.flatMap(({ driverIndexes }) => driverIndexes)),
  ];
  sortAs(outcomes, models);
  const located = locating(models);
  const queries = queriesOf(outcomes, isOutdated, (sites) => located(held.settled(sites)));
  const silences = outcomes.flatMap((one) => one.silences);
  const unreadQueries = outcomes.reduce(
    (sum, one) => sum + one.unreadQueries + divided(one).held.filter((site) => held.isLost(site)).length,
    0,
  );
  return {
    models,
    queries,
    ...(unreadQueries > 0 ? { unreadQueries } : {}),
    ...(silences.length > 0 ? { silences } : {}),
    problems: outcomes.flatMap(({ problems }) => problems),
  };
}

/** By the place of their file among the outcomes, then by their line. */
function sortAs(outcomes: readonly Outcome[], models: Model[]): void {
  const files = new Set(models.map(({ place }) => place.file));
  const position = new Map<string, number>();
  for (const { file } of outcomes) if (files.has(file)) position.set(file, position.size);
  const rank = ({ place }: Model): number => position.get(place.file) ?? position.size;
  models.sort((a, b) => rank(a) - rank(b) || a.place.range.start.line - b.place.range.start.line);
}

/** Most files run their own queries alone; those of helpers in other files are put where they stand. */
function queriesOf(
  outcomes: readonly Outcome[],
  isOutdated: (file: string) => boolean,
  located: (sites: readonly QuerySite[]) => readonly QuerySite[],
): readonly QuerySite[] {
  const abroad = new Map<string, QuerySite[]>();
  for (const outcome of outcomes) {
    const { others } = divided(outcome);
    if (others.length === 0 || isOutdated(outcome.file)) continue;
    for (const site of others) {
      const there = abroad.get(site.place.file);
      if (there) there.push(site);
      else abroad.set(site.place.file, [site]);
    }
  }
  const lists: (readonly QuerySite[])[] = [];
  for (const outcome of outcomes) {
    const { own } = divided(outcome);
    const others = abroad.get(outcome.file);
    abroad.delete(outcome.file);
    const sites = located(others ? merged([...own, ...others]) : own);
    if (sites.length > 0) lists.push(sites);
  }
  for (const others of abroad.values()) lists.push(located(merged(others)));
  return joined(lists);
}

let last: { readonly lists: readonly (readonly QuerySite[])[]; readonly all: readonly QuerySite[] } | null =
  null;

/** All in one list, which is the very same one as long as its parts are: most edits change no query. */
function joined(lists: readonly (readonly QuerySite[])[]): readonly QuerySite[] {
  const isSame = last?.lists.length === lists.length && last.lists.every((one, at) => one === lists[at]);
  if (!last || !isSame) last = { lists, all: lists.flat() };
  return last.all;
}

interface Divided {
  readonly own: readonly QuerySite[];
  /** They stand in other files. */
  readonly others: readonly QuerySite[];
  /** They are of models that objects hold. */
  readonly held: readonly QuerySite[];
}

const known = new WeakMap<Outcome, Divided>();

function divided(outcome: Outcome): Divided {
  let parts = known.get(outcome);
  if (!parts) {
    const { file, queries } = outcome;
    const others = queries.filter(({ place }) => place.file !== file);
    const own = others.length === 0 ? queries : queries.filter(({ place }) => place.file === file);
    const held = queries.filter(({ heldAs }) => heldAs !== undefined);
    known.set(outcome, (parts = { own, others, held }));
  }
  return parts;
}

function merged(sites: readonly QuerySite[]): readonly QuerySite[] {
  const byPlace = new Map<string, QuerySite[]>();
  for (const site of sites) {
    const { line, character } = site.place.range.start;
    const key = `${line}:${character}`;
    const others = byPlace.get(key);
    if (others) others.push(site);
    else byPlace.set(key, [site]);
  }
  return [...byPlace.values()].flatMap(told).sort(inOrder);
}

/** Texts that are the very same for the same object: they are looked up faster than texts that are made anew. */
function lasting<T extends object>(textOf: (one: T) => string): (one: T) => string {
  const texts = new WeakMap<T, string>();
  return (one) => {
    let text = texts.get(one);
    if (text === undefined) texts.set(one, (text = textOf(one)));
    return text;
  };
}

const callKey = lasting(({ call, model }: ReadModel) => `${call}:${model.model ?? ''}`);
const registrationKey = lasting(({ model, collection, schemaPlace }: Model) =>
  JSON.stringify([model, collection, schemaPlace?.file, schemaPlace?.range.start]),
);

/** A call that runs more than once makes one model: the reading that got further counts. */
function unique(found: readonly ReadModel[]): Model[] {
  const byCall = new Map<string, ReadModel>();
  for (const one of found) {
    const key = callKey(one);
    const before = byCall.get(key);
    if (!before || (!before.hasSchema && one.hasSchema)) byCall.set(key, one);
  }
  const named = new Set(
    [...byCall.values()].filter(({ model }) => model.model !== null).map(({ maker }) => maker),
  );
  return [...byCall.values()]
    .filter(({ maker, model }) => model.model !== null || !named.has(maker))
    .map(({ model }) => model);
}

/** One schema that several modules register alike, as the feature modules of NestJS do, makes one model. */
function registeredOnce(models: readonly Model[]): Model[] {
  const seen = new Map<string, Model[]>();
  return models.filter((one) => {
    const { model, collection, schemaPlace } = one;
    if (model === null || collection === null || !schemaPlace) return true;
    const key = registrationKey(one);
    const others = seen.get(key) ?? [];
    seen.set(key, [...others, one]);
    return !others.some((other) => isAlike(other, one));
  });
}

function isAlike(a: Model, b: Model): boolean {
  return a.complete === b.complete && JSON.stringify(a.indexes) === JSON.stringify(b.indexes);
}

/** Indexes that the driver creates, by collection. A call that runs more than once may create several. */
function driverModels(found: readonly ReadDriverIndex[]): Model[] {
  const groups = new Map<string | null, Map<string, ReadDriverIndex>>();
  const located = new Set(found.filter(({ collection }) => collection !== null).map(({ call }) => call));
  for (const one of found) {
    if (one.collection === null && located.has(one.call)) continue;
    const group = groups.get(one.collection) ?? new Map<string, ReadDriverIndex>();
    groups.set(one.collection, group);
    const key = `${one.call}\n${created(one)}`;
    const before = group.get(key);
    if (!before || (before.isConditional && !one.isConditional)) group.set(key, one);
  }
  return [...groups].flatMap(([collection, group]) => driverModel(collection, [...group.values()]) ?? []);
}

function created({ index }: ReadDriverIndex): string {
  return index ? JSON.stringify([index.key, index.options, index.name]) : '';
}

/** An index that may be created here, and is created elsewhere in any case, depends on nothing. */
function withoutCertain(group: readonly ReadDriverIndex[]): readonly ReadDriverIndex[] {
  const certain = new Set(group.filter(({ isConditional }) => !isConditional).map(created));
  return group.filter((one) => !one.isConditional || !certain.has(created(one)));
}

function driverModel(collection: string | null, all: readonly ReadDriverIndex[]): Model | null {
  const group = withoutCertain(all);
  const [first] = group;
  if (!first) return null;
  const conditionals = new Map(
    group.filter(({ isConditional, index }) => isConditional && index).map((one) => [one.call, one]),
  );
  const problems = [...group.flatMap((one) => one.problems), ...[...conditionals.values()].map(conditional)];
  if (collection === null) {
    const message = 'The collection of this index could not be read.';
    problems.push({ code: 'unknown-collection', message, place: first.place });
  }
  return {
    model: null,
    collection,
    place: first.place,
    schemaPlace: null,
    complete: problems.length === 0,
    autoIndex: null,
    problems,
    indexes: group.flatMap(({ index, isConditional }) => (index && !isConditional ? index : [])),
    paths: null,
  };
}

function conditional({ place }: ReadDriverIndex): Problem {
  return { code: 'conditional', message: 'This index depends on a condition.', place };
}

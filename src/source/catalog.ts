import type { Catalog, Model } from '../model/catalog.js';
import type { Outcome, ReadDriverIndex, ReadModel } from './outcome.js';

/** What the runs of files found, as the catalog: models in the order of the files and of the code in them. */
export function catalogOf(outcomes: readonly Outcome[]): Catalog {
  const position = new Map(outcomes.map(({ file }, at) => [file, at]));
  const models = [
    ...registeredOnce(unique(outcomes.flatMap((one) => one.models))),
    ...driverModels(outcomes.flatMap(({ driverIndexes }) => driverIndexes)),
  ];
  const rank = ({ place }: Model): number => position.get(place.file) ?? outcomes.length;
  models.sort((a, b) => rank(a) - rank(b) || a.place.range.start.line - b.place.range.start.line);
  return { models, problems: outcomes.flatMap(({ problems }) => problems) };
}

/** A call that runs more than once makes one model: the reading that got further counts. */
function unique(found: readonly ReadModel[]): Model[] {
  const byCall = new Map<string, ReadModel>();
  for (const one of found) {
    const key = `${one.call}:${one.model.model ?? ''}`;
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
    const { file, range } = schemaPlace;
    const key = [model, collection, file, range.start.line, range.start.character].join('\n');
    const others = seen.get(key) ?? [];
    seen.set(key, [...others, one]);
    return !others.some((other) => isAlike(other, one));
  });
}

function isAlike(a: Model, b: Model): boolean {
  return a.complete === b.complete && JSON.stringify(a.indexes) === JSON.stringify(b.indexes);
}

/** Indexes that the driver creates, by collection. */
function driverModels(found: readonly ReadDriverIndex[]): Model[] {
  const groups = new Map<string | null, ReadDriverIndex[]>();
  const located = new Set(found.filter(({ collection }) => collection !== null).map(({ call }) => call));
  for (const one of found) {
    if (one.collection === null && located.has(one.call)) continue;
    const group = groups.get(one.collection);
    if (!group) groups.set(one.collection, [one]);
    else if (!group.some(({ call }) => call === one.call)) group.push(one);
  }
  return [...groups].flatMap(([collection, group]) => driverModel(collection, group) ?? []);
}

function driverModel(collection: string | null, group: readonly ReadDriverIndex[]): Model | null {
  const [first] = group;
  if (!first) return null;
  const problems = group.flatMap((one) => one.problems);
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
    indexes: group.flatMap(({ index }) => index ?? []),
  };
}

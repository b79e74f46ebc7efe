import type { Targeted } from '../host/contributions.js';
import type { ConnectionSnapshot } from '../host/session.js';
import type { Catalog, Model } from '../model/catalog.js';
import type { ComparedCollection, ComparedIndex } from '../model/comparison.js';
import type { DefinedIndex } from '../model/index-specification.js';
import type { Place, Range } from '../model/place.js';
import { costWords, counted, statusWords } from '../report/index-words.js';

/** What a CodeLens says and does, as plain data. */
export interface Lens {
  readonly range: Range;
  readonly title: string;
  readonly tooltip: string;
  readonly action:
    | { readonly kind: 'connect' }
    | { readonly kind: 'ensure-collection'; readonly collection: string; readonly connection: string }
    | { readonly kind: 'ensure-index' | 'reveal'; readonly node: Targeted }
    | { readonly kind: 'none' };
}

/**
 * The lenses of one file: one for each model, one for each definition, in the order of the catalog. `connection`: what
 * the file is held against; null: nothing.
 */
export function lensesOf(
  { models }: Catalog,
  connection: ConnectionSnapshot | null,
  file: string,
): readonly Lens[] {
  return models.flatMap((model) => [
    ...modelLens(connection, model, lensPlace(model, models, file)),
    ...model.indexes
      .filter(({ place }) => place.file === file)
      .flatMap((index) => indexLens(connection, model, index)),
  ]);
}

/**
 * On the schema where it stands in this file, else on the model's call; not on a helper's call that makes many models:
 * each of them has its lens at its schema.
 */
function lensPlace({ schemaPlace, place }: Model, models: readonly Model[], file: string): Place | null {
  if (schemaPlace?.file === file) return schemaPlace;
  if (place.file !== file) return null;
  const made = models.filter((other) => other.place.file === file && isSameStart(other.place, place));
  return schemaPlace && made.length > 1 ? null : place;
}

function modelLens(
  connection: ConnectionSnapshot | null,
  model: Model,
  place: Place | null,
): readonly Lens[] {
  if (!place) return [];
  const { range } = place;
  const unread = model.complete ? '' : ' · incomplete';
  const total = model.indexes.length;
  const defined = `${counted(total, 'index')} defined${unread}`;
  const stale = model.stale ? ['As last read: this file is being edited'] : [];
  const why = [...stale, ...model.problems.map(({ message }) => message)].join('\n');
  if (!connection?.comparison) return [unconnected(connection, range, defined, why)];
  const collection = collectionOf(connection, model);
  if (!collection) return [{ range, title: defined, tooltip: why, action: { kind: 'none' } }];
  const found = model.indexes.map((index) => comparedOf(collection, index));
  if (total > 0 && found.every((index) => !index)) {
    const tooltip = [why, 'Its indexes on the server are not known.'].filter(Boolean).join('\n');
    return [{ range, title: `${defined} · not judged`, tooltip, action: { kind: 'none' } }];
  }
  const applied = found.filter((index) => index?.status === 'applied' || index?.status === 'hidden').length;
  const missing = found.filter((index) => index?.status === 'missing').length;
  const title = `${applied} of ${total} applied${unread}`;
  if (missing === 0) return [{ range, title, tooltip: why, action: { kind: 'none' } }];
  return [
    {
      range,
      title: `${title} · Ensure now`,
      tooltip: [
        `Create ${counted(missing, 'missing index')} of ${collection.collection}, after showing what will be done`,
        ...stale,
      ].join('\n'),
      action: {
        kind: 'ensure-collection',
        collection: collection.collection,
        connection: connection.id,
      },
    },
  ];
}

function unconnected(snapshot: ConnectionSnapshot | null, range: Range, defined: string, why: string): Lens {
  switch (snapshot?.connection.state) {
    case 'connecting':
      return { range, title: `${defined} · connecting…`, tooltip: why, action: { kind: 'none' } };
    case 'connected':
      return { range, title: `${defined} · reading the server…`, tooltip: why, action: { kind: 'none' } };
    default: {
      const tooltip = 'Connect to a MongoDB server to see which of them are applied';
      return { range, title: `${defined} · Connect`, tooltip, action: { kind: 'connect' } };
    }
  }
}

function indexLens(
  connection: ConnectionSnapshot | null,
  model: Model,
  defined: DefinedIndex,
): readonly Lens[] {
  const collection = connection && collectionOf(connection, model);
  const index = collection && comparedOf(collection, defined);
  if (!index) return [];
  const { range } = defined.place;
  const target = {
    kind: 'index',
    collection: collection.collection,
    name: index.name,
    key: index.key,
    place: defined.place,
  } as const;
  const node = { target, connection: connection.id };
  const status = statusWords(index);
  if (index.status === 'missing') {
    const tooltip = about(defined, `Create ${index.name}, after showing what will be done`);
    return [{ range, title: `${status} · Ensure now`, tooltip, action: { kind: 'ensure-index', node } }];
  }
  const title = [status, ...costWords(index.live)].join(' · ');
  return [
    {
      range,
      title,
      tooltip: about(defined, `Show ${index.name} in the Indexes view`),
      action: { kind: 'reveal', node },
    },
  ];
}

/** The title stays as it was while a definition is half typed. */
function about({ stale }: DefinedIndex, tooltip: string): string {
  return stale
    ? `${tooltip}\nAs last read: this definition is being edited, and Ensure leaves it alone`
    : tooltip;
}

function collectionOf({ comparison }: ConnectionSnapshot, model: Model): ComparedCollection | undefined {
  return comparison?.collections.find(({ collection }) => collection === model.collection);
}

/** Where two definitions come to the same index, the comparison holds it once; the name then finds it. */
function comparedOf(collection: ComparedCollection, defined: DefinedIndex): ComparedIndex | undefined {
  const own = collection.indexes.find((index) => index.defined && samePlace(index.defined, defined));
  return own ?? collection.indexes.find((index) => index.defined?.name === defined.name);
}

function samePlace(a: DefinedIndex, b: DefinedIndex): boolean {
  return a.place.file === b.place.file && isSameStart(a.place, b.place) && a.name === b.name;
}

function isSameStart({ range: { start: a } }: Place, { range: { start: b } }: Place): boolean {
  return a.line === b.line && a.character === b.character;
}

import type { Model } from '../../src/model/catalog.js';

/** What the real Mongoose made of one file. */
export interface LoadedFile {
  readonly file: string;
  /** Null: it loaded to its end. */
  readonly error: string | null;
  readonly models: readonly LoadedModel[];
}

interface LoadedModel {
  readonly model: string;
  readonly collection: string;
  /** The files that the call came from, innermost first. */
  readonly files: readonly string[];
  readonly indexes: readonly (readonly [key: unknown, options: Readonly<Record<string, unknown>>])[];
}

export interface CodeBaseFigures {
  readonly name: string;
  readonly files: number;
  readonly milliseconds: number;
  readonly ours: { readonly models: number; readonly complete: number; readonly indexes: number };
  readonly theirs: { readonly models: number; readonly indexes: number };
  /** Of their indexes, those that we have exactly so. */
  readonly found: number;
  /** Their indexes that we have not, as `collection: index`. */
  readonly missed: readonly string[];
  /** What is not so in models that are marked complete. */
  readonly wrong: readonly string[];
  /** Complete models that Mongoose could not be asked about. */
  readonly unasked: readonly string[];
  readonly incomplete: readonly string[];
  readonly unloaded: readonly string[];
}

interface CodeBase {
  readonly name: string;
  readonly folder: string;
  readonly files: number;
  readonly milliseconds: number;
  readonly models: readonly Model[];
  readonly loaded: readonly LoadedFile[];
}

export function compareCodeBase({
  name,
  folder,
  files,
  milliseconds,
  models,
  loaded,
}: CodeBase): CodeBaseFigures {
  const short = (file: string): string => file.replace(`${folder}/`, '');
  const theirs = distinct(loaded.flatMap((one) => one.models));
  const left = new Set(models.filter(({ model }) => model !== null));
  const missed: string[] = [];
  const wrong: string[] = [];
  let found = 0;
  let indexes = 0;
  for (const their of theirs) {
    const our = partner(their, [...left]);
    const wanted = their.indexes.map(([key, options]) => textOf(key, options));
    indexes += wanted.length;
    const name = `${their.model} (${short(their.files[0] ?? '')})`;
    if (!our) {
      missed.push(...wanted.map((index) => `${name}: ${index}; the model is not read`));
      if (wanted.length === 0) missed.push(`${name}: the model is not read`);
      continue;
    }
    left.delete(our);
    const read = our.indexes.map((one) =>
      textOf(one.key, one.named ? { ...one.options, name: one.name } : one.options),
    );
    const lacking = without(wanted, read);
    const extra = without(read, wanted);
    found += wanted.length - lacking.length;
    missed.push(...lacking.map((index) => `${name}: ${index}${our.complete ? '' : '; incomplete'}`));
    if (!our.complete) continue;
    if (our.collection !== their.collection)
      wrong.push(`${name}: ${our.collection ?? '*'}, not ${their.collection}`);
    wrong.push(
      ...lacking.map((index) => `${name}: lacks ${index}`),
      ...extra.map((index) => `${name}: has ${index}`),
    );
  }
  const place = ({ model, place: { file, range } }: Model): string =>
    `${model ?? '*'} (${short(file)}:${range.start.line + 1})`;
  return {
    name,
    files,
    milliseconds,
    ours: {
      models: models.length,
      complete: models.filter(({ complete }) => complete).length,
      indexes: models.flatMap((model) => model.indexes).length,
    },
    theirs: { models: theirs.length, indexes },
    found,
    missed,
    wrong,
    unasked: [...left].filter(({ complete }) => complete).map(place),
    incomplete: models
      .filter(({ complete }) => !complete)
      .map((model) => {
        const [first] = model.problems;
        const at = first?.place ? ` at ${short(first.place.file)}:${first.place.range.start.line + 1}` : '';
        return `${place(model)}: ${first?.message ?? ''}${at}`;
      }),
    unloaded: loaded.flatMap(({ file, error }) => (error === null ? [] : [`${short(file)}: ${error}`])),
  };
}

/** A model may be loaded with many files: the loading that brought most indexes counts. */
function distinct(models: readonly LoadedModel[]): LoadedModel[] {
  const best = new Map<string, LoadedModel>();
  for (const model of models) {
    const key = JSON.stringify([model.model, model.collection]);
    const before = best.get(key);
    if (!before || before.indexes.length < model.indexes.length) best.set(key, model);
  }
  return [...best.values()];
}

function partner({ model, collection, files }: LoadedModel, candidates: readonly Model[]): Model | undefined {
  const named = candidates.filter((one) => one.model === model);
  const near = named.filter(({ place }) => files.includes(place.file));
  const among = near.length > 0 ? near : named;
  return among.find((one) => one.collection === collection) ?? among[0];
}

function without(list: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return list.filter((one) => {
    const at = rest.indexOf(one);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

const noise = ['background', '_autoIndex'];

function textOf(key: unknown, options: Readonly<Record<string, unknown>>): string {
  const kept = Object.entries(options).filter(
    ([name, value]) => !noise.includes(name) && value !== undefined,
  );
  return `${JSON.stringify(key)} ${JSON.stringify(Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))))}`;
}

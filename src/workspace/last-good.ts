import { isDeepStrictEqual } from 'node:util';
import type { Catalog, Model } from '../model/catalog.js';
import type { DefinedIndex } from '../model/index-specification.js';
import type { Place, Range } from '../model/place.js';
import { movedPlaces } from '../source/moved-places.js';
import { common } from './common-ends.js';

/** One file that was read again. */
export interface Reading {
  readonly file: string;
  /** Null: it is gone, or nobody follows it. */
  readonly text: string | null;
  /** Whether this is what lies on the disk. */
  readonly isSaved: boolean;
  /** Messages. */
  readonly syntaxErrors: () => readonly string[];
}

interface Edited {
  readonly text: string;
  /** Syntax errors that do not come from typing: they were there when the text was last read well. */
  readonly usual: readonly string[];
  readonly isBroken: boolean;
  readonly isSaved: boolean;
}

/**
 * The last good reading of what is being edited. While a file is typed, a definition that cannot be read any more (a
 * syntax error, or a model that has problems it did not have) stands as it was last read, moved with the text and
 * marked as stale. Once the text reads well, or is saved without a syntax error, the new reading counts.
 *
 * Models that a reading left untouched should keep their identity: they cost nothing then.
 */
export class LastGood {
  #shown: readonly Model[] = [];
  readonly #files = new Map<string, Edited>();
  /** Stale models, with the files whose typing keeps them so. */
  #held = new Map<Model, readonly string[]>();

  /** Everything was read from the disk, and counts. */
  restart(catalog: Catalog): Catalog {
    this.#shown = catalog.models;
    this.#files.clear();
    this.#held.clear();
    return catalog;
  }

  /** Whether a file is being edited: its text before the edit is known. */
  follows(file: string): boolean {
    return this.#files.has(file);
  }

  /** Begins to follow a file, whose present places refer to this text. */
  follow(file: string, text: string, syntaxErrors: readonly string[]): void {
    this.#files.set(file, { text, usual: syntaxErrors, isBroken: false, isSaved: true });
  }

  /** What to show after a file was read again, given the catalog as it was read. */
  settle(fresh: Catalog, reading: Reading): Catalog {
    const [first, last] = common(this.#shown, fresh.models);
    const now = fresh.models.slice(first, fresh.models.length - last);
    const before = this.#moved(this.#shown.slice(first, this.#shown.length - last), reading);
    this.#note(reading);
    const known = new Set(before);
    const open = now.filter((model) => !known.has(model));
    const unchanged = new Set(now.filter((model) => known.has(model)));
    const changed = before.filter((model) => !unchanged.has(model));
    const partners = pair(changed, open);
    const taken = new Set(partners.values());
    const added = open.filter((model) => !taken.has(model));
    const held = new Map<Model, readonly string[]>();
    const result = new Map<Model, Model | null>();
    for (const model of changed) {
      const partner = partners.get(model) ?? null;
      const by = this.#holders(model, partner, added, reading.file);
      const outcome = by ? stale(model, partner, by.isBroken) : partner;
      if (by && outcome) held.set(outcome, by.files);
      result.set(model, outcome);
    }
    this.#held = held;
    const shown = inOrder(now, before, partners, result, (model) => this.#isHalfTyped(model));
    this.#shown = [
      ...fresh.models.slice(0, first),
      ...shown,
      ...fresh.models.slice(fresh.models.length - last),
    ];
    if (reading.text === null || (reading.isSaved && !this.#files.get(reading.file)?.isBroken))
      this.#files.delete(reading.file);
    return {
      ...fresh,
      models: this.#shown,
      problems: fresh.problems.filter((one) => !this.#isOfTyping(one)),
    };
  }

  /** Models that were shown so far, where they stand in the text as it is now. */
  #moved(models: readonly Model[], { file, text }: Reading): readonly Model[] {
    const edited = this.#files.get(file);
    if (!edited || text === null || text === edited.text) return models;
    const move = movedPlaces(edited.text, text);
    return models.map((model) => {
      if (!standsIn(model, file)) return model;
      const moved = movedModel(model, file, move);
      const by = this.#held.get(model);
      if (by) this.#held.set(moved, by);
      return moved;
    });
  }

  #note({ file, text, isSaved, syntaxErrors }: Reading): void {
    const edited = this.#files.get(file);
    if (!edited || text === null) return;
    const errors = syntaxErrors();
    const isBroken = errors.some((message) => !edited.usual.includes(message));
    this.#files.set(file, { text, isSaved, isBroken, usual: isBroken ? edited.usual : errors });
  }

  /** The files whose typing is why a new reading of a model does not count; null: it counts. */
  #holders(
    before: Model,
    now: Model | null,
    added: readonly Model[],
    file: string,
  ): { readonly files: readonly string[]; readonly isBroken: boolean } | null {
    if (now && isDeepStrictEqual(now, before)) return null;
    const suspects = [...new Set([file, ...(this.#held.get(before) ?? [])])];
    const places = [before, now].flatMap((model) => (model ? placesOf(model) : []));
    const broken = [...this.#files.keys()].filter(
      (one) =>
        this.#files.get(one)?.isBroken &&
        (suspects.includes(one) || places.some((place) => place.file === one)),
    );
    if (broken.length > 0) return { files: broken, isBroken: true };
    const unsaved = suspects.filter((one) => this.#files.get(one)?.isSaved === false);
    const isWorse = now ? hasNewProblem(now, before) : false;
    if (unsaved.length > 0 && (isWorse || added.some((model) => isRemnant(model, before))))
      return { files: unsaved, isBroken: false };
    return null;
  }

  /** Whether a model that was not there before comes from code that is not written to its end. */
  #isHalfTyped(model: Model): boolean {
    return placesOf(model).some(({ file }) => {
      const edited = this.#files.get(file);
      return edited && !edited.isSaved && (edited.isBroken || (model.collection === null && !model.complete));
    });
  }

  #isOfTyping({ code, place }: Catalog['problems'][number]): boolean {
    const edited = place && this.#files.get(place.file);
    return code === 'syntax-error' && edited ? edited.isBroken && !edited.isSaved : false;
  }
}

/** A model as it was last read. What its new reading says alike is certain, and stands where that says. */
function stale(before: Model, now: Model | null, isBroken: boolean): Model | null {
  const left = [...(now?.indexes ?? [])];
  const indexes = before.indexes.flatMap((index): readonly DefinedIndex[] => {
    const found = left.findIndex((other) => isSame(index, other));
    if (found !== -1) return left.splice(found, 1);
    return isEmpty(index.place.range) ? [] : [{ ...index, stale: true }];
  });
  // What else can be read is news where the text is whole, and may be an accident of a broken one.
  const news = isBroken
    ? []
    : left.filter((index) => !indexes.some(({ place, stale }) => stale && overlap(place, index.place)));
  if (!now && indexes.length === 0 && before.indexes.length > 0) return null;
  return { ...before, stale: true, indexes: [...indexes, ...news] };
}

/** Each changed model with the one it became: by name, else by place. */
function pair(before: readonly Model[], now: readonly Model[]): Map<Model, Model> {
  const partners = new Map<Model, Model>();
  const left = new Set(now);
  const sorts: readonly ((a: Model, b: Model) => boolean)[] = [
    (a, b) => nameOf(a) === nameOf(b) && startsAlike(a, b),
    (a, b) => nameOf(a) === nameOf(b) && (a.model === null || a.place.file === b.place.file),
    (a, b) => a.model !== null && startsAlike(a, b),
  ];
  for (const belong of sorts) {
    for (const model of before) {
      if (partners.has(model)) continue;
      for (const other of left) {
        if (!belong(model, other)) continue;
        partners.set(model, other);
        left.delete(other);
        break;
      }
    }
  }
  return partners;
}

/** A bare collection is known by its own name. */
function nameOf({ model, collection }: Model): string {
  return model === null ? `collection ${collection}` : `model ${model}`;
}

function startsAlike({ place: a }: Model, { place: b }: Model): boolean {
  return a.file === b.file && isDeepStrictEqual(a.range.start, b.range.start);
}

/** In the order of the new reading; what that lacks comes after what it came after before. */
function inOrder(
  fresh: readonly Model[],
  before: readonly Model[],
  partners: ReadonlyMap<Model, Model>,
  result: ReadonlyMap<Model, Model | null>,
  isHalfTyped: (model: Model) => boolean,
): readonly Model[] {
  const replaced = new Map([...partners].map(([model, partner]) => [partner, result.get(model) ?? partner]));
  const known = new Set(before);
  const shown = fresh.flatMap((model) => {
    const other = replaced.get(model);
    if (other) return [other];
    return known.has(model) || !isHalfTyped(model) ? [model] : [];
  });
  let last: Model | null = null;
  for (const model of before) {
    const outcome = result.has(model) ? result.get(model) : model;
    if (!outcome) continue;
    // What the new reading lacks is rare.
    if (result.has(model) && !partners.has(model))
      shown.splice(last ? shown.indexOf(last) + 1 : 0, 0, outcome);
    last = outcome;
  }
  return shown;
}

function hasNewProblem(now: Model, before: Model): boolean {
  const known = new Set(before.problems.map(({ code, message }) => `${code} ${message}`));
  return now.problems.some(({ code, message }) => !known.has(`${code} ${message}`));
}

/** Whether an incomplete model that nobody knew stands where a definition stood: it is what became of that. */
function isRemnant(model: Model, before: Model): boolean {
  if (model.complete) return false;
  return [before.place, ...before.indexes.map(({ place }) => place)].some((place) =>
    overlap(place, model.place),
  );
}

function isSame(a: DefinedIndex, b: DefinedIndex): boolean {
  return a.name === b.name && isDeepStrictEqual([a.key, a.options], [b.key, b.options]);
}

function placesOf({ place, schemaPlace, indexes }: Model): readonly Place[] {
  return [place, ...(schemaPlace ? [schemaPlace] : []), ...indexes.map((index) => index.place)];
}

function standsIn({ place, schemaPlace, indexes, problems }: Model, file: string): boolean {
  return (
    place.file === file ||
    schemaPlace?.file === file ||
    indexes.some((index) => index.place.file === file) ||
    problems.some((problem) => problem.place?.file === file)
  );
}

function movedModel(model: Model, file: string, move: (range: Range) => Range): Model {
  const moved = (place: Place): Place => (place.file === file ? { file, range: move(place.range) } : place);
  return {
    ...model,
    place: moved(model.place),
    schemaPlace: model.schemaPlace && moved(model.schemaPlace),
    problems: model.problems.map((one) => (one.place ? { ...one, place: moved(one.place) } : one)),
    indexes: model.indexes.map((index) => ({ ...index, place: moved(index.place) })),
  };
}

function isEmpty({ start, end }: Range): boolean {
  return isDeepStrictEqual(start, end);
}

function overlap(a: Place, b: Place): boolean {
  return a.file === b.file && isBefore(a.range.start, b.range.end) && isBefore(b.range.start, a.range.end);
}

function isBefore(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

import type { Model } from '../../model/catalog.js';
import type { DefinedIndex } from '../../model/index-specification.js';
import type { DefinitionChange, ModelChange, SourceEdit } from '../../model/source-edit.js';
import { UserError } from '../../model/user-error.js';
import { catalogOf } from '../catalog.js';
import { summarise } from '../file-summary.js';
import { outcomesOf } from '../outcome.js';
import { Program, type FileSource } from '../program.js';
import { additions } from './add-index.js';
import type { Candidate } from './candidate.js';
import { removals, replacements } from './change-index.js';
import { EditedFile } from './edited-file.js';
import { fileEdit } from './file-edit.js';
import { missed, said, wantedAfter } from './said.js';
import { isWritable } from './write-index.js';

/** Files whose text is known as well. */
export interface TextSource extends FileSource {
  /** Null: it cannot be read. */
  text(file: string): string | null;
}

/**
 * Edits code so that models define other indexes: each change is made at the place and in the style of the file, read
 * again, and taken only where the model then defines exactly what is asked for. Throws UserError `not-editable`.
 */
export function editIndexes(source: TextSource, asked: readonly ModelChange[]): SourceEdit {
  const texts = new Map<string, string>();
  const others = new Set<string>();
  for (const { model, changes } of asked) {
    const draft = new Draft(source, model, texts, others);
    for (const change of changes) draft.make(change);
  }
  const files = [...texts].flatMap(([file, text]) => {
    const before = source.text(file);
    return before === null || before === text ? [] : [fileEdit(file, before, text)];
  });
  return {
    files,
    others: [...others].filter((name) => asked.every(({ model }) => model.model !== name)).sort(),
  };
}

class Draft {
  readonly #source: TextSource;
  /** Files that the model is read from. */
  readonly #files: readonly string[];
  /** What was edited so far, for this model and those before. */
  readonly #texts: Map<string, string>;
  readonly #others: Set<string>;
  /** What an index would come to that is not quite the one asked for. */
  #miss: string | null = null;
  #models: readonly Model[];
  #model: Model;

  constructor(source: TextSource, model: Model, texts: Map<string, string>, others: Set<string>) {
    this.#source = source;
    this.#texts = texts;
    this.#others = others;
    const files = [model.place.file, ...(model.schemaPlace ? [model.schemaPlace.file] : [])];
    this.#files = [...new Set([...files, ...model.indexes.map(({ place }) => place.file)])];
    this.#models = this.#read(this.#texts);
    const found = findModel(this.#models, model);
    if (!found) throw refusal('It is not in its file any more', 'Save the file, and try again.');
    this.#model = found;
  }

  /** One change more, on what the ones before have left. */
  make(change: DefinitionChange): void {
    if (change.kind !== 'remove' && !isWritable(change.index.options))
      throw refusal(
        'an option holds a value of a BSON type, which code would have to make first',
        'Write this definition by hand.',
      );
    this.#miss = null;
    const wanted = wantedAfter(this.#model.indexes, change);
    const old = change.kind === 'add' ? null : this.#own(change.old);
    for (const one of [change, withoutCollation(change)])
      if (one && this.#try(this.#waysTo(one, old), wanted)) return;
    if (change.kind === 'replace' && old) {
      this.make({ kind: 'remove', old });
      this.make({ kind: 'add', index: change.index });
      return;
    }
    throw refusal(...whyNot(this.#model, change, this.#miss));
  }

  #waysTo(change: DefinitionChange, old: DefinedIndex | null): Iterable<Candidate> {
    const open = (file: string): EditedFile | null => {
      const text = this.#text(file);
      return text === null || !/\.[cm]?[jt]sx?$/.test(file) ? null : new EditedFile(file, text);
    };
    if (change.kind === 'add') return additions(open, this.#model, change.index);
    if (!old) return [];
    return change.kind === 'remove' ? removals(open, old) : replacements(open, old, change.index);
  }

  /** The index as it is known now: places move with every change. */
  #own(old: DefinedIndex): DefinedIndex {
    const same = this.#model.indexes.filter((one) => said(one) === said(old));
    const found =
      same.find(({ place }) => JSON.stringify(place) === JSON.stringify(old.place)) ??
      same.find(({ place }) => place.file === old.place.file) ??
      same[0];
    if (!found) throw refusal('the definition is not there any more', 'Refresh, and try again.');
    return found;
  }

  /** Takes the first way that leads where it should; best one that changes no other model. */
  #try(ways: Iterable<Candidate>, wanted: readonly string[]): boolean {
    let shared: Reading | null = null;
    for (const { file, splices } of ways) {
      const texts = new Map([...this.#texts, [file.file, file.spliced(splices)]]);
      const reading = this.#check(texts, wanted, file);
      if (!reading) continue;
      if (reading.others.length === 0) {
        this.#take(reading);
        return true;
      }
      shared ??= reading;
    }
    if (shared) this.#take(shared);
    return shared !== null;
  }

  #take({ texts, models, model, others }: Reading): void {
    for (const [file, text] of texts) this.#texts.set(file, text);
    this.#models = models;
    this.#model = model;
    for (const one of others) this.#others.add(one);
  }

  /** Null: read again, the code does not say what it should. */
  #check(texts: ReadonlyMap<string, string>, wanted: readonly string[], file: EditedFile): Reading | null {
    const text = texts.get(file.file) ?? '';
    if (new EditedFile(file.file, text).code.syntaxErrors.length > file.code.syntaxErrors.length) return null;
    const models = this.#read(texts);
    const isGone = this.#model.model === null && wanted.length === 0;
    const model = findModel(models, this.#model) ?? (isGone ? { ...this.#model, indexes: [] } : null);
    if (!model || models.length !== this.#models.length - (isGone ? 1 : 0)) return null;
    if (model.problems.length > this.#model.problems.length) return null;
    const found = model.indexes.map(said);
    if (found.toSorted().join('\n') !== wanted.toSorted().join('\n')) {
      this.#miss ??= missed(found, wanted);
      return null;
    }
    const before = this.#models.filter((one) => !isGone || one !== this.#model);
    const others = models.filter((one, at) => {
      const old = before[at];
      return one !== model && old && !isAlike(one, old);
    });
    return {
      texts,
      models,
      model,
      others: others.map(({ model: name, collection }) => name ?? collection ?? '?'),
    };
  }

  #read(texts: ReadonlyMap<string, string>): readonly Model[] {
    const program = new Program({
      summary: (file) => {
        const text = texts.get(file);
        return text === undefined ? this.#source.summary(file) : summarise(file, text, 'defines');
      },
      resolve: (from, specifier) => this.#source.resolve(from, specifier),
      mongooseMajor: (file) => this.#source.mongooseMajor(file),
    });
    for (const file of this.#files) program.run(file);
    for (const file of this.#files) program.explore(file, () => false);
    return catalogOf(outcomesOf(program, program.units())).models;
  }

  #text(file: string): string | null {
    return this.#texts.get(file) ?? this.#source.text(file);
  }
}

/** What an edit came to, read again. */
interface Reading {
  readonly texts: ReadonlyMap<string, string>;
  readonly models: readonly Model[];
  readonly model: Model;
  /** Other models whose indexes are not as they were. */
  readonly others: readonly string[];
}

function isAlike(a: Model, b: Model): boolean {
  return a.model === b.model && a.indexes.map(said).join('\n') === b.indexes.map(said).join('\n');
}

/** The same model after an edit: it may have moved within its file. */
function findModel(models: readonly Model[], sought: Model): Model | null {
  const same = models.filter(
    ({ model, collection, place }) =>
      model === sought.model &&
      collection === sought.collection &&
      (model === null || place.file === sought.place.file),
  );
  const distance = ({ place }: Model): number =>
    Math.abs(place.range.start.line - sought.place.range.start.line);
  return same.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** The collation of a schema counts for an index that names none: one without any has to say so. */
function withoutCollation(change: DefinitionChange): DefinitionChange | null {
  if (change.kind === 'remove' || 'collation' in change.index.options) return null;
  const options = { ...change.index.options, collation: { locale: 'simple' } };
  return { ...change, index: { ...change.index, options } };
}

function refusal(why: string, next: string): UserError {
  return new UserError('not-editable', `This cannot be written into the code: ${why}.`, next);
}

function whyNot(
  { model, collection }: Model,
  { kind }: DefinitionChange,
  miss: string | null,
): [why: string, next: string] {
  const name = model ?? collection ?? 'this model';
  if (miss !== null && kind !== 'remove')
    return [
      `in ${name} it would become ${miss}`,
      'Define it where it counts as it is, as in the base model.',
    ];
  const [what, next] =
    kind === 'add'
      ? ['no place was found where an index would count', 'Copy the index, and put it where it belongs.']
      : ['its definition is computed, or shared with others', 'Change it by hand.'];
  return [`of ${name} ${what}`, next];
}

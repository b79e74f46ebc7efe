import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { emptyCatalog, type Catalog } from '../model/catalog.js';
import type { Range } from '../model/place.js';
import type { Problem } from '../model/problem.js';
import type { QuerySite } from '../model/query.js';
import type { ModelChange, QueryChange, SourceEdit } from '../model/source-edit.js';
import { UserError } from '../model/user-error.js';
import { editIndexes } from '../source/edits/edit-indexes.js';
import { editQuery } from '../source/edits/query-edits.js';
import { Program } from '../source/program.js';
import { selectedQuery } from '../source/pasted-query.js';
import { querySiteAt } from '../source/query-site.js';
import { Configs } from './configs.js';
import { keepReading, restoreReading, KeptReading, type KeptFolder } from './kept-reading.js';
import { LastGood } from './last-good.js';
import { Linker, type LinkedFiles, type Pause } from './linker.js';
import { Resolver } from './resolve.js';
import { sameModels } from './same-models.js';
import { Summaries, type FileState } from './summaries.js';
import { noText, unreadable } from './unreadable.js';
import type { ScanOptions, WorkspaceReader } from './workspace-reader.js';

/** Files between two words of progress. */
const filesAtOnce = 128;
/** How long a thread works before others get their turn, in milliseconds. */
const longestTurn = 15;

/** Reads a workspace in this thread. */
export class Workspace implements WorkspaceReader {
  readonly #summaries = new Summaries();
  readonly #resolver = new Resolver({
    isFile: (path) => this.#summaries.isFile(path),
    readText: (path) => this.#configs.read(path),
    files: () => [...this.#files],
  });
  readonly #source: LinkedFiles = {
    summary: (file) => this.#summaries.summary(file),
    isRelevant: (file) => this.#summaries.promiseOf(file) !== 'nothing',
    defines: (file) => this.#summaries.promiseOf(file) === 'defines',
    resolve: (from, specifier) => this.#resolver.resolve(from, specifier),
    mongooseMajor: (file) => this.#resolver.mongooseMajor(file),
  };
  readonly #linker = new Linker(this.#source);
  readonly #kept: KeptFolder | null;
  readonly #lastGood = new LastGood();
  readonly #configs = new Configs();
  #files: ReadonlySet<string> = new Set();
  /** Of files that are there and were not read, by file. */
  readonly #unread = new Map<string, Problem>();
  #catalog: Catalog = emptyCatalog;
  /** What was kept of the workspace and holds; it becomes the linker's state once that is asked for. */
  #restored: KeptReading | null = null;
  #keeping: Promise<void> = Promise.resolve();

  /** `kept`: where the reading is kept for the next time; null: nowhere. */
  constructor(kept: KeptFolder | null = null) {
    this.#kept = kept;
  }

  async scan(files: readonly string[], options: ScanOptions = {}): Promise<Catalog> {
    const reading = await this.rescan(files, options);
    return reading instanceof KeptReading ? reading.catalog : reading;
  }

  /** What was kept of a workspace of which nothing is known yet. Whether it holds, the next scan tells. */
  async restore(files: readonly string[]): Promise<KeptReading | null> {
    if (this.#files.size > 0 || !this.#kept) return this.#restored;
    this.#restored = await restoreReading(this.#kept, files);
    if (!this.#restored) return null;
    const { files: known, loaded, configs, unread } = this.#restored.grounds;
    this.#summaries.restore(known);
    this.#configs.restore(configs);
    for (const [file, why] of unread) this.#unread.set(file, why);
    const others = new Set(loaded);
    this.#files = new Set(known.flatMap(([file]) => (others.has(file) ? [] : [file])));
    return this.#restored;
  }

  /** As `scan`; where what was restored holds, it gives just that. */
  async rescan(
    files: readonly string[],
    { signal, onProgress }: ScanOptions = {},
  ): Promise<Catalog | KeptReading> {
    await this.restore(files);
    const pause = pauses(signal);
    this.#resolver.recheck();
    try {
      const isElsewhere = await this.#configs.recheck(pause);
      const unread = [...this.#unread];
      const changed = await this.#refresh(files, pause, onProgress);
      this.#files = new Set(files);
      const isSame = !isElsewhere && changed.length === 0 && isDeepStrictEqual([...this.#unread], unread);
      if (this.#restored && isSame) return this.#restored;
      this.takeKept();
      const isFirst = isElsewhere || !this.#linker.hasOutcomes;
      if (isFirst) await this.#linker.linkAll(files, pause);
      else await this.#linker.relink(changed, false, pause);
      // Nobody waits for that.
      if (isFirst || changed.length > 0) this.#keeping = nextTurn().then(() => this.#keep());
    } catch (error) {
      // What is half linked is no state to go on from.
      this.#restored = null;
      this.#linker.restore([]);
      throw error;
    }
    this.#linker.cool();
    this.#summaries.cool();
    return this.#lastGood.restart(this.#read());
  }

  /** Makes what was kept, and holds, the state that edits go on from. */
  takeKept(): void {
    const kept = this.#restored;
    if (!kept) return;
    this.#restored = null;
    this.#linker.restore(kept.outcomes());
    const catalog = this.#lastGood.restart(this.#read());
    kept.becomes(catalog);
  }

  async update(file: string, text: string | null): Promise<Catalog> {
    this.takeKept();
    if (text !== null) this.#summaries.follow(file);
    if (text !== null && !this.#lastGood.follows(file) && this.#files.has(file))
      this.#lastGood.follow(file, (await textOnDisk(file)) ?? text, this.#syntaxErrors(file));
    const wasKnown = this.#summaries.has(file);
    const finding = text === null ? this.#summaries.read(file) : this.#summaries.put(file, text);
    this.#note(file, finding);
    const isThere = isRead(finding);
    if (isThere !== this.#files.has(file))
      this.#files = isThere ? new Set([...this.#files, file]) : without(this.#files, file);
    if (!wasKnown || !isThere) {
      this.#summaries.recheck();
      this.#resolver.recheck();
    }
    if (finding !== 'same') await this.#linker.relink([file], true);
    return this.#lastGood.settle(this.#read(), {
      file,
      text: text ?? (this.#lastGood.follows(file) ? await textOnDisk(file) : null),
      isSaved: text === null,
      syntaxErrors: () => this.#syntaxErrors(file),
    });
  }

  async settle(): Promise<Catalog> {
    this.takeKept();
    await this.#linker.settle();
    const nothing = { file: '', text: null, isSaved: true, syntaxErrors: () => [] };
    return this.#lastGood.settle(this.#read(), nothing);
  }

  async queryAt(file: string, range: Range, text?: string): Promise<QuerySite> {
    this.takeKept();
    if (text !== undefined) {
      if (this.#files.has(file)) await this.update(file, text);
      else this.#summaries.put(file, text);
    } else if (!this.#summaries.has(file) && !isRead(this.#summaries.read(file))) {
      throw new UserError(
        'unreadable',
        `${file} cannot be read.`,
        'Name a file of JavaScript or TypeScript.',
      );
    }
    // A program of its own: looking into functions at a cursor leaves no trace in the catalog.
    const program = new Program(this.#source);
    program.run(file);
    try {
      return querySiteAt(program, this.#catalog, file, range);
    } catch (error) {
      const selected = selectedQuery(text ?? this.#summaries.text(file) ?? '', { file, range });
      if (selected) return selected;
      throw error;
    }
  }

  async editIndexes(asked: readonly ModelChange[]): Promise<SourceEdit> {
    await Promise.resolve();
    return editIndexes({ ...this.#source, text: (file) => this.#summaries.text(file) }, asked);
  }

  async editQuery(change: QueryChange): Promise<SourceEdit> {
    await Promise.resolve();
    return editQuery((file) => this.#summaries.text(file), change);
  }

  async dispose(): Promise<void> {
    await this.#keeping;
    this.#files = new Set();
    this.#linker.restore([]);
    this.#summaries.clear();
  }

  /** Looks at every file; gives those that are not as they were. */
  async #refresh(
    files: readonly string[],
    pause: Pause,
    onProgress: ScanOptions['onProgress'],
  ): Promise<string[]> {
    const listed = new Set(files);
    const gone = [...this.#files].filter((file) => !listed.has(file));
    for (const file of gone) this.#summaries.forget(file);
    this.#summaries.recheck();
    this.#unread.clear();
    const changed = gone;
    for (const [at, file] of files.entries()) {
      if (at % filesAtOnce === 0) {
        onProgress?.(at, files.length);
        await pause();
      }
      const finding = this.#summaries.refresh(file);
      this.#note(file, finding);
      if (finding !== 'same') changed.push(file);
    }
    for (const file of this.#loaded())
      if (!listed.has(file) && this.#summaries.refresh(file) !== 'same') changed.push(file);
    onProgress?.(files.length, files.length);
    return changed;
  }

  async #keep(): Promise<void> {
    if (!this.#kept || this.#files.size === 0) return;
    await keepReading(this.#kept, [...this.#files], {
      files: [...this.#summaries.known()],
      loaded: this.#loaded(),
      configs: [...this.#configs.known()],
      unread: [...this.#unread],
      outcomes: [...this.#linker.outcomes],
      catalog: this.#catalog,
    });
  }

  /** Files that are not the workspace's own: its files load them. */
  #loaded(): readonly string[] {
    if (this.#restored) return this.#restored.grounds.loaded;
    return [...this.#linker.outcomes].flatMap(({ file }) => (this.#files.has(file) ? [] : [file]));
  }

  #note(file: string, finding: FileState): void {
    this.#unread.delete(file);
    if (finding === 'no-text') this.#unread.set(file, noText(file));
    else if (typeof finding === 'object')
      this.#unread.set(file, unreadable('file', file, finding.unreadable));
  }

  #syntaxErrors(file: string): readonly string[] {
    return this.#summaries.summary(file)?.code.syntaxErrors.map(({ message }) => message) ?? [];
  }

  #read(): Catalog {
    const { models, problems, ...asked } = this.#linker.catalog((file) => this.#files.has(file));
    this.#catalog = {
      models: sameModels(this.#catalog.models, models),
      ...asked,
      problems: [...problems, ...[...this.#unread].sort(byFile).map(([, problem]) => problem)],
    };
    return this.#catalog;
  }
}

function without(files: ReadonlySet<string>, gone: string): ReadonlySet<string> {
  return new Set([...files].filter((file) => file !== gone));
}

async function textOnDisk(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}

function pauses(signal: AbortSignal | undefined): Pause {
  let start = performance.now();
  return () => {
    if (performance.now() - start < longestTurn) return undefined;
    return nextTurn().then(() => {
      start = performance.now();
      signal?.throwIfAborted();
    });
  };
}

function isRead(finding: FileState): boolean {
  return finding === 'same' || finding === 'changed';
}

function byFile([a]: readonly [string, Problem], [b]: readonly [string, Problem]): number {
  return a < b ? -1 : 1;
}

import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { emptyCatalog, type Catalog } from '../model/catalog.js';
import type { Range } from '../model/place.js';
import type { Problem } from '../model/problem.js';
import type { QuerySite } from '../model/query.js';
import { UserError } from '../model/user-error.js';
import { catalogOf } from '../source/catalog.js';
import { outcomesOf } from '../source/outcome.js';
import { Program } from '../source/program.js';
import { querySiteAt } from '../source/query-site.js';
import { LastGood } from './last-good.js';
import { Resolver } from './resolve.js';
import { Summaries } from './summaries.js';

export interface ScanOptions {
  readonly signal?: AbortSignal | undefined;
  /** Files read so far, and how many there are. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Reads a workspace. Files are absolute paths with forward slashes. */
export interface WorkspaceReader {
  /** Reads exactly these files; what is known of others is forgotten. */
  scan(files: readonly string[], options?: ScanOptions): Promise<Catalog>;
  /** Reads one file again: its text, or with null what lies on the disk; a file that is gone is forgotten. */
  update(file: string, text: string | null): Promise<Catalog>;
  /** The query at a cursor or a selection. Throws UserError `no-query`. */
  queryAt(file: string, range: Range, text?: string): Promise<QuerySite>;
  dispose(): Promise<void>;
}

const filesAtOnce = 32;

/** Reads a workspace in this thread. */
export class Workspace implements WorkspaceReader {
  readonly #summaries = new Summaries();
  readonly #resolver = new Resolver({
    isFile: (path) => this.#summaries.isFile(path),
    readText: (path) => this.#summaries.readText(path),
    files: () => this.#files,
  });
  readonly #lastGood = new LastGood();
  #files: readonly string[] = [];
  #unreadable = new Set<string>();
  #catalog: Catalog = emptyCatalog;

  async scan(files: readonly string[], { signal, onProgress }: ScanOptions = {}): Promise<Catalog> {
    for (const file of this.#files) if (!files.includes(file)) this.#summaries.forget(file);
    this.#files = files;
    this.#unreadable = new Set();
    this.#summaries.recheck();
    this.#resolver.recheck();
    const queue = files.values();
    let done = 0;
    const work = async (): Promise<void> => {
      for (const file of queue) {
        signal?.throwIfAborted();
        if (!(await this.#summaries.read(file))) this.#unreadable.add(file);
        done += 1;
        if (done % 50 === 0 || done === files.length) onProgress?.(done, files.length);
      }
    };
    await Promise.all(Array.from({ length: filesAtOnce }, work));
    await nextTurn();
    signal?.throwIfAborted();
    return this.#lastGood.restart(this.#link());
  }

  async update(file: string, text: string | null): Promise<Catalog> {
    if (text !== null && !this.#lastGood.follows(file) && this.#files.includes(file))
      this.#lastGood.follow(file, (await textOnDisk(file)) ?? text, this.#syntaxErrors(file));
    this.#unreadable.delete(file);
    if (text !== null) this.#summaries.put(file, text);
    else if (!(await this.#summaries.read(file))) this.#files = this.#files.filter((one) => one !== file);
    if (this.#summaries.has(file) && !this.#files.includes(file)) this.#files = [...this.#files, file].sort();
    return this.#lastGood.settle(this.#link(), {
      file,
      text: text ?? (this.#lastGood.follows(file) ? await textOnDisk(file) : null),
      isSaved: text === null,
      syntaxErrors: () => this.#syntaxErrors(file),
    });
  }

  async queryAt(file: string, range: Range, text?: string): Promise<QuerySite> {
    if (text !== undefined) this.#summaries.put(file, text);
    else if (!this.#summaries.has(file) && !(await this.#summaries.read(file))) {
      throw new UserError(
        'unreadable',
        `${file} cannot be read.`,
        'Name a file of JavaScript or TypeScript.',
      );
    }
    const program = this.#program();
    const relevant = this.#files.filter((one) => this.#summaries.isRelevant(one));
    program.run([...new Set([...relevant, file])], () => false);
    return querySiteAt(program, file, range);
  }

  async dispose(): Promise<void> {
    await this.scan([]);
  }

  #program(): Program {
    return new Program({
      summary: (file) => this.#summaries.get(file),
      resolve: (from, specifier) => this.#resolver.resolve(from, specifier),
    });
  }

  #syntaxErrors(file: string): readonly string[] {
    return this.#summaries.get(file)?.code.syntaxErrors.map(({ message }) => message) ?? [];
  }

  #link(): Catalog {
    const program = this.#program();
    const relevant = this.#files.filter((file) => this.#summaries.isRelevant(file));
    program.run(relevant, () => false);
    const units = relevant.flatMap((file) => program.unit(file) ?? []);
    const { models, problems } = catalogOf(outcomesOf(program, units));
    this.#catalog = {
      models,
      problems: [...problems, ...this.#files.filter((file) => this.#unreadable.has(file)).map(unreadable)],
    };
    return this.#catalog;
  }
}

async function textOnDisk(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}

function unreadable(file: string): Problem {
  const start = { line: 0, character: 0 };
  return {
    code: 'unreadable',
    message: 'The file cannot be read as text.',
    place: { file, range: { start, end: start } },
  };
}

import type { Outcome } from '../source/outcome.js';

/** The outcomes of files, and how files hang together by them. */
export class ModuleGraph {
  readonly #outcomes = new Map<string, Outcome>();
  readonly #telling = new Map<string, Outcome>();
  #inOrder: readonly Outcome[] | null = null;
  readonly #loadedBy = new Map<string, Set<string>>();
  readonly #changedBy = new Map<string, Set<string>>();
  /** Files that call functions of others which define something. */
  readonly #callers = new Set<string>();
  /** Files with settings for all. */
  readonly #setters = new Set<string>();

  get(file: string): Outcome | undefined {
    return this.#outcomes.get(file);
  }

  /** The outcomes that tell something of models, queries or problems, by the names of their files. */
  telling(): readonly Outcome[] {
    this.#inOrder ??= [...this.#telling.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
    return this.#inOrder;
  }

  get isEmpty(): boolean {
    return this.#outcomes.size === 0;
  }

  files(): Iterable<string> {
    return this.#outcomes.keys();
  }

  outcomes(): Iterable<Outcome> {
    return this.#outcomes.values();
  }

  put(outcome: Outcome): void {
    const { file } = outcome;
    this.remove(file);
    this.#outcomes.set(file, outcome);
    const { models, driverIndexes, queries, unreadQueries, problems } = outcome;
    if (models.length + driverIndexes.length + queries.length + unreadQueries + problems.length > 0) {
      this.#telling.set(file, outcome);
      this.#inOrder = null;
    }
    for (const other of outcome.loads) add(this.#loadedBy, other, file);
    for (const other of outcome.changes) add(this.#changedBy, other, file);
    if (outcome.calls.length > 0) this.#callers.add(file);
    if (outcome.settings !== '') this.#setters.add(file);
  }

  remove(file: string): void {
    const outcome = this.#outcomes.get(file);
    if (!outcome) return;
    this.#outcomes.delete(file);
    if (this.#telling.delete(file)) this.#inOrder = null;
    for (const other of outcome.loads) this.#loadedBy.get(other)?.delete(file);
    for (const other of outcome.changes) this.#changedBy.get(other)?.delete(file);
    this.#callers.delete(file);
    this.#setters.delete(file);
  }

  clear(): void {
    for (const file of [...this.#outcomes.keys()]) this.remove(file);
  }

  isLoaded(file: string): boolean {
    return (this.#loadedBy.get(file)?.size ?? 0) > 0;
  }

  /** These files, all that load them, those whose values were changed by any of them that `counts`, and so on. */
  affectedBy(files: Iterable<string>, counts: (file: string) => boolean): Set<string> {
    const affected = new Set(files);
    for (const file of affected) {
      for (const other of this.#loadedBy.get(file) ?? []) affected.add(other);
      if (counts(file)) for (const other of this.#outcomes.get(file)?.changes ?? []) affected.add(other);
    }
    return affected;
  }

  /** The files that change values of these. */
  writersOf(files: readonly string[]): string[] {
    if (this.#changedBy.size === 0) return [];
    return [...new Set(files.flatMap((file) => [...(this.#changedBy.get(file) ?? [])]))];
  }

  /** The files with settings for all. */
  setters(): readonly string[] {
    return [...this.#setters];
  }

  /** The functions that files other than these call. */
  callsOfOthers(files: ReadonlySet<string>): Set<string> {
    const others = [...this.#callers].filter((file) => !files.has(file));
    return new Set(others.flatMap((file) => this.#outcomes.get(file)?.calls.map(({ name }) => name) ?? []));
  }

  /** The files that load one of the same stem, or that tried to load one which `isThere` now. */
  loadersOf(file: string, isThere: (from: string, specifier: string) => boolean): string[] {
    const stem = stemOf(file);
    const loaded = [...this.#loadedBy].flatMap(([other, by]) => (stemOf(other) === stem ? [...by] : []));
    const tried = [...this.#outcomes.values()].filter(({ file: from, unresolved }) =>
      unresolved.some((specifier) => isThere(from, specifier)),
    );
    return [...loaded, ...tried.map((one) => one.file)];
  }
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

/** A path without its ending: what a specifier that leads to it may be. */
function stemOf(file: string): string {
  return file.replace(/(?:\/index)?\.\w+$/, '');
}

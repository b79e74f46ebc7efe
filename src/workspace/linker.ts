import { isDeepStrictEqual } from 'node:util';
import { catalogOf } from '../source/catalog.js';
import { outcomesOf, type Outcome } from '../source/outcome.js';
import { Program, type FileSource } from '../source/program.js';
import type { Catalog } from '../model/catalog.js';
import type { QuerySite } from '../model/query.js';
import { ModuleGraph } from './module-graph.js';

/** Where the linker's files come from. */
export interface LinkedFiles extends FileSource {
  /** Whether a file can define or ask something by itself; others are run only where one of these loads them. */
  isRelevant(file: string): boolean;
  /** Whether it can define something. */
  defines(file: string): boolean;
}

/** Gives others their turn now and then. Rejects where nobody waits for the outcome any more. */
export type Pause = () => Promise<void> | undefined;

const noPause: Pause = () => undefined;

/** More modules than this are not kept run from one edit to the next. */
const mostModules = 600;
/** Files that only ask, and that are kept run at a time. */
const filesAtOnce = 100;
/** Rounds of following what an edit changed elsewhere; then everything is linked anew. */
const mostRounds = 4;

/**
 * Links the files of a workspace: keeps each file's outcome, and after a change runs anew the files whose outcome may
 * be another one. Files that only use what others define may wait: see `settle`.
 */
export class Linker {
  readonly #files: LinkedFiles;
  readonly #graph = new ModuleGraph();
  /** Depend on a change, but defined nothing so far. */
  readonly #waiting = new Set<string>();
  #program: Program;
  /** Files that the present change had run anew. */
  readonly #ran = new Set<string>();

  constructor(files: LinkedFiles) {
    this.#files = files;
    this.#program = new Program(files);
  }

  /** What the runs of these files found, in the order of their names. */
  catalog(isListed: (file: string) => boolean): Catalog {
    return catalogOf(
      this.#graph.telling().filter(({ file }) => isListed(file) && this.#files.isRelevant(file)),
      (file) => this.#waiting.has(file),
    );
  }

  get outcomes(): Iterable<Outcome> {
    return this.#graph.outcomes();
  }

  get hasOutcomes(): boolean {
    return !this.#graph.isEmpty;
  }

  /** Takes over outcomes that were kept; nothing is run. */
  restore(outcomes: Iterable<Outcome>): void {
    this.#graph.clear();
    this.#waiting.clear();
    this.cool();
    for (const one of outcomes) this.#graph.put(one);
  }

  /** Runs everything anew. */
  async linkAll(files: readonly string[], pause: Pause): Promise<void> {
    this.restore([]);
    const relevant = files.filter((file) => this.#files.isRelevant(file));
    await this.#run(
      relevant.filter((file) => this.#files.defines(file)),
      pause,
    );
    const others = relevant.filter((file) => !this.#files.defines(file)).toSorted();
    for (let at = 0; at < others.length; at += filesAtOnce) {
      const some = others.slice(at, at + filesAtOnce);
      await this.#run(some, pause);
      // Their code need not be kept until the last one is read, but for what would run again with the values that it changed.
      this.#program.forget(new Set(some.filter((file) => !this.#graph.get(file)?.changes.length)));
    }
  }

  /**
   * Takes in that files changed, came or went. What defines something is run anew at once; with `isPatient` the rest
   * waits for `settle`.
   */
  async relink(changed: Iterable<string>, isPatient: boolean, pause: Pause = noPause): Promise<void> {
    if (this.#program.units().length > mostModules) this.cool();
    let dirty: ReadonlySet<string> | 'all' = new Set(
      [...changed].flatMap((file) => [file, ...this.#waitingFor(file)]),
    );
    for (let round = 0; dirty !== 'all' && dirty.size > 0; round++)
      dirty = round < mostRounds ? await this.#follow(dirty, isPatient, pause) : 'all';
    if (dirty === 'all') await this.linkAll([...this.#graph.files()], pause);
    // What the next edit does away with is cheap garbage as long as it is young: it goes now, with all that holds its values.
    this.#program.forget(this.#graph.affectedBy(this.#ran, () => true));
    this.#ran.clear();
  }

  /** Runs what has waited. False: nothing has. */
  async settle(): Promise<boolean> {
    const waiting = [...this.#waiting];
    await this.relink(waiting, false);
    return waiting.length > 0;
  }

  /** Forgets every run, and keeps what came of it. */
  cool(): void {
    this.#program = new Program(this.#files);
  }

  /** Runs what these changes reach; gives the files that this changed in turn, or all where it changed a setting. */
  async #follow(dirty: ReadonlySet<string>, isPatient: boolean, pause: Pause): Promise<Set<string> | 'all'> {
    const counts = (file: string): boolean => dirty.has(file) || !isPatient || this.#isActive(file);
    const affected = this.#graph.affectedBy(dirty, counts);
    const before = new Map([...affected].map((file) => [file, this.#graph.get(file)]));
    const relevant = [...affected].filter((file) => this.#files.isRelevant(file));
    const run = relevant.filter(counts);
    const waits = relevant.filter((file) => !counts(file));
    for (const file of waits) this.#waiting.add(file);
    // What they changed of others stays changed until they run again.
    const stay = waits.filter((file) => before.get(file)?.changes.length);
    for (const file of stay) affected.delete(file);
    this.#program.forget(affected);
    for (const file of dirty) this.#graph.remove(file);
    await this.#run(run, pause, before);
    const reached = new Set<string>();
    for (const file of new Set([...dirty, ...run])) {
      const [old, now] = [before.get(file), this.#graph.get(file)];
      if (hasOtherSettings(old, now)) return 'all';
      for (const owner of newTies(old, now)) if (!affected.has(owner)) reached.add(owner);
    }
    return reached;
  }

  /** Whether what a file defines, or does to others that use it, counts for the catalog. */
  #isActive(file: string): boolean {
    const outcome = this.#graph.get(file);
    if (!outcome) return false;
    const { models, driverIndexes, changes, settings } = outcome;
    return (
      models.length + driverIndexes.length > 0 ||
      settings !== '' ||
      (changes.length > 0 && this.#graph.isLoaded(file))
    );
  }

  /** Runs these files, and those that change values of what comes along. `known`: what they told before. */
  async #run(
    files: readonly string[],
    pause: Pause,
    known: ReadonlyMap<string, Outcome | undefined> = new Map(),
  ): Promise<void> {
    const before = new Set(this.#program.units());
    const ran = new Set<string>();
    for (let next = files; next.length > 0; next = this.#writers(ran)) {
      for (const file of next.toSorted()) {
        await pause();
        this.#program.run(file);
        this.#waiting.delete(file);
        this.#ran.add(file);
        ran.add(file);
      }
      const calls = this.#graph.callsOfOthers(ran);
      for (const file of next) this.#program.explore(file, (name) => calls.has(name));
    }
    for (const file of [...ran].sort()) this.#program.look(file);
    const units = this.#program.units().filter((unit) => ran.has(unit.file) || !before.has(unit));
    for (const outcome of outcomesOf(this.#program, units)) {
      const old = ran.has(outcome.file) ? undefined : this.#graph.get(outcome.file);
      this.#graph.put(old ? withTies(old, outcome) : withSameQueries(known.get(outcome.file), outcome));
    }
  }

  /** Files that tried to load a file which now is there, or which it now stands in for. */
  #waitingFor(file: string): string[] {
    if (this.#graph.get(file)) return [];
    return this.#graph.loadersOf(file, (from, specifier) => this.#files.resolve(from, specifier) !== null);
  }

  /** Files that set something for all, or change a value of a module that was run, and did not run themselves. */
  #writers(ran: ReadonlySet<string>): string[] {
    const owners = this.#program.units().map(({ file }) => file);
    return [...this.#graph.setters(), ...this.#graph.writersOf(owners)].filter(
      (file) => !ran.has(file) && !this.#program.unit(file)?.isExplored,
    );
  }
}

/** Whether what a file sets for all models may have changed. */
function hasOtherSettings(old: Outcome | undefined, now: Outcome | undefined): boolean {
  const [before, after] = [old, now].map((outcome) => (outcome ? outcome.settings : ''));
  return after === null || after !== before;
}

/** Queries that say what they said before are the very same objects. */
function withSameQueries(old: Outcome | undefined, now: Outcome): Outcome {
  if (!old?.queries.length) return now;
  const left = new Map(old.queries.map((site) => [keyOf(site), site]));
  const queries = now.queries.map((site) => {
    const before = left.get(keyOf(site));
    return before && isDeepStrictEqual(before, site) ? before : site;
  });
  return { ...now, queries };
}

function keyOf({ place: { file, range }, model, collection }: QuerySite): string {
  return `${file}:${range.start.line}:${range.start.character}:${model}:${collection}`;
}

/** What only came along keeps the outcome that it had as a file of its own. */
function withTies(old: Outcome, { loads, changes }: Outcome): Outcome {
  return {
    ...old,
    loads: [...new Set([...old.loads, ...loads])],
    changes: [...new Set([...old.changes, ...changes])],
  };
}

/** Files whose values, or whose functions' calls, a run treats otherwise than the one before. */
function newTies(old: Outcome | undefined, now: Outcome | undefined): string[] {
  const changes = now?.changes.filter((file) => !old?.changes.includes(file)) ?? [];
  const name = (one: { readonly name: string }): string => one.name;
  const [before, after] = [new Set(old?.calls.map(name)), new Set(now?.calls.map(name))];
  const calls = [...(old?.calls ?? []), ...(now?.calls ?? [])].filter(
    (one) => !(before.has(one.name) && after.has(one.name)),
  );
  return [...changes, ...calls.map(({ owner }) => owner)];
}

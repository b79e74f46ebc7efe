import type { FileCode, FunctionCode } from '../syntax/code.js';
import { Evaluator } from './evaluator.js';
import type { FileSummary } from './file-summary.js';
import { Findings } from './findings.js';
import { Frameworks } from './frameworks.js';
import { globalOf } from './globals.js';
import { mentionsDefinition, mentionsQuery } from './mentions.js';
import { newestMajor } from './mongoose/major.js';
import { Mongoose } from './mongoose/mongoose.js';
import { LikelyInstances } from './likely-instances.js';
import { documentOf, ModelNative } from './mongoose/model.js';
import { resultUses } from './result-uses.js';
import { Schema } from './mongoose/schema.js';
import { PackageValue } from './mongoose/packages.js';
import { Module, type ModuleHost } from './module.js';
import { shellGlobal } from './shell.js';
import type { Surroundings } from './surroundings.js';
import { nameByUse } from './unknown-receivers.js';
import { onlookerOf } from './units.js';
import { unknown, type FunctionValue, type Spot, type Unit, type Value } from './values.js';

/** Where the files of a program come from. */
export interface FileSource {
  summary(file: string): FileSummary | null;
  /** A file, the name of a package, or null where the specifier leads nowhere. */
  resolve(from: string, specifier: string): { readonly file: string } | { readonly package: string } | null;
  /** The major version of Mongoose that a file's package asks for; null: it does not say. */
  mongooseMajor(file: string): number | null;
}

/**
 * Runs the code of many files abstractly, each once and on demand, and keeps what it finds. What was run can be
 * forgotten file by file, and run anew.
 */
export class Program implements ModuleHost {
  readonly findings = new Findings();
  readonly mongoose = new Mongoose(this.findings);
  readonly #frameworks = new Frameworks(this.mongoose);
  /** Files whose code took too much work to follow. */
  readonly exhausted = new Set<string>();
  /** Those of them that did not even come to the end of their own run: they may define more. */
  readonly unfinished = new Set<string>();
  readonly evaluator: Evaluator;
  readonly #modules = new Map<string, Module>();
  readonly #layouts = new Map<string, Layout>();
  readonly #uses = new Map<string, Map<string, ReadonlySet<string>>>();

  constructor(readonly files: FileSource) {
    const surroundings: Surroundings = {
      load: (specifier, how, spot) => this.load(specifier, how, spot),
      global: (name) => globalOf(name) ?? shellGlobal(this.findings, name),
      // Whatever it is that makes a model of a schema: it does so as a connection does.
      callOfUnknown: (target, call, name) =>
        name === 'model' && call.args[1] instanceof Schema
          ? this.mongoose.model(call)
          : nameByUse(this.findings, target, call, name),
      // As Egg hands it to models: `app.mongoose`.
      memberOfUnknown: (name) => (name === 'mongoose' ? this.mongoose : null),
    };
    this.evaluator = new Evaluator(surroundings);
  }

  /** Runs the statements of a file. */
  run(file: string): void {
    this.#module(file)?.run();
  }

  /**
   * Looks into those of a file's functions that define something and that nobody calls, and into the factories of its
   * providers. To be asked when all files were run. `isCalled`: whether a file that was not run is known to call it.
   */
  explore(file: string, isCalled: (target: string) => boolean): void {
    const unit = this.#modules.get(file)?.unit;
    if (!unit) return;
    unit.isExplored = true;
    for (const factory of unit.factories) this.#explore(unit, factory);
    // Looking into one brings others to light.
    for (const [code, value] of unit.functions)
      if (mentionsDefinition(code) && !this.#isRun(code) && !isCalled(nameOf(value)))
        this.#explore(unit, value);
  }

  /** Looks for queries in those of a file's functions that did not run. Nothing else changes by it. */
  look(file: string): void {
    const unit = this.#modules.get(file)?.unit;
    if (!unit) return;
    const onlooker = onlookerOf(unit);
    const instances = new LikelyInstances(this.evaluator);
    const isOpen = (code: FunctionCode): boolean =>
      mentionsQuery(code) && !unit.ran.has(code) && !onlooker.ran.has(code);
    this.findings.onlooking(onlooker, () => {
      // Looking into one brings others to light.
      for (const functions of [unit.functions, onlooker.functions])
        for (const [code, value] of functions) {
          if (mentionsQuery(code)) this.#noteUses(value);
          if (isOpen(code))
            this.evaluator.look(onlooker, () => {
              const target = instances.bound(value);
              this.evaluator.explore(target, this.#selfOf(target));
            });
        }
    });
  }

  #noteUses({ scope, code }: FunctionValue): void {
    const uses = resultUses(code);
    if (uses.size === 0) return;
    const all = this.#uses.get(scope.file) ?? new Map<string, ReadonlySet<string>>();
    for (const [{ at }, paths] of uses) all.set(`${at[0]}:${at[1]}`, paths);
    this.#uses.set(scope.file, all);
  }

  /** What is read of the result of a call, where nothing else is done with it. */
  readPaths({ file, at }: Pick<Spot, 'file' | 'at'>): readonly string[] | null {
    const paths = this.#uses.get(file)?.get(`${at[0]}:${at[1]}`);
    return paths ? [...paths] : null;
  }

  #isRun(code: FunctionCode): boolean {
    return this.units().some(({ ran }) => ran.has(code));
  }

  /** Of any file that is there; of one that is not, an empty one. */
  layout(file: string): Layout {
    const known = this.#layouts.get(file);
    if (known) return known;
    const summary = this.files.summary(file);
    return summary ? layoutOf(summary) : { lines: [0], syntaxErrors: [], promise: 'nothing', silences: [] };
  }

  /** What was run and not forgotten since. */
  units(): readonly Unit[] {
    return [...this.#modules.values()].map(({ unit }) => unit);
  }

  unit(file: string): Unit | null {
    return this.#modules.get(file)?.unit ?? null;
  }

  /** Forgets what these files were run to. */
  forget(files: ReadonlySet<string>): void {
    for (const file of files) {
      this.#modules.delete(file);
      this.#layouts.delete(file);
      this.#uses.delete(file);
      this.exhausted.delete(file);
      this.unfinished.delete(file);
    }
    this.findings.forget(files);
  }

  /** Looks into every function of a file that holds the offset, with its parameters unknown. */
  exploreAround(file: string, offset: number): void {
    this.run(file);
    const unit = this.unit(file);
    if (!unit) return;
    const seen = new Set<object>();
    const instances = new LikelyInstances(this.evaluator);
    for (let isNew = true; isNew;) {
      isNew = false;
      for (const [code, value] of [...unit.functions]) {
        const [start, end] = value.code.at;
        if (value.scope.file !== file || seen.has(code) || offset < start || offset > end) continue;
        seen.add(code);
        isNew = true;
        this.#explore(unit, value, instances);
      }
    }
  }

  #explore(unit: Unit, found: FunctionValue, instances: LikelyInstances | null = null): void {
    const isDone = this.evaluator.isolated(unit, () => {
      const target = instances?.bound(found) ?? found;
      this.evaluator.explore(target, this.#selfOf(target));
    });
    if (!isDone) this.exhausted.add(unit.file);
  }

  /** What `this` is: in the statics of a schema its model in the same file, in its methods a document of it. */
  #selfOf({ owner, self, scope }: FunctionValue): Value {
    const found =
      owner &&
      this.findings.models.find(({ schema, spot }) => schema === owner.schema && spot.file === scope.file);
    if (!found) return self;
    const model = new ModelNative(this.findings, found.name ?? '*', found.collection, found.schema, found);
    return owner.kind === 'methods' ? documentOf(model, found.spot) : owner.kind === 'statics' ? model : self;
  }

  /** Does a part of a file's own run. */
  bounded(unit: Unit, work: () => void): void {
    if (this.evaluator.isolated(unit, work)) return;
    this.exhausted.add(unit.file);
    this.unfinished.add(unit.file);
  }

  #module(file: string): Module | null {
    const known = this.#modules.get(file);
    if (known) return known;
    const summary = this.files.summary(file);
    if (!summary) return null;
    const module = new Module(file, summary.code, this);
    this.#layouts.set(file, layoutOf(summary));
    this.#modules.set(file, module);
    this.bounded(module.unit, () => {
      module.open();
    });
    return module;
  }

  mongooseMajor(file: string): number {
    return this.files.mongooseMajor(file) ?? newestMajor;
  }

  load(specifier: string, how: 'import' | 'require', spot: Spot): Value {
    const { unit } = this.evaluator;
    const target = this.files.resolve(spot.file, specifier);
    if (!target) {
      unit.unresolved.add(specifier);
      return unknown(`\`${specifier}\` leads to no file`, spot);
    }
    if ('package' in target) {
      if (target.package === 'mongoose') return this.mongoose;
      return this.#frameworks.package(target.package) ?? new PackageValue(target.package);
    }
    unit.loads.add(target.file);
    const module = this.#module(target.file);
    if (!module) return unknown(`\`${specifier}\` could not be read`, spot);
    return how === 'import' ? module.imports() : module.exports();
  }
}

/** A file's text without its code. */
interface Layout
  extends Pick<FileCode, 'lines' | 'syntaxErrors'>, Pick<FileSummary, 'promise' | 'silences'> {}

function layoutOf({ code: { lines, syntaxErrors }, promise, silences }: FileSummary): Layout {
  return { lines, syntaxErrors, promise, silences };
}

/** A function as others know it: its file and where it stands there. */
export function nameOf({ scope, code }: FunctionValue): string {
  return `${scope.file}:${code.at[0]}`;
}

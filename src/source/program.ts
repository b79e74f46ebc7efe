import type { Statement } from '../syntax/code.js';
import { Evaluator, type Surroundings } from './evaluator.js';
import type { FileSummary } from './file-summary.js';
import { Findings } from './findings.js';
import { Frameworks } from './frameworks.js';
import { globalOf } from './globals.js';
import { mentionsDefinition } from './mentions.js';
import { memberOf } from './members.js';
import { Mongoose } from './mongoose/mongoose.js';
import { Schema } from './mongoose/schema.js';
import { PackageValue } from './mongoose/packages.js';
import { Scope } from './scope.js';
import { declareFunctions, execute } from './statements.js';
import { nameByUse } from './unknown-receivers.js';
import {
  newUnit,
  ObjectValue,
  property,
  undefinedValue,
  unknown,
  type FunctionValue,
  type Spot,
  type Unit,
  type Value,
} from './values.js';

/** Where the files of a program come from. */
export interface FileSource {
  summary(file: string): FileSummary | null;
  /** A file, the name of a package, or null where the specifier leads nowhere. */
  resolve(from: string, specifier: string): { readonly file: string } | { readonly package: string } | null;
}

interface Module {
  readonly unit: Unit;
  /** What an `import * as` gives. */
  readonly namespace: ObjectValue;
  /** What `require` gives. */
  exports(): Value;
}

/**
 * Runs the code of many files abstractly, each once and on demand, and keeps what it finds. What was run can be
 * forgotten file by file, and run anew.
 */
export class Program {
  readonly findings = new Findings();
  readonly mongoose = new Mongoose(this.findings);
  readonly #frameworks = new Frameworks(this.mongoose);
  /** Files whose code took too much work to follow. */
  readonly exhausted = new Set<string>();
  readonly evaluator: Evaluator;
  readonly #modules = new Map<string, Module>();

  constructor(readonly files: FileSource) {
    const surroundings: Surroundings = {
      load: (specifier, how, spot) => this.#load(specifier, how, spot),
      global: globalOf,
      // Whatever it is that makes a model of a schema: it does so as a connection does.
      callOfUnknown: (target, call, name) =>
        name === 'model' && call.args[1] instanceof Schema
          ? this.mongoose.model(call)
          : nameByUse(this.findings, target, call, name),
    };
    this.evaluator = new Evaluator(surroundings);
  }

  /**
   * Runs the statements of these files, then looks into those of their functions that define something and that
   * nobody calls. `isCalled`: whether a unit that is not run now is known to call it.
   */
  run(files: readonly string[], isCalled: (target: string) => boolean): void {
    for (const file of files) this.#module(file);
    const ran = new Set([...this.#modules.values()].flatMap(({ unit }) => [...unit.ran.keys()]));
    for (const file of files) {
      const unit = this.#modules.get(file)?.unit;
      if (!unit) continue;
      for (const [code, value] of [...unit.functions])
        if (!ran.has(code) && !unit.ran.has(code) && mentionsDefinition(code) && !isCalled(nameOf(value)))
          this.#explore(unit, value);
    }
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
      this.exhausted.delete(file);
    }
    this.findings.forget(files);
  }

  /** Looks into every function of a file that holds the offset, with its parameters unknown. */
  exploreAround(file: string, offset: number): void {
    const unit = this.#module(file)?.unit;
    if (!unit) return;
    const seen = new Set<object>();
    for (let isNew = true; isNew;) {
      isNew = false;
      for (const [code, value] of [...unit.functions]) {
        const [start, end] = value.code.at;
        if (value.scope.file !== file || seen.has(code) || offset < start || offset > end) continue;
        seen.add(code);
        isNew = true;
        this.#explore(unit, value);
      }
    }
  }

  #explore(unit: Unit, target: FunctionValue): void {
    this.#bounded(unit, () => {
      this.evaluator.explore(target);
    });
  }

  #bounded(unit: Unit, work: () => void): void {
    if (!this.evaluator.isolated(unit, work)) this.exhausted.add(unit.file);
  }

  #module(file: string): Module | null {
    const known = this.#modules.get(file);
    if (known) return known;
    const summary = this.files.summary(file);
    if (!summary) return null;
    const { statements } = summary.code;
    const unit = newUnit(file);
    const scope = new Scope(file, unit, null, undefinedValue);
    const start: Spot = { file, at: [0, 0], unit };
    const exports = new ObjectValue(start);
    const namespace = new ObjectValue(start);
    const holder = new ObjectValue(start);
    holder.entries.set('exports', { value: exports, spot: start, conditions: null });
    const isEsModule = statements.some(
      ({ kind }) => kind === 'import' || kind === 'export' || kind === 'exportValue',
    );
    const pending = unknown('the files import each other', start);
    exports.rest = pending;
    namespace.rest = pending;
    const module: Module = {
      unit,
      namespace,
      exports: () =>
        isEsModule && !holder.entries.has('assigned') ? namespace : property(holder, 'exports'),
    };
    this.#modules.set(file, module);
    this.#bounded(unit, () => {
      scope.declare('module', holder, null);
      scope.declare('exports', exports, null);
      declareFunctions(this.evaluator, statements, scope);
      for (const statement of statements) if (statement.kind === 'import') this.#import(statement, scope);
      execute(this.evaluator, statements, scope);
      namespace.rest = null;
      if (exports.rest === pending) exports.rest = null;
      for (const statement of statements) this.#export(statement, scope, namespace, holder);
    });
    if (!isEsModule) this.#nameExports(property(holder, 'exports'), namespace);
    return module;
  }

  /** `import x from` and `import { x } from` a CommonJS module. */
  #nameExports(exports: Value, namespace: ObjectValue): void {
    const isTranspiled = exports instanceof ObjectValue && exports.entries.has('__esModule');
    if (exports instanceof ObjectValue) {
      for (const [name, entry] of exports.entries) namespace.entries.set(name, entry);
      namespace.rest = exports.rest;
    }
    if (!isTranspiled)
      namespace.entries.set('default', { value: exports, spot: namespace.spot, conditions: null });
  }

  #load(specifier: string, how: 'import' | 'require', spot: Spot): Value {
    const target = this.files.resolve(spot.file, specifier);
    if (!target) {
      spot.unit.unresolved.add(specifier);
      return unknown(`\`${specifier}\` leads to no file`, spot);
    }
    if ('package' in target) {
      if (target.package === 'mongoose') return this.mongoose;
      return this.#frameworks.package(target.package) ?? new PackageValue(target.package);
    }
    spot.unit.loads.add(target.file);
    const module = this.#module(target.file);
    if (!module) return unknown(`\`${specifier}\` could not be read`, spot);
    return how === 'import' ? module.namespace : module.exports();
  }

  #import({ from, names, at }: Statement & { kind: 'import' }, scope: Scope): void {
    const spot: Spot = { file: scope.file, at, unit: scope.unit };
    const module = this.#load(from, 'import', spot);
    for (const { imported, local } of names) {
      const value = imported === '*' ? module : memberOf(module, imported, spot, () => undefinedValue);
      scope.declare(
        local,
        missing(value) ? unknown(`\`${imported}\` is not exported by \`${from}\``, spot, local) : value,
        null,
      );
    }
  }

  #export(statement: Statement, scope: Scope, namespace: ObjectValue, holder: ObjectValue): void {
    const spot: Spot = { file: scope.file, at: statement.at, unit: scope.unit };
    const give = (name: string, value: Value): void => {
      namespace.entries.set(name, { value, spot, conditions: null });
    };
    if (statement.kind === 'exportValue') {
      const value = this.evaluator.evaluate(statement.value, scope);
      if (statement.isAssignment) {
        holder.entries.set('exports', { value, spot, conditions: null });
        holder.entries.set('assigned', { value, spot, conditions: null });
      }
      give('default', value);
    } else if (statement.kind === 'export') {
      const { from, names } = statement;
      const module = from === null ? null : this.#load(from, 'import', spot);
      for (const { local, exported } of names) {
        if (!module) give(exported, scope.find(local)?.value ?? undefinedValue);
        else if (local !== '*')
          give(
            exported,
            memberOf(module, local, spot, () => undefinedValue),
          );
        else if (exported !== '*') give(exported, module);
        else if (module instanceof ObjectValue) {
          for (const [name, entry] of module.entries)
            if (name !== 'default') namespace.entries.set(name, entry);
          namespace.rest ??= module.rest;
        } else namespace.rest = unknown(`\`${from ?? ''}\` is not read`, spot);
      }
    }
  }
}

/** A function as others know it: its file and where it stands there. */
export function nameOf({ scope, code }: FunctionValue): string {
  return `${scope.file}:${code.at[0]}`;
}

function missing(value: Value): boolean {
  return value.kind === 'primitive' && value.value === undefined;
}

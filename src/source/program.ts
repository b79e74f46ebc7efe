import type { Statement } from '../syntax/code.js';
import { Evaluator, type Surroundings } from './evaluator.js';
import type { FileSummary } from './file-summary.js';
import { Findings } from './findings.js';
import { frameworkGap } from './frameworks.js';
import { globalOf } from './globals.js';
import { mentionsDefinition } from './mentions.js';
import { memberOf } from './members.js';
import { Mongoose } from './mongoose/mongoose.js';
import { Schema } from './mongoose/schema.js';
import { PackageValue } from './mongoose/packages.js';
import { Scope } from './scope.js';
import { declareFunctions, execute } from './statements.js';
import { nameByUse } from './unknown-receivers.js';
import { ObjectValue, property, undefinedValue, unknown, type Spot, type Value } from './values.js';

/** Where the files of a program come from. */
export interface FileSource {
  summary(file: string): FileSummary | null;
  /** A file, the name of a package, or null where the specifier leads nowhere. */
  resolve(from: string, specifier: string): { readonly file: string } | { readonly package: string } | null;
}

interface Module {
  /** What an `import * as` gives. */
  readonly namespace: ObjectValue;
  /** What `require` gives. */
  exports(): Value;
}

/** Runs the code of many files abstractly, each once and on demand, and keeps what it finds. */
export class Program {
  readonly findings = new Findings();
  readonly mongoose = new Mongoose(this.findings);
  /** Files whose code took too much work to follow. */
  readonly exhausted = new Set<string>();
  readonly evaluator: Evaluator;
  readonly #modules = new Map<string, Module>();

  constructor(readonly files: FileSource) {
    const surroundings: Surroundings = {
      load: (specifier, how, spot) => this.#load(specifier, how, spot),
      global: globalOf,
      declared: (type) => {
        const gap = frameworkGap(type);
        if (gap) this.findings.models.push(gap);
      },
      // Whatever it is that makes a model of a schema: it does so as a connection does.
      callOfUnknown: (target, call, name) =>
        name === 'model' && call.args[1] instanceof Schema
          ? this.mongoose.model(call)
          : nameByUse(this.findings, target, call, name),
    };
    this.evaluator = new Evaluator('', surroundings);
  }

  /** Runs a file's own statements, then looks into those of its functions that define something and nobody calls. */
  run(file: string): void {
    if (!this.#module(file)) return;
    for (const [code, value] of [...this.evaluator.functions]) {
      if (value.scope.file !== file || this.evaluator.ran.has(code) || !mentionsDefinition(code)) continue;
      this.#bounded(file, () => {
        this.evaluator.explore(value);
      });
    }
  }

  /** Looks into every function of a file that holds the offset, with its parameters unknown. */
  exploreAround(file: string, offset: number): void {
    this.#module(file);
    const seen = new Set<object>();
    for (let isNew = true; isNew;) {
      isNew = false;
      for (const [code, value] of [...this.evaluator.functions]) {
        const [start, end] = value.code.at;
        if (value.scope.file !== file || seen.has(code) || offset < start || offset > end) continue;
        seen.add(code);
        isNew = true;
        this.#bounded(file, () => {
          this.evaluator.explore(value);
        });
      }
    }
  }

  #bounded(file: string, work: () => void): void {
    if (!this.evaluator.isolated(file, work)) this.exhausted.add(file);
  }

  #module(file: string): Module | null {
    const known = this.#modules.get(file);
    if (known) return known;
    const summary = this.files.summary(file);
    if (!summary) return null;
    const { statements } = summary.code;
    const scope = new Scope(file, null, undefinedValue);
    const start: Spot = { file, at: [0, 0] };
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
      namespace,
      exports: () =>
        isEsModule && !holder.entries.has('assigned') ? namespace : property(holder, 'exports'),
    };
    this.#modules.set(file, module);
    this.#bounded(file, () => {
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
    if (!target) return unknown(`\`${specifier}\` leads to no file`, spot);
    if ('package' in target)
      return target.package === 'mongoose' ? this.mongoose : new PackageValue(target.package);
    const module = this.#module(target.file);
    if (!module) return unknown(`\`${specifier}\` could not be read`, spot);
    return how === 'import' ? module.namespace : module.exports();
  }

  #import({ from, names, at }: Statement & { kind: 'import' }, scope: Scope): void {
    const spot: Spot = { file: scope.file, at };
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
    const spot: Spot = { file: scope.file, at: statement.at };
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

function missing(value: Value): boolean {
  return value.kind === 'primitive' && value.value === undefined;
}

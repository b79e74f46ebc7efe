import type { ExportedName, FileCode, Statement } from '../syntax/code.js';
import type { Evaluator } from './evaluator.js';
import { LazyEntry } from './lazy-entry.js';
import { memberOf } from './members.js';
import { Scope } from './scope.js';
import { declareFunctions, execute } from './statements.js';
import { newUnit } from './units.js';
import {
  ObjectValue,
  property,
  undefinedValue,
  unknown,
  type Spot,
  type Unit,
  type Unknown,
  type Value,
} from './values.js';

/** What a module asks of the program that it is a part of. */
export interface ModuleHost {
  readonly evaluator: Evaluator;
  /** The major version of Mongoose that a file is run with. */
  mongooseMajor(file: string): number;
  /** What a specifier gives to whose code runs just now. */
  load(specifier: string, how: 'import' | 'require', spot: Spot): Value;
  /** Runs a unit's code within its own bound. */
  bounded(unit: Unit, work: () => void): void;
}

/**
 * The code of one file. It runs when somebody first reads a value that it exports, so that files which import each
 * other find what they need in most orders, as live bindings do in the language.
 */
export class Module {
  readonly unit: Unit;
  /** What `import * as` gives. Its values are read when they are asked for. */
  readonly namespace: ObjectValue;
  /** None once they ran: functions and classes keep what they need of them. */
  #statements: FileCode['statements'];
  readonly #host: ModuleHost;
  readonly #scope: Scope;
  readonly #start: Spot;
  /** `module`, with its `exports`. */
  readonly #holder: ObjectValue;
  readonly #exports: ObjectValue;
  readonly #pending: Unknown;
  readonly #isEsModule: boolean;
  /** TypeScript's `export =`. */
  readonly #isAssigned: boolean;
  #default: Value = undefinedValue;
  #state: 'new' | 'runs' | 'done' = 'new';

  constructor(file: string, code: FileCode, host: ModuleHost) {
    this.unit = newUnit(file, host.mongooseMajor(file));
    this.#statements = code.statements;
    this.#host = host;
    this.#start = { file, at: [0, 0], unit: this.unit };
    this.#scope = new Scope(file, this.unit, null, undefinedValue);
    this.#holder = new ObjectValue(this.#start);
    this.#exports = new ObjectValue(this.#start);
    this.namespace = new ObjectValue(this.#start);
    this.#pending = unknown('the files import each other', this.#start);
    this.#isEsModule = code.statements.some(
      ({ kind }) => kind === 'import' || kind === 'export' || kind === 'exportValue',
    );
    this.#isAssigned = code.statements.some((one) => one.kind === 'exportValue' && one.isAssignment);
    this.#holder.put('exports', { value: this.#exports, spot: this.#start, conditions: null });
  }

  /** Lists what it exports. Apart from the construction, as files may export all of each other. */
  open(): void {
    if (!this.#isEsModule) return;
    for (const statement of this.#statements) {
      if (statement.kind === 'exportValue') this.#give('default', statement, () => this.#ownDefault());
      else if (statement.kind === 'export') {
        const { from, names } = statement;
        for (const name of names)
          if (from === null) this.#give(name.exported, statement, () => this.#own(name.local));
          else this.#giveFrom(from, name, statement);
      }
    }
  }

  #give(name: string, { at }: Statement, read: () => Value): void {
    this.namespace.put(name, new LazyEntry(read, { ...this.#start, at }, null));
  }

  #giveFrom(from: string, { local, exported }: ExportedName, statement: Statement): void {
    const spot: Spot = { ...this.#start, at: statement.at };
    const load = (): Value => this.#host.load(from, 'import', spot);
    if (local !== '*')
      this.#give(exported, statement, () => memberOf(load(), local, spot, () => undefinedValue));
    else if (exported !== '*') this.#give(exported, statement, load);
    else this.#giveAllOf(from, spot, statement);
  }

  #giveAllOf(from: string, spot: Spot, statement: Statement): void {
    const all = this.#host.load(from, 'import', spot);
    if (!(all instanceof ObjectValue)) {
      this.namespace.rest = unknown(`\`${from}\` is not read`, spot);
      return;
    }
    for (const name of all.entries.keys())
      if (name !== 'default' && !this.namespace.entries.has(name))
        this.#give(name, statement, () =>
          memberOf(this.#host.load(from, 'import', spot), name, spot, () => undefinedValue),
        );
    this.namespace.rest ??= all.rest;
  }

  /** What `require` gives. */
  exports(): Value {
    if (this.#isEsModule && !this.#isAssigned) return this.namespace;
    this.#runForOther();
    return property(this.#holder, 'exports');
  }

  /** What `import` gives: of a CommonJS module the names that its run gave it. */
  imports(): ObjectValue {
    if (!this.#isEsModule) this.#runForOther();
    return this.namespace;
  }

  /** While the file runs, others see its functions alone: in the language they would have run before it. */
  #own(name: string): Value {
    this.#runForOther();
    const value = this.#scope.find(name)?.value ?? undefinedValue;
    return this.#state === 'runs' && value.kind !== 'function' ? this.#pending : value;
  }

  #ownDefault(): Value {
    this.#runForOther();
    return this.#state === 'runs' ? this.#pending : this.#default;
  }

  #runForOther(): void {
    this.run();
    const { unit } = this.#host.evaluator;
    if (this.#state === 'runs' && unit !== this.unit) unit.metUnfinished = true;
  }

  run(): void {
    if (this.#state !== 'new') return;
    this.#state = 'runs';
    this.#exports.rest = this.#pending;
    if (!this.#isEsModule) this.namespace.rest = this.#pending;
    this.#host.bounded(this.unit, () => {
      this.#runStatements();
    });
    if (this.#exports.rest === this.#pending) this.#exports.rest = null;
    this.#state = 'done';
    this.#statements = [];
    if (!this.#isEsModule) this.#nameExports();
  }

  #runStatements(): void {
    const { evaluator } = this.#host;
    const statements = this.#statements;
    this.#scope.declare('module', this.#holder, null);
    this.#scope.declare('exports', this.#exports, null);
    declareFunctions(evaluator, statements, this.#scope);
    for (const statement of statements) if (statement.kind === 'import') this.#import(statement);
    execute(evaluator, statements, this.#scope);
    for (const statement of statements) if (statement.kind === 'exportValue') this.#exportValue(statement);
  }

  #import({ from, names, at }: Statement & { kind: 'import' }): void {
    const spot: Spot = { ...this.#start, at };
    const load = (): Value => this.#host.load(from, 'import', spot);
    if (names.length === 0) load();
    for (const { imported, local } of names)
      this.#scope.declareLazily(local, () =>
        imported === '*' ? load() : nameIn(load(), imported, from, local, spot),
      );
  }

  #exportValue({ value: code, isAssignment, at }: Statement & { kind: 'exportValue' }): void {
    const value = this.#host.evaluator.evaluate(code, this.#scope);
    this.#default = value;
    if (!isAssignment) return;
    this.#holder.put('exports', { value, spot: { ...this.#start, at }, conditions: null });
  }

  /** `import x from` and `import { x } from` a CommonJS module. */
  #nameExports(): void {
    const exports = property(this.#holder, 'exports');
    this.namespace.rest = null;
    const isTranspiled = exports instanceof ObjectValue && exports.entries.has('__esModule');
    if (exports instanceof ObjectValue) {
      this.namespace.putAll(exports);
      this.namespace.rest = exports.rest;
    }
    if (!isTranspiled) this.namespace.put('default', { value: exports, spot: this.#start, conditions: null });
  }
}

function nameIn(module: Value, imported: string, from: string, local: string, spot: Spot): Value {
  const value = memberOf(module, imported, spot, () => undefinedValue);
  const isMissing = value.kind === 'primitive' && value.value === undefined;
  return isMissing ? unknown(`\`${imported}\` is not exported by \`${from}\``, spot, local) : value;
}

import * as vscode from 'vscode';

import type { Targeted } from '../host/contributions.js';
import { workspaceRoot, toLocation } from '../host/conversions.js';
import type { Files } from '../host/files.js';
import { withProgress } from '../host/progress.js';
import type { ConnectionSnapshot, Session } from '../host/session.js';
import { setting } from '../host/settings.js';
import type { ErrorReporter } from '../host/show-error.js';
import { applySourceEdit } from '../host/source-edits.js';
import { inTurns } from '../host/turns.js';
import type { Catalog } from '../model/catalog.js';
import type { StrategyAsk, StrategyView } from '../model/strategy-view.js';
import type { Steps } from '../model/steps.js';
import type { CollectionStrategy } from '../model/strategy.js';
import { isMeasurable } from '../measure-strategies.js';
import { UserError } from '../model/user-error.js';
import { pathsToSample, planStrategies, type Connected, type StrategyScope } from '../plan-strategies.js';
import { changesOf } from '../query/proposing/model-changes.js';
import { purposeOf } from '../query/rules/quiet-places.js';
import { relativePath } from '../report/relative-path.js';
import {
  chosenSteps,
  doubtfulSteps,
  siteOf,
  stepsOf,
  strategyView,
  untickedAfter,
  type StrategyPlan,
} from '../report/strategy-view.js';
import { samplePaths } from '../server/sample-paths.js';
import { notConnected } from './live-server.js';
import type { LiveServers } from './live-servers.js';
import type { StrategyMeasuring } from './strategy-measuring.js';

/** Where strategies are shown. */
interface StrategyDrawing {
  show(view: StrategyView, asked: (ask: StrategyAsk) => void): void;
  draw(view: StrategyView): void;
}

interface Parts {
  readonly panel: StrategyDrawing;
  readonly session: Session;
  readonly servers: LiveServers;
  readonly files: Files;
  readonly errors: ErrorReporter;
  readonly measuring: StrategyMeasuring;
  /** Shows what an ensure would do: of one collection, or of all. */
  readonly ensure: (collection: string | null, connection: string | null) => unknown;
}

/** Which collections are looked at, and what they are held against; null: all, the active connection. */
interface Scope {
  readonly collection: string | null;
  readonly connection: string | null;
}

/** What a plan is made from. */
interface Inputs {
  /** Null: no connection. */
  readonly on: ConnectionSnapshot | null;
  readonly catalog: Catalog;
  /** Null: no server was read. */
  readonly connected: Connected | null;
  readonly scope: StrategyScope;
}

interface Current {
  readonly scope: Scope;
  shown: StrategyPlan;
}

/** Of a node of the tree: its collection, or all; from the palette all. */
export function strategyScope(node: Targeted | undefined): Scope {
  const target = node?.target ?? null;
  const isOne = target?.kind === 'collection' || target?.kind === 'index';
  return { collection: isOne ? target.collection : null, connection: node?.connection ?? null };
}

/** Strategies in the panel, from the first plan to what is written into the code. One plan at a time. */
export class ShownStrategies {
  readonly #parts: Parts;
  #current: Current | null = null;
  /** What was measured since the window opened, by connection and database. */
  readonly #measured = new Map<string, readonly CollectionStrategy[]>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async show(scope: Scope): Promise<void> {
    const shown = await this.#plan(scope);
    const current = { scope, shown };
    this.#current = current;
    this.#parts.panel.show(strategyView(shown), (ask) => {
      void this.#asked(current, ask).catch((error: unknown) => this.#parts.errors.show(error));
    });
  }

  #plan(scope: Scope): Promise<StrategyPlan> {
    return withProgress('Planning indexes', async (signal, report) => {
      const inputs = await this.#inputs(scope, signal);
      report('Choosing among all orders of their paths');
      const { catalog, connected, on } = inputs;
      const measured = this.#measured.get(measuredOn(on)) ?? [];
      const planning = planStrategies(catalog, connected, inputs.scope, measured);
      return this.#planOf(inputs, await takenUntil(signal, planning));
    });
  }

  async #inputs({ collection, connection }: Scope, signal: AbortSignal): Promise<Inputs> {
    const { session, files } = this.#parts;
    const whole = await files.read();
    const { connections, active } = session.snapshot;
    const on = connection === null ? active : (connections.find(({ id }) => id === connection) ?? null);
    const catalog = on?.catalog ?? whole;
    const counts = (file: string): boolean =>
      purposeOf(vscode.workspace.asRelativePath(file, false)) !== 'test';
    const scope = { collection, budget: setting('budget.indexesPerCollection'), counts };
    const connected = on ? await this.#connected(on, catalog, scope, signal) : null;
    return { on, catalog, connected, scope };
  }

  #planOf({ on, catalog, connected }: Inputs, strategies: readonly CollectionStrategy[]): StrategyPlan {
    return {
      strategies,
      sampled: connected ? connected.samples.size : 0,
      where: connected && on ? `${on.connection.name} · ${connected.comparison.database}` : null,
      measurable: connected !== null && strategies.some(isMeasurable),
      unticked: new Set(doubtfulSteps(strategies)),
      root: workspaceRoot(),
      unplaced: catalog.queries.filter((query) => query.collection === null).length,
      applied: null,
    };
  }

  /** With what documents say of the queries' paths; null: the server was not read. */
  async #connected(
    { id, comparison, live }: ConnectionSnapshot,
    catalog: Catalog,
    scope: StrategyScope,
    signal: AbortSignal,
  ) {
    if (!comparison || !live) return null;
    const wanted = pathsToSample(catalog, comparison, scope);
    const { connection, database } = this.#parts.servers.of(id).current();
    return { comparison, live, samples: await samplePaths(connection, database, wanted, signal) };
  }

  /** On copies of the documents, once that is agreed to; what it comes to takes the place of the plan. */
  async #measure(current: Current): Promise<void> {
    const { session, servers, measuring } = this.#parts;
    const id = current.scope.connection ?? session.snapshot.active?.id;
    if (id === undefined) throw notConnected();
    const names = current.shown.strategies.filter(isMeasurable).map(({ collection }) => collection);
    const run = await measuring.agreed(servers.of(id), names);
    if (!run) return;
    const shown = await withProgress('Measuring indexes on a sample copy', async (signal, report) => {
      const inputs = await this.#inputs(current.scope, signal);
      const { catalog, connected, scope } = inputs;
      if (!connected) throw notConnected();
      const take = <T>(steps: Steps<T>) => takenUntil(signal, steps);
      const strategies = await run({ catalog, connected, scope, take, signal, report });
      this.#remember(measuredOn(inputs.on), strategies);
      return this.#planOf(inputs, strategies);
    });
    this.#change(current, { ...shown, unticked: untickedAfter(current.shown, shown.strategies) });
  }

  #remember(where: string, strategies: readonly CollectionStrategy[]): void {
    const measured = strategies.filter((one) => one.measured !== null);
    const names = new Set(measured.map(({ collection }) => collection));
    const others = (this.#measured.get(where) ?? []).filter(({ collection }) => !names.has(collection));
    this.#measured.set(where, [...others, ...measured]);
  }

  async #asked(current: Current, { type, id }: StrategyAsk): Promise<void> {
    const { scope, shown } = current;
    switch (type) {
      case 'tick':
      case 'untick':
        if (id !== null) this.#tick(current, id, type === 'tick');
        break;
      case 'apply':
        await this.#apply(current);
        break;
      case 'measure':
        await this.#measure(current);
        break;
      case 'ensure':
        await this.#parts.ensure(scope.collection, scope.connection);
        break;
      case 'again':
        await this.show(scope);
        break;
      case 'go': {
        const site = id === null ? null : siteOf(shown, id);
        if (site) await goTo(toLocation(site.place));
        break;
      }
      case 'ready':
    }
  }

  #tick(current: Current, id: string, isTicked: boolean): void {
    const meant = stepsOf(current.shown, id);
    const others = [...current.shown.unticked].filter((step) => !meant.includes(step));
    this.#change(current, { ...current.shown, unticked: new Set(isTicked ? others : [...others, ...meant]) });
  }

  /** Writes what is ticked into the code; then the plan is made anew, on what the code says now. */
  async #apply(current: Current): Promise<void> {
    const { files } = this.#parts;
    const asked = current.shown.strategies.flatMap((one) => changesOf(one, chosenSteps(current.shown, one)));
    const edit = await files.editModels(asked);
    if (!(await applySourceEdit(edit, 'Index strategy'))) return;
    const applied = edit.files.map(({ file }) => relativePath(current.shown.root, file));
    this.#change(current, { ...(await this.#plan(current.scope)), applied });
  }

  #change(current: Current, shown: StrategyPlan): void {
    current.shown = shown;
    if (current === this.#current) this.#parts.panel.draw(strategyView(shown));
  }
}

function measuredOn(on: ConnectionSnapshot | null): string {
  return JSON.stringify([on?.id, on?.comparison?.database]);
}

/** A few milliseconds at a time. Rejects with a `UserError` once it is cancelled. */
async function takenUntil<T>(signal: AbortSignal, steps: Steps<T>): Promise<T> {
  const done = await inTurns(steps, () => !signal.aborted);
  if (!done) throw new UserError('cancelled', 'Planning was cancelled.', 'Plan again.');
  return done.value;
}

async function goTo({ uri, range }: vscode.Location): Promise<void> {
  await vscode.window.showTextDocument(uri, { selection: range, viewColumn: vscode.ViewColumn.One });
}

import * as vscode from 'vscode';

import { copy } from '../host/clipboard.js';
import type { Log } from '../host/log.js';
import { withProgress } from '../host/progress.js';
import { setting } from '../host/settings.js';
import type { ErrorReporter } from '../host/show-error.js';
import { ensure, withoutIndexes, type Planned } from '../ensure.js';
import type { Files } from '../host/files.js';
import type { EnsurePlan } from '../model/ensure.js';
import type { EnsureAsk, EnsureView } from '../model/ensure-view.js';
import { UserError } from '../model/user-error.js';
import { duplicatesCommand } from '../report/duplicates-text.js';
import { planCommands, planScript } from '../report/ensure-script.js';
import {
  type EnsureRun,
  ensureView,
  rowAt,
  type ShownEnsure,
  ticking,
  wayAt,
} from '../report/ensure-view.js';
import type { Connection } from '../server/connection.js';
import { countDuplicates } from '../server/count-duplicates.js';
import { requireWritable } from './confirm-change.js';
import type { IndexChanges } from './index-changes.js';
import type { LiveServer, SeenDatabase } from './live-server.js';
import { refresh } from './refresh.js';
import { logOutcome, tellOutcome } from './report-outcome.js';
import { settleConflict } from './settle-conflict.js';

/** A count reads the whole collection, and was asked for: ten minutes, with a way to cancel. */
const countLimit = 600_000;

/** Where plans are shown. */
interface PlanPanel {
  readonly isVisible: boolean;
  show(view: EnsureView, asked: (ask: EnsureAsk) => void): void;
  draw(view: EnsureView): void;
}

/** A plan with what it was made for; `again` makes it anew. */
export interface PlanRequest extends Planned {
  readonly server: LiveServer;
  readonly again: () => Promise<Planned | null>;
}

interface Current extends PlanRequest {
  readonly connection: Connection;
  /** What runs is left to the server. */
  readonly cancel: AbortController;
  /** What runs is stopped on the server. */
  readonly abort: AbortController;
  shown: ShownEnsure;
}

/** The plan of an ensure in the panel, from its first look to its outcome. One at a time. */
export class ShownEnsures {
  readonly #panel: PlanPanel;
  readonly #log: Log;
  readonly #errors: ErrorReporter;
  readonly #changes: IndexChanges;
  readonly #files: Files;
  #current: Current | null = null;

  constructor(panel: PlanPanel, changes: IndexChanges, files: Files, log: Log, errors: ErrorReporter) {
    this.#panel = panel;
    this.#changes = changes;
    this.#files = files;
    this.#log = log;
    this.#errors = errors;
  }

  /** Throws UserError `usage` while another plan is carried out, which is brought to the front then. */
  show(request: PlanRequest): void {
    const before = this.#current;
    const isRunning = before?.shown.run && before.shown.run.phase !== 'over';
    const current = isRunning ? before : begun(request);
    this.#current = current;
    this.#panel.show(ensureView(current.shown), (ask) => {
      void this.#asked(current, ask).catch((error: unknown) => this.#errors.show(error));
    });
    if (isRunning) {
      throw new UserError(
        'usage',
        'Indexes are being created already.',
        'Wait until that is done, or cancel it where it is shown.',
      );
    }
  }

  async #asked(current: Current, { type, id }: EnsureAsk): Promise<void> {
    const { run } = current.shown;
    switch (type) {
      case 'tick':
      case 'untick':
        if (!run && id !== null) {
          this.#change(current, { unticked: ticking(current.shown, id, type === 'tick') });
        }
        break;
      case 'create':
        if (!run) await this.#create(current);
        break;
      case 'cancel':
        if (run?.phase === 'running') await this.#cancel(current);
        break;
      case 'again': {
        const again = await current.again();
        if (again) this.show({ ...current, ...again });
        break;
      }
      case 'settle':
        if (!run && id !== null) await this.#settle(current, id);
        break;
      case 'count-duplicates':
        if (!run && id !== null) await this.#countDuplicates(current, id);
        break;
      case 'copy-duplicates':
        if (id !== null) await copyDuplicates(current, id);
        break;
      case 'copy-script':
        await copy(planScript(chosen(current)), 'Script for mongosh');
        break;
      case 'copy-commands':
        await copy(planCommands(chosen(current)), 'Commands');
        break;
      case 'show-log':
        this.#log.show();
        break;
      case 'ready':
    }
  }

  async #create(current: Current): Promise<void> {
    const { server, connection, cancel, abort } = current;
    requireWritable(server.snapshot);
    server.requireStill(plannedFor(current));
    let run: EnsureRun = { progress: new Map(), settled: new Map(), phase: 'running' };
    const change = (next: Partial<EnsureRun>): void => {
      run = { ...run, ...next };
      this.#change(current, { run });
    };
    change({});
    cancel.signal.addEventListener('abort', () => {
      change({ phase: 'cancelling' });
    });
    abort.signal.addEventListener('abort', () => {
      change({ phase: 'aborting' });
    });
    try {
      const outcome = await ensure(connection, chosen(current), {
        signal: cancel.signal,
        abort: abort.signal,
        collectionsAtOnce: setting('ensure.collectionsAtOnce'),
        onProgress: (event) => {
          change({ progress: new Map(run.progress).set(event.collection, event) });
        },
        onSettled: (one) => {
          change({ settled: new Map(run.settled).set(one.collection, one) });
        },
      });
      logOutcome(outcome, this.#log);
      if (!this.#panel.isVisible) tellOutcome(outcome, this.#log);
    } finally {
      change({ phase: 'over' });
    }
    await refresh(server);
  }

  async #countDuplicates(current: Current, id: string): Promise<void> {
    const row = rowAt(current.shown, id);
    if (!row) return;
    const { connection, shown } = current;
    const { collection } = row.one;
    const count = await withProgress(`Counting duplicates in ${collection}`, (signal) =>
      countDuplicates(connection, shown.plan.database, collection, row.index, {
        signal,
        maxTimeMS: countLimit,
      }),
    );
    this.#change(current, { duplicates: new Map(current.shown.duplicates).set(row.index, count) });
  }

  async #settle(current: Current, id: string): Promise<void> {
    const found = wayAt(current.shown, id);
    if (!found) return;
    const { server } = current;
    const where = plannedFor(current);
    const isSettled = await settleConflict(server, this.#changes, this.#files, found.index, found.way, where);
    const again = isSettled ? await current.again() : null;
    if (again && current === this.#current) this.show({ ...current, ...again });
  }

  async #cancel(current: Current): Promise<void> {
    const finish = { title: 'Stop After This Build' };
    const abort = { title: 'Abort the Build' };
    const goOn = { title: 'Keep Creating', isCloseAffordance: true };
    const answer = await vscode.window.showWarningMessage(
      'Stop creating indexes?',
      {
        modal: true,
        detail:
          'Nothing else is begun. What the server is building now it can finish on its own; or it is aborted, and nothing of it stays. Indexes that are done stay.',
      },
      finish,
      abort,
      goOn,
    );
    // Meanwhile it may have come to its end by itself.
    if (current.shown.run?.phase !== 'running') return;
    if (answer === finish) current.cancel.abort();
    if (answer === abort) current.abort.abort();
  }

  #change(current: Current, change: Partial<ShownEnsure>): void {
    current.shown = { ...current.shown, ...change };
    if (current === this.#current) this.#panel.draw(ensureView(current.shown));
  }
}

function plannedFor({ connection, shown }: Current): SeenDatabase {
  return { connection, database: shown.plan.database };
}

function chosen({ shown }: Current): EnsurePlan {
  return withoutIndexes(shown.plan, shown.unticked);
}

async function copyDuplicates({ shown }: Current, id: string): Promise<void> {
  const row = rowAt(shown, id);
  if (!row) return;
  // Without a count nobody knows whether arrays are on the way: then what is right for them as well.
  const isPlain = shown.duplicates.get(row.index)?.isPlain ?? false;
  await copy(duplicatesCommand(row.one.collection, row.index, isPlain), 'Aggregation');
}

function begun({ server, plan, ways, again }: PlanRequest): Current {
  const { connection, marks } = server.snapshot;
  const where = [
    connection.name,
    ...(connection.name.includes(connection.address) ? [] : [connection.address]),
    ...(marks.production ? ['production'] : []),
  ].join(' · ');
  const shown = {
    plan,
    where,
    budget: setting('budget.indexesPerCollection'),
    unticked: new Set<never>(),
    ways,
    duplicates: new Map<never, never>(),
    run: null,
  };
  return {
    server,
    plan,
    ways,
    again,
    connection: server.current().connection,
    cancel: new AbortController(),
    abort: new AbortController(),
    shown,
  };
}

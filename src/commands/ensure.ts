import * as vscode from 'vscode';

import type { Target } from '../host/contributions.js';
import type { Log } from '../host/log.js';
import { withProgress } from '../host/progress.js';
import { setting } from '../host/settings.js';
import { ensure, planEnsure, planIndex, withWays, type Planned } from '../ensure.js';
import type { EnsureOutcome, EnsurePlan } from '../model/ensure.js';
import type { IndexSpecification } from '../model/index-specification.js';
import { collectionWarnings, indexWarnings } from '../report/ensure-warnings.js';
import { leftAlone, ensurePlanLines } from '../report/ensure-words.js';
import { counted } from '../report/index-words.js';
import { confirmChange, requireWritable } from './confirm-change.js';
import type { LiveServer } from './live-server.js';
import { refresh } from './refresh.js';
import { logOutcome, tellOutcome } from './report-outcome.js';
import type { ShownEnsures } from './shown-ensures.js';

const showPlan = 'Show Plan…';

/** What to ensure: everything, the collections of one model, or one index. */
export type EnsureScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'collection'; readonly collection: string }
  | { readonly kind: 'index'; readonly collection: string; readonly name: string }
  /** An index that no code defines: advice on a query. */
  | { readonly kind: 'advised'; readonly collection: string; readonly index: IndexSpecification };

export function scopeOf(target: Target | null): EnsureScope {
  if (target?.kind === 'index' || target?.kind === 'collection') return target;
  return { kind: 'all' };
}

/** Plans of more collections, more indexes or with a warning are shown in the panel, others in a dialog. */
const most = { collections: 1, indexes: 3 };

/**
 * Reads the server, shows the plan, creates what is missing once it is agreed to, and reads again. Of one index that
 * differs it shows the ways to settle that.
 */
export async function ensureIndexes(
  server: LiveServer,
  shown: ShownEnsures,
  log: Log,
  scope: EnsureScope,
): Promise<void> {
  requireWritable(server.snapshot);
  const again = () => planFor(server, scope);
  const planned = await again();
  if (!planned) return;
  const { plan } = planned;
  const show = () => {
    shown.show({ server, ...planned, again });
  };
  const total = plan.collections.reduce((sum, { create }) => sum + create.length, 0);
  const isToSettle = scope.kind === 'index' && planned.ways.size > 0;
  if (total === 0 && !isToSettle) tellNothing(plan, show);
  else if (isToSettle || !isSmall(plan, total)) show();
  else if (await agreed(server, plan, total, show)) {
    const outcome = await run(server, plan, total);
    logOutcome(outcome, log);
    try {
      await refresh(server);
    } finally {
      tellOutcome(outcome, log);
    }
  }
}

/** Null: a later look at the server overtook this one. */
async function planFor(server: LiveServer, scope: EnsureScope): Promise<Planned | null> {
  const comparison = await refresh(server);
  if (!comparison) return null;
  if (scope.kind === 'advised')
    return withWays(planIndex(comparison, scope.collection, scope.index), comparison);
  const whole = planEnsure(comparison, scope.kind === 'all' ? [] : [scope.collection]);
  return withWays(scope.kind === 'index' ? narrow(whole, scope.name) : whole, comparison);
}

function isSmall({ collections }: EnsurePlan, total: number): boolean {
  const creating = collections.filter(({ create }) => create.length > 0);
  const warnings = creating.flatMap((one) => [
    ...collectionWarnings(one, one.create.length, setting('budget.indexesPerCollection')),
    ...one.create.flatMap((index) => indexWarnings(one, index)),
  ]);
  return creating.length <= most.collections && total <= most.indexes && warnings.length === 0;
}

function narrow(plan: EnsurePlan, name: string): EnsurePlan {
  const collections = plan.collections.map((collection) => ({
    ...collection,
    create: collection.create.filter((index) => index.name === name),
    skipped: collection.skipped.filter((index) => index.name === name),
  }));
  return { ...plan, collections };
}

function agreed(server: LiveServer, plan: EnsurePlan, total: number, show: () => void): Promise<boolean> {
  return confirmChange(server.snapshot, {
    message: `Create ${counted(total, 'missing index')} in ${plan.database}?`,
    database: plan.database,
    detail: ensurePlanLines(plan).join('\n'),
    action: `Create ${counted(total, 'Index')}`,
    typed: null,
    instead: { title: showPlan, run: show },
  });
}

function run(server: LiveServer, plan: EnsurePlan, total: number): Promise<EnsureOutcome> {
  const { connection } = server.current();
  return withProgress(`Creating ${counted(total, 'index')}`, (signal, report) =>
    ensure(connection, plan, {
      signal,
      onProgress: ({ collection, done, total, build }) => {
        const percent = build?.percent ?? null;
        report(percent === null ? collection : `${collection}, ${Math.round(percent)} %`, done, total);
      },
    }),
  );
}

function tellNothing(plan: EnsurePlan, show: () => void): void {
  const existing = plan.collections.reduce((sum, collection) => sum + collection.existing.length, 0);
  const skipped = plan.collections.flatMap((collection) => collection.skipped);
  const nothing = `Nothing to create: ${counted(existing, 'defined index')} applied.`;
  if (skipped.length === 0) {
    void vscode.window.showInformationMessage(nothing);
    return;
  }
  const left = skipped.map((index) => leftAlone(index)).join(', ');
  const message = `${nothing} ${counted(skipped.length, 'index')} left alone: ${left}.`;
  void vscode.window.showInformationMessage(message, showPlan).then((answer) => {
    if (answer === showPlan) show();
  });
}

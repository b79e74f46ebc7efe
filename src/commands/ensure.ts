import * as vscode from 'vscode';

import type { Target } from '../host/contributions.js';
import type { Log } from '../host/log.js';
import { withProgress } from '../host/progress.js';
import { ensure, planEnsure } from '../ensure.js';
import type { EnsureOutcome, EnsurePlan } from '../model/ensure.js';
import { counted } from '../report/index-words.js';
import { confirmChange, requireWritable } from './confirm-change.js';
import { leftAlone, outcomeLines, planLines } from './ensure-words.js';
import type { LiveServer } from './live-server.js';
import { refresh } from './refresh.js';

/** What to ensure: everything, the collections of one model, or one index. */
export type EnsureScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'collection'; readonly collection: string }
  | { readonly kind: 'index'; readonly collection: string; readonly name: string };

export function scopeOf(target: Target | null): EnsureScope {
  if (target?.kind === 'index' || target?.kind === 'collection') return target;
  return { kind: 'all' };
}

/** Reads the server, shows the plan, creates what is missing once it is agreed to, and reads again. */
export async function ensureIndexes(server: LiveServer, log: Log, scope: EnsureScope): Promise<void> {
  requireWritable(server.snapshot);
  const comparison = await refresh(server);
  if (!comparison) return;
  const only = scope.kind === 'all' ? [] : [scope.collection];
  const whole = planEnsure(comparison, only);
  const plan = scope.kind === 'index' ? narrow(whole, scope.name) : whole;
  const total = plan.collections.reduce((sum, { create }) => sum + create.length, 0);
  if (total === 0) {
    void vscode.window.showInformationMessage(nothingToCreate(plan));
    return;
  }
  if (!(await agreed(server, plan, total))) return;
  const outcome = await run(server, plan, total);
  await refresh(server);
  report(outcome, log);
}

function narrow(plan: EnsurePlan, name: string): EnsurePlan {
  const collections = plan.collections.map((collection) => ({
    ...collection,
    create: collection.create.filter((index) => index.name === name),
  }));
  return { ...plan, collections };
}

function agreed(server: LiveServer, plan: EnsurePlan, total: number): Promise<boolean> {
  return confirmChange(server.snapshot, {
    message: `Create ${counted(total, 'missing index')} in ${plan.database}?`,
    detail: planLines(plan).join('\n'),
    action: `Create ${counted(total, 'index')}`,
    typed: null,
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

function nothingToCreate(plan: EnsurePlan): string {
  const existing = plan.collections.reduce((sum, collection) => sum + collection.existing.length, 0);
  const skipped = plan.collections.flatMap((collection) => collection.skipped);
  const left =
    skipped.length > 0
      ? ` ${counted(skipped.length, 'index')} left alone: ${skipped.map((index) => leftAlone(index)).join(', ')}.`
      : '';
  return `Nothing to create: ${counted(existing, 'defined index')} applied.${left}`;
}

function report(outcome: EnsureOutcome, log: Log): void {
  const lines = outcomeLines(outcome);
  for (const line of lines) log.info(line);
  const [first = ''] = lines;
  const showLog = 'Show Log';
  if (outcome.failed.length === 0) {
    void vscode.window.showInformationMessage(first);
    return;
  }
  const [failed] = outcome.failed;
  const why = failed ? ` ${failed.name}: ${failed.message} ${failed.hint}` : '';
  void vscode.window.showErrorMessage(`${first}${why}`, showLog).then((answer) => {
    if (answer === showLog) log.show();
  });
}

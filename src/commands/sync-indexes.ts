import * as vscode from 'vscode';

import { planSync, sync, withoutIndexes } from '../ensure.js';
import type { Log } from '../host/log.js';
import { withProgress } from '../host/progress.js';
import type { IndexChange } from '../model/index-change.js';
import type { IndexSpecification } from '../model/index-specification.js';
import type { SyncOutcome, SyncPlan } from '../model/sync.js';
import { changeProgressText } from '../report/change-words.js';
import { outcomeLines } from '../report/ensure-words.js';
import { counted, specificationText } from '../report/index-words.js';
import { some } from '../report/words.js';
import type { Connection } from '../server/connection.js';
import { confirmChange, requireWritable } from './confirm-change.js';
import { queriesLosing, type IndexChanges } from './index-changes.js';
import type { LiveServer } from './live-server.js';
import { refresh } from './refresh.js';

/**
 * Makes the server hold the indexes of the models and no others, as Mongoose's `syncIndexes` does: what it would create,
 * settle and drop is shown first, each with a tick, and what it drops can be created again.
 */
export async function syncIndexes(server: LiveServer, changes: IndexChanges, log: Log): Promise<void> {
  requireWritable(server.snapshot);
  const comparison = await refresh(server);
  if (!comparison) return;
  const where = server.current();
  const whole = planSync(comparison);
  const rows = rowsOf(server, whole);
  if (rows.length === 0) {
    void vscode.window.showInformationMessage(`${comparison.database} is in sync with the models.`);
    return;
  }
  const picked = await vscode.window.showQuickPick(rows, {
    title: `Sync Indexes of ${comparison.database} with Models`,
    placeHolder: leftWords(whole),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  const plan = picked && chosen(whole, new Set(picked.map(({ what }) => what)));
  if (!plan || !(await agreed(server, plan))) return;
  server.requireStill(where);
  const outcome = await run(where.connection, plan);
  for (const line of outcomeLines(outcome.ensure)) log.info(line);
  for (const change of outcome.changes) changes.record(server, change, where.database);
  try {
    await refresh(server);
  } finally {
    tell(outcome, log);
  }
}

interface Row extends vscode.QuickPickItem {
  /** The plan's own object; null: a separator. */
  readonly what: IndexSpecification | IndexChange | null;
}

/** What queries of the code are served best by is not ticked: a model forgot it, or the code is about to. */
function rowsOf(server: LiveServer, { ensure, settle, drop }: SyncPlan): readonly Row[] {
  const creating = ensure.collections.flatMap(({ collection, create }) =>
    create.map((index) => row(`$(add) ${index.name}`, collection, specificationText(index), index)),
  );
  const settling = settle.map((change) => {
    const detail = change.takesAway ? `${change.does} ${change.costs}` : change.does;
    return row(`$(edit) ${change.index.name}`, change.collection, plain(detail), change);
  });
  const dropping = drop.map((change) => {
    const losing = queriesLosing(server, change).length;
    const what = specificationText(change.index);
    const detail = losing > 0 ? `${what} · serves ${counted(losing, 'query')} of the code best` : what;
    return {
      ...row(`$(trash) ${change.index.name}`, change.collection, detail, change),
      picked: losing === 0,
    };
  });
  return [
    ...group('Create', creating),
    ...group('Change', settling),
    ...group('Drop, because no model defines it', dropping),
  ];
}

function row(label: string, description: string, detail: string, what: Row['what']): Row {
  return { label, description, detail, what, picked: true };
}

function group(label: string, rows: readonly Row[]): readonly Row[] {
  const separator = { label, kind: vscode.QuickPickItemKind.Separator, what: null };
  return rows.length === 0 ? [] : [separator, ...rows];
}

function leftWords({ incomplete, sharding }: SyncPlan): string {
  const stays = sharding.map(({ index }) => index.name);
  const left = [
    incomplete.length > 0 &&
      `Nothing is changed or dropped in ${some(incomplete)}: the code may not have been read to the end`,
    stays.length > 0 && `${some(stays)} ${stays.length === 1 ? 'stays' : 'stay'}, for the shard key`,
  ].filter((words) => typeof words === 'string');
  return left.length === 0 ? 'What is ticked is done, in this order' : `${left.join('. ')}.`;
}

function chosen(
  { ensure, settle, drop, sharding, incomplete }: SyncPlan,
  picked: ReadonlySet<Row['what']>,
): SyncPlan {
  const all = ensure.collections.flatMap(({ create }) => create);
  return {
    ensure: withoutIndexes(ensure, new Set(all.filter((index) => !picked.has(index)))),
    settle: settle.filter((change) => picked.has(change)),
    drop: drop.filter((change) => picked.has(change)),
    sharding,
    incomplete,
  };
}

async function agreed(server: LiveServer, { ensure, settle, drop }: SyncPlan): Promise<boolean> {
  const creating = ensure.collections.reduce((sum, { create }) => sum + create.length, 0);
  const counts = [
    creating > 0 && `create ${counted(creating, 'index')}`,
    settle.length > 0 && `change ${counted(settle.length, 'index')}`,
    drop.length > 0 && `drop ${counted(drop.length, 'index')}`,
  ].filter((words) => typeof words === 'string');
  if (counts.length === 0) return false;
  const takesAway = [...settle, ...drop].filter((change) => change.takesAway);
  const detail = takesAway.map(
    ({ collection, does, costs }) => `${collection}: ${plain(`${does} ${costs}`)}`,
  );
  return confirmChange(server.snapshot, {
    message: `Sync ${ensure.database}: ${counts.join(', ')}?`,
    database: ensure.database,
    detail: [
      ...detail,
      '',
      'Indexes are created before any is dropped; where something fails in a collection, nothing is dropped there.',
    ].join('\n'),
    action: 'Sync',
    typed: takesAway.length > 0 ? ensure.database : null,
  });
}

function run(connection: Connection, plan: SyncPlan): Promise<SyncOutcome> {
  return withProgress(`Syncing ${plan.ensure.database}`, (signal, report) =>
    sync(connection, plan, {
      signal,
      onProgress: ({ collection, done, total }) => {
        report(`creating in ${collection}`, done, total);
      },
      onChange: (change, progress) => {
        report(`${change.index.name}: ${changeProgressText(progress)}`);
      },
    }),
  );
}

function tell(outcome: SyncOutcome, log: Log): void {
  const failed =
    outcome.ensure.failed.length + outcome.changes.filter(({ result }) => result === 'failed').length;
  const done =
    outcome.ensure.created.length + outcome.changes.filter(({ result }) => result === 'done').length;
  const showLog = 'Show Log';
  const say = failed > 0 ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  const words = `Sync: ${counted(done, 'change')} made${failed > 0 ? `, ${failed} failed` : ''}.`;
  void say(words, showLog).then((answer) => {
    if (answer === showLog) log.show();
  });
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}

import * as vscode from 'vscode';

import { createIndex } from '../compare/index-change.js';
import { indexNamed, type IndexFound } from '../compare/index-named.js';
import type { Target } from '../host/contributions.js';
import type { DroppedIndexes } from '../host/dropped-indexes.js';
import type { Log } from '../host/log.js';
import type { ErrorReporter } from '../host/show-error.js';
import { withProgress } from '../host/progress.js';
import { withOwnCollation } from '../model/collation.js';
import type { ChangeOutcome, IndexChange } from '../model/index-change.js';
import type { LiveIndex } from '../model/index-specification.js';
import { UserError } from '../model/user-error.js';
import { queriesServedBy } from '../query/judging/served-queries.js';
import { knownOf } from '../query/sort-and-projection.js';
import {
  changeActions,
  changeLines,
  changeProgressText,
  changeQuestion,
  changeSentence,
  type ChangeSubject,
} from '../report/change-words.js';
import { shellCreateIndex } from '../report/index-code.js';
import { changeIndex } from '../server/change-index.js';
import { confirmChange, requireWritable, type ProposedChange } from './confirm-change.js';
import type { LiveServer, SeenDatabase } from './live-server.js';
import { refresh } from './refresh.js';

/** What a change is about: the index as it was when the change was planned, and where that was. */
export interface ChangedIndex extends Pick<IndexFound, 'collection' | 'live'> {
  readonly where: SeenDatabase;
}

/** A live index that a command was called on. */
export interface LiveIndexFound extends ChangedIndex {
  readonly live: LiveIndex;
}

/** Changes of single indexes, from the question to the outcome and the way back. */
export class IndexChanges {
  readonly #dropped: DroppedIndexes;
  readonly #log: Log;
  readonly #errors: ErrorReporter;

  constructor(dropped: DroppedIndexes, log: Log, errors: ErrorReporter) {
    this.#dropped = dropped;
    this.#log = log;
    this.#errors = errors;
  }

  /** Shows what a change does, asks, and carries it out. False: it was not agreed to, or not done. */
  async ask(
    server: LiveServer,
    change: IndexChange,
    { collection, live, where }: ChangedIndex,
    instead?: ProposedChange['instead'],
  ): Promise<boolean> {
    const isAgreed = await confirmChange(server.snapshot, {
      message: changeQuestion(change),
      database: where.database,
      detail: changeLines(change, { collection, live, losing: queriesLosing(server, change) }).join('\n'),
      action: changeActions[change.kind],
      typed: change.takesAway ? change.index.name : null,
      ...(instead && { instead }),
    });
    return isAgreed && (await this.make(server, change, where));
  }

  /**
   * Carries out what was agreed to, tells what came of it, and reads the server again. False: it was not done. `where`:
   * the database that it was planned for.
   */
  async make(server: LiveServer, change: IndexChange, where: SeenDatabase): Promise<boolean> {
    requireWritable(server.snapshot);
    server.requireStill(where);
    const { connection, database } = where;
    const title = `${changeActions[change.kind]} ${change.index.name}`;
    const outcome = await withProgress(title, (signal, report) =>
      changeIndex(connection, database, change, {
        signal,
        onProgress: (progress) => {
          report(changeProgressText(progress), progress.done, progress.total);
        },
      }),
    );
    this.record(server, outcome, database);
    try {
      await refresh(server);
    } finally {
      this.#tell(server, outcome, where);
    }
    return outcome.result === 'done';
  }

  /** Logs what came of a change, and remembers what was dropped. */
  record(server: LiveServer, outcome: ChangeOutcome, database: string): void {
    const { change, result } = outcome;
    this.#log.info(changeSentence(outcome));
    if (result !== 'done') return;
    const connection = server.id;
    const { kind, collection, index } = change;
    if (kind === 'drop' || kind === 'extend') {
      this.#dropped.add({
        connection,
        database,
        at: new Date(),
        undo: createIndex(collection, index, 'live'),
      });
      this.#log.info(`To create it again: ${shellCreateIndex(collection, withOwnCollation(index))}`);
    }
    for (const step of change.steps) {
      const known = this.#dropped.find(connection, database, collection, step.index.name);
      if (step.kind === 'create' && known) this.#dropped.remove(known);
    }
  }

  #tell(server: LiveServer, outcome: ChangeOutcome, where: SeenDatabase): void {
    const { change, result } = outcome;
    const sentence = changeSentence(outcome);
    if (result === 'failed') {
      void vscode.window.showErrorMessage(sentence);
      return;
    }
    const { undo } = change;
    // What would take something away in its turn is a change of its own, asked for by its own name.
    const back = result === 'done' && undo && !undo.takesAway ? backWords(change) : null;
    void vscode.window.showInformationMessage(sentence, ...(back === null ? [] : [back])).then((answer) => {
      if (answer === undefined || !undo) return;
      this.make(server, undo, where).catch((error: unknown) => this.#errors.show(error));
    });
  }
}

/** Queries of the code that the index of a change serves better than any other; of one that is extended, by its name. */
export function queriesLosing(server: LiveServer, change: IndexChange): ChangeSubject['losing'] {
  const { catalog, comparison } = server.snapshot;
  const collection = comparison?.collections.find((one) => one.collection === change.collection);
  if (!catalog || !collection) return [];
  const { kind, index } = change;
  return queriesServedBy(index.name, collection, catalog)
    .filter(({ site: { hint }, isBest }) => isBest && (kind !== 'extend' || (hint && knownOf(hint))))
    .map(({ site, others }) => {
      const where = `${vscode.workspace.asRelativePath(site.place.file)}:${site.place.range.start.line + 1}`;
      return { query: `${site.model ?? collection.collection}.${site.operation} at ${where}`, others };
    });
}

function backWords({ kind }: IndexChange): string {
  return kind === 'drop' ? 'Create It Again' : 'Undo';
}

/** The live index of a tree's row. Throws UserError `usage` where it is not there. */
export function liveIndexAt(server: LiveServer, target: Target | null): LiveIndexFound {
  const { comparison } = server.snapshot;
  const found =
    target?.kind === 'index' && comparison ? indexNamed(comparison, target.collection, target.name) : null;
  if (!found?.live) {
    throw new UserError('usage', 'This index is not on the server.', 'Refresh to see what is there.');
  }
  return { ...found, live: found.live, where: server.current() };
}

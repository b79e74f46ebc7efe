import * as vscode from 'vscode';

import type { Advisor } from '../host/advisor.js';
import { fileOf, toLocation, toRange } from '../host/conversions.js';
import { sourceSelector, type Files } from '../host/files.js';
import type { Session } from '../host/session.js';
import { onDidChangeSetting, setting } from '../host/settings.js';
import { shiftedRange } from '../host/shifted-range.js';
import { counted } from '../report/index-words.js';

/** A CodeLens on each definition counts the queries that it serves better than others, and goes there. */
export class QueryCounts implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #advisor: Advisor;
  readonly #session: Session;
  readonly #files: Files;
  readonly #subscriptions: vscode.Disposable;

  constructor(advisor: Advisor, session: Session, files: Files) {
    this.#advisor = advisor;
    this.#session = session;
    this.#files = files;
    const redraw = (): void => {
      this.#changed.fire();
    };
    this.#subscriptions = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider(sourceSelector, this),
      advisor.onDidChange(redraw),
      onDidChangeSetting('codeLens.enabled', redraw),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!setting('codeLens.enabled')) return [];
    const file = fileOf(document.uri);
    const edits = this.#files.unreadEdits(document);
    return (this.#session.snapshot.catalog?.models ?? []).flatMap(({ collection, indexes }) =>
      indexes.flatMap(({ place, name }) => {
        const range = place.file === file && collection !== null ? shiftedRange(place.range, edits) : null;
        const sites = range && collection !== null ? this.#advisor.sitesServedBy(collection, name) : [];
        if (!range || sites.length === 0) return [];
        const { start } = toRange(range);
        return [
          new vscode.CodeLens(toRange(range), {
            title: counted(sites.length, 'query'),
            tooltip: `Show the queries that ${name} serves best`,
            command: 'editor.action.showReferences',
            arguments: [document.uri, start, sites.map((site) => toLocation(site.place))],
          }),
        ];
      }),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

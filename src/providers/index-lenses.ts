import * as vscode from 'vscode';

import { commandLink } from '../host/commands.js';
import { fileOf, toRange } from '../host/conversions.js';
import { sourceSelector, type Files } from '../host/files.js';
import type { Session } from '../host/session.js';
import { connectionFor } from '../host/folder-bindings.js';
import { onDidChangeSetting, setting } from '../host/settings.js';
import { shiftedRange } from '../host/shifted-range.js';
import { emptyCatalog } from '../model/catalog.js';
import type { Range } from '../model/place.js';
import { lensesOf, type Lens } from './lens-titles.js';

/** CodeLenses on models and index definitions. */
export class IndexLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #session: Session;
  readonly #files: Files;
  readonly #subscriptions: vscode.Disposable;

  constructor(session: Session, files: Files) {
    this.#session = session;
    this.#files = files;
    const redraw = (): void => {
      this.#changed.fire();
    };
    this.#subscriptions = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider(sourceSelector, this),
      session.onDidChange(redraw),
      onDidChangeSetting('codeLens.enabled', redraw),
    );
  }

  /**
   * Answers at once, from what was read last, moved along with what was typed since: nothing flickers while somebody
   * types, and the lenses are drawn anew once the text has been read. Only the first reading is waited for.
   */
  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!setting('codeLens.enabled')) return [];
    const reading = this.#files.readDocument(document);
    if (!this.#session.snapshot.catalog) await reading;
    const { snapshot } = this.#session;
    const edits = this.#files.unreadEdits(document);
    const file = fileOf(document.uri);
    return lensesOf(snapshot.catalog ?? emptyCatalog, connectionFor(snapshot, file), file).flatMap((lens) => {
      const range = shiftedRange(lens.range, edits);
      return range ? [toCodeLens(lens, range)] : [];
    });
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

function toCodeLens(lens: Lens, range: Range): vscode.CodeLens {
  return new vscode.CodeLens(toRange(range), { ...linkOf(lens), tooltip: lens.tooltip });
}

function linkOf({ action, title }: Lens): vscode.Command {
  switch (action.kind) {
    case 'connect':
      return commandLink('indexLens.connect', title);
    case 'ensure-collection':
      return commandLink('indexLens.ensureModel', title, action.collection, action.connection);
    case 'ensure-index':
      return commandLink('indexLens.ensureTarget', title, action.node);
    case 'reveal':
      return commandLink('indexLens.revealIndex', title, action.node);
    case 'none':
      return { command: '', title };
  }
}

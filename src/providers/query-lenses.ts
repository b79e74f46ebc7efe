import * as vscode from 'vscode';

import { commandLink } from '../host/commands.js';
import { fileOf, toRange } from '../host/conversions.js';
import type { ExplainedQueries } from '../host/explained-queries.js';
import { sourceSelector, type Files } from '../host/files.js';
import { connectionFor } from '../host/folder-bindings.js';
import type { Session } from '../host/session.js';
import { onDidChangeSetting, setting } from '../host/settings.js';
import { shiftedRange } from '../host/shifted-range.js';
import type { Place, Range } from '../model/place.js';
import type { Verdict } from '../model/plan.js';

const icons: Readonly<Record<Verdict, string>> = { good: '$(pass)', warning: '$(warning)', bad: '$(error)' };

/** A lens collapses white space after its icon. */
const gap = '\u00A0';

const staleWords = { query: 'the query changed', indexes: 'the indexes changed' };

/**
 * "Explain" above each query of a file that a connected server answers, and after a run what came of it; with the
 * setting `onHover`, "Explain" stands in the hover of a query.
 */
export class QueryLenses implements vscode.CodeLensProvider, vscode.HoverProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #session: Session;
  readonly #files: Files;
  readonly #explained: ExplainedQueries;
  readonly #subscriptions: vscode.Disposable;

  constructor(session: Session, files: Files, explained: ExplainedQueries) {
    this.#session = session;
    this.#files = files;
    this.#explained = explained;
    const redraw = (): void => {
      this.#changed.fire();
    };
    this.#subscriptions = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider(sourceSelector, this),
      vscode.languages.registerHoverProvider(sourceSelector, this),
      session.onDidChange(redraw),
      explained.onDidChange(redraw),
      onDidChangeSetting('explain.codeLens', redraw),
    );
  }

  /** Answers at once from what was read last: only a connected server makes the workspace be read. */
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const wanted = setting('explain.codeLens');
    if (wanted === 'off' || !this.#isConnected(document)) return [];
    const outcomes = this.#outcomeLenses(document);
    if (wanted === 'onHover') return outcomes;
    const shown = new Set(outcomes.map(({ range }) => startOf(range)));
    const open = this.#queriesIn(document).filter(({ range }) => !shown.has(startOf(range)));
    return [
      ...outcomes,
      ...open.map(({ range, place }) => new vscode.CodeLens(range, explainLink('Explain', place))),
    ];
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
    if (setting('explain.codeLens') !== 'onHover' || !this.#isConnected(document)) return null;
    const found = this.#queriesIn(document).find(({ range }) => range.contains(position));
    if (!found) return null;
    const { command } = explainLink('Explain', found.place);
    const text = new vscode.MarkdownString(
      `[Explain this query](command:${command}?${encodeURIComponent(JSON.stringify([found.place]))})`,
    );
    text.isTrusted = { enabledCommands: [command] };
    return new vscode.Hover(text, found.range);
  }

  #outcomeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const file = fileOf(document.uri);
    return this.#explained.of(file).map(({ range, words, verdict, at, connection, stale }) => {
      const icon = stale ? '$(history)' : icons[verdict];
      const title = [`${icon}${gap}${words}`, ...(stale ? [staleWords[stale]] : [])].join(' · ');
      const where = this.#session.of(connection)?.connection.name ?? connection;
      const tooltip = `Explained at ${at.toLocaleTimeString()} on ${where}. Click to explain it again.`;
      return new vscode.CodeLens(toRange(range), { ...explainLink(title, { file, range }), tooltip });
    });
  }

  /** Each place once, moved along with what was typed since it was read. */
  #queriesIn(
    document: vscode.TextDocument,
  ): readonly { readonly range: vscode.Range; readonly place: Place }[] {
    const file = fileOf(document.uri);
    const edits = this.#files.unreadEdits(document);
    const sites = this.#session.snapshot.catalog?.queries ?? [];
    const ranges = new Map<string, Range>();
    for (const { place, range, collection } of sites) {
      const shifted = place.file === file && collection !== null ? shiftedRange(range, edits) : null;
      if (shifted) ranges.set(JSON.stringify(shifted.start), shifted);
    }
    return [...ranges.values()].map((range) => ({ range: toRange(range), place: { file, range } }));
  }

  #isConnected({ uri }: vscode.TextDocument): boolean {
    return connectionFor(this.#session.snapshot, fileOf(uri))?.connection.state === 'connected';
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

function explainLink(title: string, place: Place): vscode.Command {
  return commandLink('indexLens.explainQuery', title, place);
}

function startOf({ start }: vscode.Range): string {
  return `${start.line} ${start.character}`;
}

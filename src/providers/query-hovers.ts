import * as vscode from 'vscode';

import type { Advisor } from '../host/advisor.js';
import { fileOf, toRange } from '../host/conversions.js';
import { sourceSelector, type Files } from '../host/files.js';
import type { Session } from '../host/session.js';
import { shiftedRange } from '../host/shifted-range.js';
import type { Range } from '../model/place.js';
import type { QuerySite } from '../model/query.js';
import { indexHover, queryHover } from '../report/query-hover.js';
import { placeText } from '../report/relative-path.js';

/** On a query: the index that will serve it, or why none does. On a definition: the queries that it serves best. */
export class QueryHovers implements vscode.HoverProvider, vscode.Disposable {
  readonly #advisor: Advisor;
  readonly #session: Session;
  readonly #files: Files;
  readonly #subscription: vscode.Disposable;

  constructor(advisor: Advisor, session: Session, files: Files) {
    this.#advisor = advisor;
    this.#session = session;
    this.#files = files;
    this.#subscription = vscode.languages.registerHoverProvider(sourceSelector, this);
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | null {
    const file = fileOf(document.uri);
    const edits = this.#files.unreadEdits(document);
    const contains = (range: Range): boolean => {
      const shifted = shiftedRange(range, edits);
      return shifted !== null && toRange(shifted).contains(position);
    };
    return this.#onQuery(file, contains) ?? this.#onDefinition(file, contains);
  }

  #onQuery(file: string, contains: (range: Range) => boolean): vscode.Hover | null {
    const site = this.#advisor.queries.find(({ place }) => place.file === file && contains(place.range));
    const predicted = site && this.#advisor.judged(site);
    if (!predicted) return null;
    const waiting = this.#advisor
      .findingsIn(file)
      .flatMap((found) => (found.site === site && found.fix?.kind === 'ensure' ? found.fix.index.name : []));
    const text = queryHover(site, predicted.judgement, predicted.proposal(), waiting[0] ?? null);
    return new vscode.Hover(new vscode.MarkdownString(text));
  }

  #onDefinition(file: string, contains: (range: Range) => boolean): vscode.Hover | null {
    for (const { collection, indexes } of this.#session.snapshot.catalog?.models ?? []) {
      const index = indexes.find(({ place }) => place.file === file && contains(place.range));
      if (!index || collection === null) continue;
      const sites = this.#advisor.sitesServedBy(collection, index.name);
      return new vscode.Hover(new vscode.MarkdownString(indexHover(index, sites, linkTo)));
    }
    return null;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

function linkTo({ place }: QuerySite): { readonly text: string; readonly target: string } {
  const uri = vscode.Uri.file(place.file);
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const { line, character } = place.range.start;
  return {
    text: placeText(folder ? fileOf(folder) : '', place),
    target: uri.with({ fragment: `L${line + 1},${character + 1}` }).toString(),
  };
}

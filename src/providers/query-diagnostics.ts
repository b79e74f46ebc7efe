import * as vscode from 'vscode';

import type { Advisor } from '../host/advisor.js';
import { fileOf, toRange } from '../host/conversions.js';
import type { Files } from '../host/files.js';
import { shiftedRange } from '../host/shifted-range.js';
import type { Finding, Severity } from '../model/finding.js';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** What is advised, in the Problems panel and under the code: of all files of the workspace. */
export class QueryDiagnostics implements vscode.Disposable {
  readonly #advisor: Advisor;
  readonly #files: Files;
  readonly #docs: vscode.Uri;
  readonly #shown = vscode.languages.createDiagnosticCollection('index-lens');
  readonly #subscription: vscode.Disposable;
  #before = new Map<string, readonly Finding[]>();

  /** `docs`: the folder with a page for each rule. */
  constructor(advisor: Advisor, files: Files, docs: vscode.Uri) {
    this.#advisor = advisor;
    this.#files = files;
    this.#docs = docs;
    this.#subscription = advisor.onDidChange(() => {
      this.#draw();
    });
  }

  /** Only of files whose findings are others: a marker moves with the text by itself. */
  #draw(): void {
    const now = new Map([...this.#advisor.files].map((file) => [file, this.#advisor.findingsIn(file)]));
    for (const [file, findings] of now)
      if (!isSame(findings, this.#before.get(file)))
        this.#shown.set(vscode.Uri.file(file), this.#diagnostics(file, findings));
    for (const file of this.#before.keys()) if (!now.has(file)) this.#shown.delete(vscode.Uri.file(file));
    this.#before = now;
  }

  /** Moved along with what was typed since the file was read. */
  #diagnostics(file: string, findings: readonly Finding[]): vscode.Diagnostic[] {
    const open = vscode.workspace.textDocuments.find(({ uri }) => fileOf(uri) === file);
    const edits = open ? this.#files.unreadEdits(open) : [];
    return findings.flatMap(({ place, message, severity, rule }) => {
      const range = place && shiftedRange(place.range, edits);
      if (!range) return [];
      const made = new vscode.Diagnostic(toRange(range), message.replaceAll('`', ''), severities[severity]);
      made.source = 'Index Lens';
      made.code = { value: rule, target: vscode.Uri.joinPath(this.#docs, `${rule}.md`) };
      if (rule === 'redundant-prefix' || rule === 'duplicate-index' || rule === 'unused-in-code')
        made.tags = [vscode.DiagnosticTag.Unnecessary];
      return [made];
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#shown.dispose();
  }
}

function isSame(a: readonly Finding[], b: readonly Finding[] | undefined): boolean {
  return b?.length === a.length && a.every((one, at) => one === b[at]);
}

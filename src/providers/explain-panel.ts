import * as vscode from 'vscode';

import { toRange } from '../host/conversions.js';
import type { Explanation } from '../model/explanation.js';
import { type ExplainView, readFromPanel, type ToPanel } from '../model/messages.js';
import { UserError } from '../model/user-error.js';
import { explainMarkdown } from '../report/explain-markdown.js';
import { shellCommand, shellValue } from '../report/shell-text.js';
import { webviewPage } from './webview-page.js';

/** Explains the same query again. */
export type Rerun = () => Promise<Explanation>;

/** One panel beside the editor: the latest explanation takes the place of the one before. */
export class ExplainPanel implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  #panel: vscode.WebviewPanel | null = null;
  #shown: { readonly explanation: Explanation; readonly rerun: Rerun | undefined } | null = null;
  /** What the webview shows: it asks for it whenever it starts anew, as after having been hidden. */
  #last: ToPanel | null = null;

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
  }

  /** Without `rerun` the panel offers no second run. */
  show(explanation: Explanation, rerun?: Rerun): void {
    this.#shown = { explanation, rerun };
    const view = viewOf(explanation, rerun !== undefined);
    const panel = (this.#panel ??= this.#create());
    panel.title = `Explain ${view.title}`;
    this.#post({ type: 'explanation', view });
    panel.reveal(panel.viewColumn ?? vscode.ViewColumn.Beside, true);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    const media = vscode.Uri.joinPath(this.#extension, 'dist', 'media');
    const panel = vscode.window.createWebviewPanel(
      'indexLens.explain',
      'Explain',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [media] },
    );
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((message: unknown) => this.#received(message));
    panel.onDidDispose(() => {
      this.#panel = null;
      this.#last = null;
    });
    panel.webview.html = webviewPage(panel.webview, media, 'explain', 'Explain');
    return panel;
  }

  #post(message: ToPanel): void {
    this.#last = message;
    void this.#panel?.webview.postMessage(message);
  }

  async #received(raw: unknown): Promise<void> {
    const message = readFromPanel(raw);
    if (message?.type === 'ready' && this.#last) this.#post(this.#last);
    if (!message || !this.#shown) return;
    const { explanation, rerun } = this.#shown;
    switch (message.type) {
      case 'rerun':
        if (rerun) await this.#rerun(explanation, rerun);
        break;
      case 'copy-markdown':
        await copy(explainMarkdown(explanation, rootOf(explanation)), 'Explanation copied as Markdown');
        break;
      case 'copy-command':
        await copy(shellCommand(explanation.command), 'Command copied');
        break;
      case 'go-to-query':
        await goTo(explanation);
        break;
      case 'open-raw':
        await openRaw(explanation);
        break;
      case 'ready':
    }
  }

  async #rerun(before: Explanation, rerun: Rerun): Promise<void> {
    const { title } = viewOf(before, true);
    this.#post({ type: 'busy', title });
    try {
      const explanation = await rerun();
      if (this.#shown?.explanation === before) this.show(explanation, rerun);
    } catch (error) {
      if (this.#shown?.explanation !== before) return;
      const known = error instanceof UserError;
      if (known && error.code === 'cancelled') {
        this.show(before, rerun);
        return;
      }
      const message = known ? error.message : 'Index Lens met an error it did not expect.';
      const next = known ? error.next : 'See "Index Lens: Show Log".';
      this.#post({ type: 'failed', title, message, next });
      if (!known) throw error;
    }
  }
}

function viewOf(explanation: Explanation, canRerun: boolean): ExplainView {
  const { query, command, values } = explanation;
  return {
    explanation,
    title: `${query.model ?? command.find}.${query.operation}`,
    place: `${vscode.workspace.asRelativePath(query.place.file)}:${query.place.range.start.line + 1}`,
    command: shellCommand(command),
    values: values.map(({ path, value, from }) => ({ path, value: shellValue(value), from })),
    canRerun,
  };
}

function rootOf({ query }: Explanation): string {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(query.place.file));
  return folder?.uri.fsPath.replaceAll('\\', '/') ?? '';
}

async function copy(text: string, done: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(done, 3000);
}

async function goTo({ query }: Explanation): Promise<void> {
  const selection = toRange(query.place.range);
  await vscode.window.showTextDocument(vscode.Uri.file(query.place.file), {
    selection,
    viewColumn: vscode.ViewColumn.One,
  });
}

async function openRaw({ plan }: Explanation): Promise<void> {
  const content = JSON.stringify(plan.raw, null, 2);
  const document = await vscode.workspace.openTextDocument({ content, language: 'json' });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
}

import * as vscode from 'vscode';

import { type EnsureAsk, type EnsureMessage, type EnsureView, readEnsureAsk } from '../model/ensure-view.js';
import { webviewPage } from './webview-page.js';

/** What the user asks for in the panel. */
type Asked = (ask: EnsureAsk) => void;

/** One panel with the plan of an ensure: it draws what it is given, and passes on what is asked for. */
export class EnsurePanel implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  #panel: vscode.WebviewPanel | null = null;
  #asked: Asked | null = null;
  /** What the webview shows: it asks for it whenever it starts anew, as after having been hidden. */
  #last: EnsureView | null = null;
  #drawing: NodeJS.Timeout | null = null;

  get shown(): EnsureView | null {
    return this.#last;
  }

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
  }

  /** Whether somebody can see it. */
  get isVisible(): boolean {
    return this.#panel?.visible ?? false;
  }

  /** Brings the panel to the front; from now on `asked` hears what the user asks for. */
  show(view: EnsureView, asked: Asked): void {
    this.#asked = asked;
    const panel = (this.#panel ??= this.#create());
    panel.title = view.title;
    this.#last = view;
    this.#post();
    panel.reveal();
  }

  /** Draws in the panel, as long as it is open: soon, and only the latest of views that follow each other closely. */
  draw(view: EnsureView): void {
    this.#last = view;
    this.#drawing ??= setTimeout(() => {
      this.#drawing = null;
      this.#post();
    }, 50);
  }

  #post(): void {
    if (!this.#last) return;
    const message: EnsureMessage = { type: 'ensure', view: this.#last };
    void this.#panel?.webview.postMessage(message);
  }

  /** Takes a message of the webview; anything else is ignored. */
  received(raw: unknown): void {
    const ask = readEnsureAsk(raw);
    if (ask?.type === 'ready') this.#post();
    else if (ask) this.#asked?.(ask);
  }

  dispose(): void {
    if (this.#drawing) clearTimeout(this.#drawing);
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    const media = vscode.Uri.joinPath(this.#extension, 'dist', 'media');
    const panel = vscode.window.createWebviewPanel(
      'indexLens.ensure',
      'Ensure Indexes',
      vscode.ViewColumn.Active,
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [media] },
    );
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((raw: unknown) => {
      this.received(raw);
    });
    panel.onDidDispose(() => {
      this.#panel = null;
    });
    panel.webview.html = webviewPage(panel.webview, media, 'ensure', 'Ensure Indexes');
    return panel;
  }
}

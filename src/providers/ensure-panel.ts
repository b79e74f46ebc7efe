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
    this.draw(view);
    panel.reveal();
  }

  /** Draws in the panel, as long as it is open. */
  draw(view: EnsureView): void {
    this.#last = view;
    const message: EnsureMessage = { type: 'ensure', view };
    void this.#panel?.webview.postMessage(message);
  }

  /** Takes a message of the webview; anything else is ignored. */
  received(raw: unknown): void {
    const ask = readEnsureAsk(raw);
    if (ask?.type === 'ready' && this.#last) this.draw(this.#last);
    else if (ask && ask.type !== 'ready') this.#asked?.(ask);
  }

  dispose(): void {
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

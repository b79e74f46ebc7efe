import * as vscode from 'vscode';

import { type ExplainView, type FromPanel, readFromPanel, type ToPanel } from '../model/explain-messages.js';
import { openWebview, type WebviewKind } from './webview-page.js';

/** What the user asks for in the panel. */
type Asked = (ask: FromPanel) => void;

const kind: WebviewKind = {
  name: 'explain',
  title: 'Explain',
  column: vscode.ViewColumn.Beside,
  preserveFocus: true,
};

/** One panel beside the editor, for the latest explanation: it draws what it is given, and passes on what is asked for. */
export class ExplainPanel implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  #panel: vscode.WebviewPanel | null = null;
  #asked: Asked | null = null;
  /** What the webview shows: it asks for it whenever it starts anew, as after having been hidden. */
  #last: ToPanel | null = null;

  constructor(extension: vscode.Uri) {
    this.#extension = extension;
  }

  get shown(): ExplainView | null {
    return this.#last?.type === 'explanation' ? this.#last.view : null;
  }

  /** Brings the panel to the front; from now on `asked` hears what the user asks for. */
  show(view: ExplainView, asked: Asked): void {
    this.#asked = asked;
    const panel = (this.#panel ??= this.#create());
    panel.title = `Explain ${view.title}`;
    this.post({ type: 'explanation', view });
    panel.reveal(panel.viewColumn ?? vscode.ViewColumn.Beside, true);
  }

  /** Tells the webview something, as long as the panel is open. */
  post(message: ToPanel): void {
    if (message.type !== 'checked') this.#last = message;
    void this.#panel?.webview.postMessage(message);
  }

  /** Takes a message of the webview; anything else is ignored. */
  received(raw: unknown): void {
    const ask = readFromPanel(raw);
    if (ask?.type !== 'ready') {
      if (ask) this.#asked?.(ask);
    } else if (this.#last) this.post(this.#last);
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    return openWebview(
      this.#extension,
      kind,
      (raw) => {
        this.received(raw);
      },
      () => {
        this.#panel = null;
        this.#last = null;
      },
    );
  }
}

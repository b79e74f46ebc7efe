import type * as vscode from 'vscode';

import { type Ask, readAsk, type ViewMessage } from '../model/panel-messages.js';
import { openWebview, type WebviewKind } from './webview-page.js';

interface PanelKind<Type extends string> extends WebviewKind {
  readonly asks: readonly Type[];
}

/** One panel of a kind: it draws the view that it is given, and passes on what is asked for. */
export class ViewPanel<View extends { readonly title: string }, Type extends string>
  implements vscode.Disposable
{
  readonly #extension: vscode.Uri;
  readonly #kind: PanelKind<Type>;
  #panel: vscode.WebviewPanel | null = null;
  #asked: ((ask: Ask<Type>) => void) | null = null;
  /** What the webview shows: it asks for it whenever it starts anew, as after having been hidden. */
  #last: View | null = null;
  /** The count of the last ask. */
  #answered = 0;
  #drawing: NodeJS.Timeout | null = null;

  constructor(extension: vscode.Uri, kind: PanelKind<Type>) {
    this.#extension = extension;
    this.#kind = kind;
  }

  get shown(): View | null {
    return this.#last;
  }

  get isOpen(): boolean {
    return this.#panel !== null;
  }

  /** Whether somebody can see it. */
  get isVisible(): boolean {
    return this.#panel?.visible ?? false;
  }

  /** Brings the panel to the front; from now on `asked` hears what the user asks for. */
  show(view: View, asked: (ask: Ask<Type>) => void): void {
    this.#asked = asked;
    const panel = (this.#panel ??= this.#create());
    panel.title = view.title;
    this.#last = view;
    this.#post();
    panel.reveal(undefined, this.#kind.preserveFocus);
  }

  /** Draws in the panel, as long as it is open: soon, and only the latest of views that follow each other closely. */
  draw(view: View): void {
    this.#last = view;
    this.#postSoon();
  }

  close(): void {
    this.#panel?.dispose();
  }

  #postSoon(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = null;
      this.#post();
    }, 50);
  }

  #post(): void {
    if (!this.#last) return;
    const message: ViewMessage<View> = { type: 'view', view: this.#last, answers: this.#answered };
    void this.#panel?.webview.postMessage(message);
  }

  /** Takes a message of the webview; anything else is ignored. */
  received(raw: unknown): void {
    const ask = readAsk(this.#kind.asks, raw);
    if (!ask) return;
    this.#answered = ask.count;
    if (ask.type === 'ready') this.#post();
    else {
      this.#asked?.(ask);
      this.#postSoon();
    }
  }

  dispose(): void {
    if (this.#drawing) clearTimeout(this.#drawing);
    this.#panel?.dispose();
  }

  #create(): vscode.WebviewPanel {
    return openWebview(
      this.#extension,
      this.#kind,
      (raw) => {
        this.received(raw);
      },
      () => {
        this.#panel = null;
      },
    );
  }
}

import { inspect } from 'node:util';
import * as vscode from 'vscode';

/** The extension's output channel. Connection strings are redacted before anything is written. */
export class Log implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('Index Lens', { log: true });
  readonly #redactUri: (uri: string) => string;

  constructor(redactUri: (uri: string) => string) {
    this.#redactUri = redactUri;
  }

  info(message: string): void {
    this.#channel.info(this.#redact(message));
  }

  /** A defect, with its stack and what caused it. */
  error(error: unknown): void {
    for (let cause: unknown = error; cause !== undefined;) {
      const text = cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause);
      this.#channel.error(this.#redact(text));
      cause = cause instanceof Error ? cause.cause : undefined;
    }
  }

  readonly show = (): void => {
    this.#channel.show();
  };

  #redact(text: string): string {
    return text.replace(/mongodb(?:\+srv)?:\/\/[^\s"'`<>]+/g, (uri) => this.#redactUri(uri));
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

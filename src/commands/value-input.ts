import * as vscode from 'vscode';

import type { Explanation } from '../model/explanation.js';
import type { Json } from '../model/json.js';

/** Asks for the values of a query that only the running program knows, and remembers what was typed last. */
export class ValueInput {
  readonly #last = new Map<string, string>();

  /** `input` with what was typed; null: nothing is left to ask. */
  async ask(
    { query, command, values }: Explanation,
    input: Readonly<Record<string, Json>>,
  ): Promise<Record<string, Json> | 'cancelled' | null> {
    const open = values.filter(({ from, path }) => from === 'placeholder' && !(path in input));
    if (open.length === 0) return null;
    const typed: Record<string, Json> = { ...input };
    for (const [at, { path }] of open.entries()) {
      const key = `${command.find} ${path}`;
      const text = await vscode.window.showInputBox({
        title: `${query.model ?? command.find}.${query.operation}: ${path}${open.length > 1 ? ` (${at + 1} of ${open.length})` : ''}`,
        prompt: `Value of ${path} to explain with. No document of ${command.find} gives one.`,
        placeHolder: '42, text, true, {"$oid": "…"}, {"$date": "2026-01-01T00:00:00Z"}',
        value: this.#last.get(key),
        ignoreFocusOut: true,
      });
      if (text === undefined) return 'cancelled';
      this.#last.set(key, text);
      typed[path] = valueOf(text);
    }
    return typed;
  }
}

/** EJSON where it parses, else the text as it stands. */
export function valueOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explain as explainQuery } from '../explain.js';
import type { Explanation } from '../model/explanation.js';
import type { Range } from '../model/place.js';
import { UserError } from '../model/user-error.js';
import { explainText } from '../report/explain.js';
import { explainJson } from '../report/explain-json.js';
import { explainMarkdown } from '../report/explain-markdown.js';
import type { Paint } from '../report/paint.js';
import type { ExitCode } from './failure.js';
import { withSource } from './read-source.js';
import { rootOf, withForwardSlashes, withServer, type ServerOptions } from './target.js';
import type { Terminal } from './terminal.js';

/** A place as `--at` gives it: counted from 1. */
export interface At {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

export const explainFormats = ['text', 'json', 'markdown'] as const;

export interface ExplainOptions extends ServerOptions {
  /** Short for `--format json`. */
  readonly json?: boolean;
  readonly format: (typeof explainFormats)[number];
  readonly at: At;
}

/** What the server does with the query at a place of the code. */
export async function explain(dir: string, options: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const root = rootOf(dir, terminal);
  const file = fileAt(options.at, root, terminal);
  const range = await rangeAt(options.at, file);
  const { site, catalog } = await withSource(root, options, terminal, async (reading, workspace) => {
    const catalog = await reading;
    const site = await workspace.queryAt(file, range);
    return { site, catalog };
  });
  return withServer<ExitCode>(options, terminal, async (connection, database) => {
    const explanation = await explainQuery(site, connection, database, { signal: terminal.signal, catalog });
    const format = options.json ? 'json' : options.format;
    terminal.print(reported(explanation, root, format, terminal.paint));
    return 0;
  });
}

function reported(
  explanation: Explanation,
  root: string,
  format: ExplainOptions['format'],
  paint: Paint,
): string {
  switch (format) {
    case 'json':
      return JSON.stringify(explainJson(explanation, root), null, 2);
    case 'markdown':
      return explainMarkdown(explanation, root);
    case 'text':
      return explainText(explanation, root, paint);
  }
}

/** Reports name files relative to `DIR`, shells complete them relative to the current directory. */
function fileAt({ file }: At, root: string, { cwd }: Terminal): string {
  const found = [resolve(root, file), resolve(cwd, file)].find(existsSync);
  if (found === undefined) {
    throw new UserError('usage', `There is no file ${file}.`, 'Name it relative to the folder that is read.');
  }
  return withForwardSlashes(found);
}

/** A column names a position; without one the whole line is meant. */
async function rangeAt({ file: name, line, column }: At, file: string): Promise<Range> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split(/\r?\n/u);
  const text = lines[line - 1];
  if (text === undefined) {
    throw new UserError('usage', `${name} has no line ${line}.`, `It has ${lines.length} lines.`);
  }
  const first = column === null ? text.length - text.trimStart().length : column - 1;
  const last = column === null ? text.trimEnd().length : column - 1;
  return {
    start: { line: line - 1, character: first },
    end: { line: line - 1, character: Math.max(first, last) },
  };
}

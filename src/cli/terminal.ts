import { createInterface } from 'node:readline/promises';
import { plainPaint, type Paint } from '../report/paint.js';

/** Where a command's words go, and what it may ask. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts at the first Ctrl+C; a second one ends the process, unless it is protected. */
  readonly signal: AbortSignal;
  /** For standard output: without colour where that is no terminal, or with NO_COLOR. */
  readonly paint: Paint;
  /** The report, on standard output. */
  print(text: string): void;
  /** A line on standard error. */
  notice(text: string): void;
  /** A line that the next one replaces; null takes it away. Only where standard error is a terminal. */
  progress(text: string | null): void;
  /** From here on a second Ctrl+C is answered with these words, and only a third one ends the process. Null: no more. */
  protect(words: string | null): void;
  /** Null where there is no terminal to ask on. */
  confirm(question: string): Promise<boolean | null>;
  /** Whether this very text is typed in answer; null where there is no terminal to ask on. */
  confirmTyped(question: string, text: string): Promise<boolean | null>;
}

/** With `--json` one document and nothing else, otherwise the report for people. */
export function printReport(
  terminal: Terminal,
  { json }: { readonly json?: boolean },
  document: object,
  text: string,
): void {
  terminal.print(json ? JSON.stringify(document, null, 2) : text);
}

type NodeProcess = typeof process;

export function processTerminal(node: NodeProcess): Terminal {
  const { stdout, stderr, stdin, env } = node;
  const interrupt = new AbortController();
  let protection: string | null = null;
  let isWarned = false;
  const onInterrupt = () => {
    if (!interrupt.signal.aborted) interrupt.abort();
    else if (protection !== null && !isWarned) {
      isWarned = true;
      notice(protection);
    } else {
      node.off('SIGINT', onInterrupt);
      node.kill(node.pid, 'SIGINT');
    }
  };
  node.on('SIGINT', onInterrupt);
  // A reader that has seen enough, such as `head`, is no failure.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  let shown = false;
  const clear = () => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  const notice = (text: string) => {
    clear();
    stderr.write(`${text}\n`);
  };
  /** Null where there is no terminal to ask on; empty after Ctrl+C. */
  const ask = async (question: string): Promise<string | null> => {
    if (!stdin.isTTY || !stderr.isTTY) return null;
    clear();
    const lines = createInterface({ input: stdin, output: stderr });
    try {
      return await lines.question(question, { signal: interrupt.signal });
    } catch (error) {
      if (interrupt.signal.aborted) return '';
      throw error;
    } finally {
      lines.close();
    }
  };
  return {
    cwd: node.cwd(),
    env,
    signal: interrupt.signal,
    paint: stdout.isTTY && !env.NO_COLOR && env.TERM !== 'dumb' ? colours : plainPaint,
    print(text) {
      clear();
      stdout.write(`${text}\n`);
    },
    notice,
    protect(words) {
      protection = words;
    },
    progress(text) {
      if (!stderr.isTTY) return;
      clear();
      if (text === null) return;
      // Some terminals do not tell their width.
      stderr.write(text.slice(0, Math.max((stderr.columns || 80) - 1, 20)));
      shown = true;
    },
    async confirm(question) {
      const answer = await ask(`${question} [y/N] `);
      return answer === null ? null : /^y(?:es)?$/iu.test(answer.trim());
    },
    async confirmTyped(question, text) {
      const answer = await ask(`${question} Type ${text} to agree: `);
      return answer === null ? null : answer.trim() === text;
    },
  };
}

const colours: Paint = {
  good: ansi(32, 39),
  bad: ansi(31, 39),
  notice: ansi(33, 39),
  faint: ansi(2, 22),
  strong: ansi(1, 22),
};

function ansi(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}

import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { promiseOf } from '../src/source/file-summary.js';

// What TypeScript's parser alone costs in a process that has just started, as the scan's worker has.

export interface ParserTask {
  readonly files: readonly string[];
}

export interface ParserAnswer {
  /** Milliseconds. */
  readonly time: number;
  /** How many of the files can define or ask something by themselves: those that were parsed. */
  readonly parsed: number;
}

process.on('message', ({ files }: ParserTask) => {
  const texts = files
    .map((file) => readFileSync(file, 'utf8'))
    .filter((text) => promiseOf(text) !== 'nothing');
  const start = performance.now();
  texts.forEach(parse);
  const answer: ParserAnswer = { time: performance.now() - start, parsed: texts.length };
  process.send?.(answer, () => process.exit(0));
});

/** As src/syntax/parse.ts asks for it. */
function parse(text: string): void {
  ts.createSourceFile('file.ts', text, {
    languageVersion: ts.ScriptTarget.ESNext,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  });
}

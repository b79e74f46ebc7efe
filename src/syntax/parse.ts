import ts from 'typescript';
import type { FileCode } from './code.js';
import { linesOf } from './lines.js';
import { lowerClass } from './classes.js';
import { lowerExpression, lowerKey } from './expressions.js';
import { lowerFunction } from './functions.js';
import { Lowering, type Marking, type Steps } from './lowering.js';
import { lowerBindingName, lowerTarget } from './patterns.js';
import { lowerStatements } from './statements.js';

export const steps: Steps = {
  expression: lowerExpression,
  key: lowerKey,
  statements: lowerStatements,
  functionCode: lowerFunction,
  classCode: lowerClass,
  bindingName: lowerBindingName,
  target: lowerTarget,
};

export type Language = 'js' | 'ts' | 'tsx';

/**
 * Reads a text into the neutral view. Never throws for what the text holds: a broken text is read as far as it goes,
 * and its errors are listed.
 */
export function parse(text: string, language: Language, marking: Marking = () => 0): FileCode {
  const source = sourceOf(text, language);
  return {
    statements: new Lowering(text, steps, marking).statements(source.statements),
    lines: linesOf(text),
    syntaxErrors: syntaxErrorsOf(source),
  };
}

/** The parser's own tree. */
export function sourceOf(text: string, language: Language): ts.SourceFile {
  return ts.createSourceFile(
    `file.${language}`,
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    scriptKinds[language],
  );
}

const scriptKinds: Readonly<Record<Language, ts.ScriptKind>> = {
  js: ts.ScriptKind.JSX,
  ts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
};

/** The parser keeps its errors on the tree without declaring the property. */
export function syntaxErrorsOf(source: ts.SourceFile): FileCode['syntaxErrors'] {
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  return parseDiagnostics.map(({ messageText, start, length }) => ({
    message: typeof messageText === 'string' ? messageText : messageText.messageText,
    at: [start, start + length],
  }));
}

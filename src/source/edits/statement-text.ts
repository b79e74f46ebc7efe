import type { Statement } from '../../syntax/code.js';
import type { CodeNode, Step } from './code-path.js';
import type { EditedFile, Splice } from './edited-file.js';

/** A statement as it stands in the text, with its semicolon. */
export interface StatementPlace {
  readonly start: number;
  readonly end: number;
  readonly hasSemicolon: boolean;
}

/** Of a declaration the whole: `const a = 1, b = 2;` is one statement, though the code knows two. */
export function statementPlace(file: EditedFile, { node, list }: Step): StatementPlace {
  if (node.kind !== 'declare') {
    return { start: node.at[0], end: node.at[1], hasSemicolon: file.text[node.at[1] - 1] === ';' };
  }
  const declarations = list as readonly Statement[];
  let position = declarations.indexOf(node as Statement);
  let first = position;
  while (isNextOf(file, declarations[first - 1], declarations[first])) first -= 1;
  while (isNextOf(file, declarations[position], declarations[position + 1])) position += 1;
  const last = declarations[position] ?? node;
  const after = /^[ \t]*;/.exec(file.text.slice(last.at[1]))?.[0].length ?? 0;
  const start = declarationStart(file, declarations[first] ?? node);
  return { start, end: last.at[1] + after, hasSemicolon: after > 0 };
}

function isNextOf(file: EditedFile, one: CodeNode | undefined, next: CodeNode | undefined): boolean {
  if (one?.kind !== 'declare' || next?.kind !== 'declare') return false;
  return /^\s*,\s*$/.test(file.slice([one.at[1], next.at[0]]));
}

/** `export const x = …`: where the line of words before the name begins. */
function declarationStart({ text }: EditedFile, { at }: CodeNode): number {
  const words = /(?:export\s+)?(?:declare\s+)?(?:const|let|var)\s+$/.exec(text.slice(0, at[0]));
  return words ? words.index : at[0];
}

/**
 * Puts a statement behind another one: on a line of its own, or on the same line where more follows there.
 * `gap`: leaves an empty line between them.
 */
export function statementAfter(
  file: EditedFile,
  { end, start }: StatementPlace,
  statement: string,
  gap = false,
): Splice {
  const { eol } = file.style;
  const rest = file.slice([end, file.lineEnd(end)]);
  const comment = /^[ \t]*(?:\/\/.*|\/\*[^*]*\*\/[ \t]*)?$/.exec(rest);
  if (!comment) return [[end, end], ` ${statement}`];
  const at = end + rest.trimEnd().length;
  return [[at, at], eol + (gap ? eol : '') + file.indentAt(start) + statement];
}

/** Puts a statement before another one and the comments above it, with an empty line between them. */
export function statementBefore(file: EditedFile, { start }: StatementPlace, statement: string): Splice {
  const { eol } = file.style;
  const line = commentsAbove(file, file.lineStart(start));
  const indent = file.indentAt(start);
  if (file.slice([file.lineStart(start), start]).trim() !== '') return [[start, start], `${statement} `];
  return [[line, line], indent + statement + eol + eol];
}

/** The start of the comments that stand right above a line; the line itself where there are none. */
function commentsAbove(file: EditedFile, line: number): number {
  let start = line;
  while (start > 0) {
    const above = file.lineStart(start - 1);
    const text = file.slice([above, start]).trim();
    if (!/^(?:\/\/|\/\*|\*)/.test(text)) return start;
    start = above;
  }
  return start;
}

/**
 * Takes a statement away with its line, and the comment above that speaks of it alone: no further statement stands
 * right below.
 */
export function statementRemoved(file: EditedFile, { start, end }: StatementPlace): Splice {
  const lineStart = file.lineStart(start);
  const before = file.slice([lineStart, start]);
  const after = file.slice([end, file.lineEnd(end)]);
  if (before.trim() !== '' || !/^[ \t]*(?:\/\/.*)?$/.test(after)) {
    const space = /^[ \t]*/.exec(after)?.[0].length ?? 0;
    return [[start, end + (before.trim() === '' ? space : 0)], ''];
  }
  const next = file.nextLine(end);
  const isLastOfGroup = file.slice([next, file.lineEnd(next)]).trim() === '';
  const isFirstOfGroup = commentsAbove(file, lineStart) !== lineStart;
  const first = isFirstOfGroup && isLastOfGroup ? commentsAbove(file, lineStart) : lineStart;
  const isGapAbove = first === 0 || file.slice([file.lineStart(first - 1), first]).trim() === '';
  // Two empty lines would be left, or one at the end of the block.
  const last = isLastOfGroup && isGapAbove && next < file.text.length ? file.nextLine(next) : next;
  return [[first, last], ''];
}
